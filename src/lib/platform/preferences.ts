import { LOCALES, type Locale } from '../i18n/text.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export const DIGITS = ['latn', 'arab'] as const;
export const DENSITIES = ['comfortable', 'compact'] as const;

/** What figures are compared with: the same months a year before, those just before, the same Ramadan, nothing. */
export const COMPARISONS = ['year', 'previous', 'ramadan', 'none'] as const;
/** Whether single keys act on the page. */
const KEYS = ['on', 'off'] as const;

export type Theme = (typeof THEMES)[number];
export type Digits = (typeof DIGITS)[number];
export type Density = (typeof DENSITIES)[number];
export type Comparison = (typeof COMPARISONS)[number];
type Keys = (typeof KEYS)[number];

/** How one browser wants the pages; kept in cookies of the same names, never in the account. */
export interface Preferences {
	readonly locale: Locale;
	readonly theme: Theme;
	readonly digits: Digits;
	readonly density: Density;
	readonly compare: Comparison;
	readonly keys: Keys;
}

/** Every preference with its allowed values; the first of each is what a new visitor gets. */
export const CHOICES = {
	locale: LOCALES,
	theme: THEMES,
	digits: DIGITS,
	density: DENSITIES,
	compare: COMPARISONS,
	keys: KEYS,
} as const satisfies { [K in keyof Preferences]: readonly Preferences[K][] };

/** The preferences in a browser's cookies; anything unknown counts as not set. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
	const pick = <T extends string>(name: string, allowed: readonly [T, ...T[]]): T =>
		allowed.find((value) => value === cookie(name)) ?? allowed[0];
	return {
		locale: pick('locale', CHOICES.locale),
		theme: pick('theme', CHOICES.theme),
		digits: pick('digits', CHOICES.digits),
		density: pick('density', CHOICES.density),
		compare: pick('compare', CHOICES.compare),
		keys: pick('keys', CHOICES.keys),
	};
}

/** Reading direction of a language. */
export function directionOf(locale: Locale): 'rtl' | 'ltr' {
	return locale === 'ar' ? 'rtl' : 'ltr';
}
