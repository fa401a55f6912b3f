import { expect, it } from 'vitest';
import { directionOf, readPreferences } from './preferences.ts';

it('a browser’s preferences are what its cookies say, and the defaults for anything unknown', () => {
	const plain = {
		locale: 'ar',
		theme: 'auto',
		digits: 'latn',
		density: 'comfortable',
		compare: 'year',
		keys: 'on',
	};
	expect(readPreferences(() => undefined)).toEqual(plain);
	expect(readPreferences(() => '"><script>')).toEqual(plain);
	const cookies: Record<string, string> = {
		locale: 'en',
		theme: 'dark',
		digits: 'arab',
		density: 'compact',
		compare: 'ramadan',
		keys: 'off',
	};
	expect(readPreferences((name) => cookies[name])).toEqual(cookies);
	expect([directionOf('ar'), directionOf('en')]).toEqual(['rtl', 'ltr']);
});
