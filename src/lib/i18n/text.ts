/** The two languages of the product; Arabic is the first. */
export const LOCALES = ['ar', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** A sentence or name that exists in both languages, side by side wherever it is declared. */
export interface Text {
	readonly ar: string;
	readonly en: string;
}

/** Fills `{name}` placeholders in both languages. Example: `fill({ar: 'السطر {n}', en: 'Row {n}'}, {n: 4})`. */
export function fill(text: Text, values: Record<string, string | number>): Text {
	const replace = (s: string) =>
		s.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
	return { ar: replace(text.ar), en: replace(text.en) };
}
