import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { MESSAGES } from './src/server/messages.ts';

// A build finds its messages compiled (src/server/bundle.ts); only the development server has to watch them.
export default defineConfig(({ command }) => ({
	plugins: [command === 'serve' && paraglideVitePlugin(MESSAGES), sveltekit()],
	build: { target: 'es2022' },
}));
