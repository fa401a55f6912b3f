import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Plain Node, as the command line runs: what a feature needs from Kit is a mistake that shows here.
export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	plugins: [svelte()],
	test: {
		environment: 'node',
		include: ['src/**/*.test.ts', 'db/**/*.test.ts', 'tests/**/*.test.ts'],
		exclude: ['tests/e2e/**', 'node_modules/**'],
		globalSetup: fileURLToPath(new URL('support/folder.ts', import.meta.url)),
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
