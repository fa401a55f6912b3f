import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath(): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.flatMap((folder) => NAMES.map((name) => join(folder, name)))
		.find((file) => existsSync(file));
}

function installOnDebian(): string | undefined {
	const isDebian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
	if (!isDebian) return undefined;
	console.log('No browser is here; installing chromium with apt-get (about two minutes, once).');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...words: string[]) =>
		spawnSync('apt-get', [...words, '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
	// One source that is out of reach must not stop the others; installing says what is missing.
	apt('update');
	apt('install', '-y', '--no-install-recommends', 'chromium');
	return onPath();
}

/**
 * A Chromium to test with: CHROMIUM_PATH, else one that Playwright installed, else chromium or google-chrome on
 * the PATH, else (as root on Debian) installed with apt-get. Throws one sentence when there is none.
 */
export function findBrowser(): string {
	const named = process.env.CHROMIUM_PATH;
	const found = [named, chromium.executablePath(), onPath()].find((file) => file && existsSync(file));
	const browser = found ?? installOnDebian();
	if (browser) return browser;
	throw new Error(
		'The end-to-end tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
	);
}
