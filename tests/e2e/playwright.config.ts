import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../support/browser.ts';

const RESULTS = fileURLToPath(new URL('../../test-results', import.meta.url));

// Each worker serves its own copy of one seeded file, so tests of different people never wait for each other.
export default defineConfig({
	testDir: '.',
	outputDir: `${RESULTS}/e2e`,
	globalSetup: './template.ts',
	workers: 2,
	fullyParallel: true,
	forbidOnly: true,
	retries: 0,
	timeout: 45_000,
	globalTimeout: 25 * 60_000,
	expect: { timeout: 7_000 },
	reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
	use: {
		locale: 'ar-BH',
		timezoneId: 'Asia/Bahrain',
		viewport: { width: 1440, height: 900 },
		actionTimeout: 10_000,
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: findBrowser(),
			args: [
				...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
				'--disable-quic',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--no-first-run',
			],
		},
	},
});
