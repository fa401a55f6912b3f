// Compiles the messages with the same settings as vite.config.ts; its command line does not know the cookie's name.
import { compile } from '@inlang/paraglide-js';

await compile({
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'baseLocale'],
	cookieName: 'locale',
});
