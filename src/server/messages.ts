import { compile } from '@inlang/paraglide-js';

/** How the messages become functions; Vite and `npm test` must say the same, or one undoes what the other made. */
export const MESSAGES = {
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'baseLocale'] as ('cookie' | 'baseLocale')[],
	cookieName: 'locale',
};

if (import.meta.main) {
	await compile(MESSAGES);
	// Its engine leaves timers behind that would keep the process for half a minute.
	process.exit();
}
