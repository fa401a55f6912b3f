/** The two languages of the product; Arabic is the first. */
export const LOCALES = ['ar', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** A sentence or name that exists in both languages, side by side wherever it is declared. */
export interface Text {
	readonly ar: string;
	readonly en: string;
}
