// Latin words that may stand in an Arabic sentence: names of file kinds and products, words people type as they
// are, and the name of a language, which is written in that language. Everything else has an Arabic word.
const LATIN_ALLOWED = [
	'CSV',
	'UTF',
	'Excel',
	'PDF',
	'JPEG',
	'PNG',
	'XLSX',
	'xls',
	'zip',
	'ActivityInfo',
	'ar',
	'en',
	'codes',
	'English',
];
const ARABIC_ALLOWED = ['العربية', 'شراكة'];

const withoutHoles = (text: string) => text.replace(/\$?\{[^}]*\}/g, ' ');

/** Latin words in an Arabic text, placeholders and codes such as K-B7 or 2026-03 aside. */
export function latinWords(text: string): string[] {
	const words =
		withoutHoles(text)
			.replace(/\bK-[A-Z]\d+\b/g, ' ')
			.match(/[A-Za-z]{2,}/g) ?? [];
	return words.filter((word) => !LATIN_ALLOWED.includes(word));
}

/** Arabic words in an English text. */
export function arabicWords(text: string): string[] {
	const cleaned = ARABIC_ALLOWED.reduce((rest, word) => rest.replaceAll(word, ' '), withoutHoles(text));
	return cleaned.match(/[\p{Script=Arabic}&&\p{L}]+/gv) ?? [];
}

/** Whether a text holds at least one Arabic letter. */
export function hasArabic(text: string): boolean {
	return /[\p{Script=Arabic}&&\p{L}]/v.test(text);
}

/** The names in `{…}` of a text, sorted, each once. */
export function placeholders(text: string): string[] {
	return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
}
