import type { Locale } from '../i18n/text.ts';
import type { CellType, Table } from './define.ts';

/** Excel reads UTF-8 only with it. */
export const CSV_BOM = '\ufeff';

/** Headers and names in a language, or column keys and reference codes for programs. */
export const CSV_LANGS = ['ar', 'en', 'codes'] as const;
export type CsvLang = (typeof CSV_LANGS)[number];

const NUMERIC: ReadonlySet<CellType> = new Set(['integer', 'money', 'milli', 'percent', 'decimal']);
// After white space, control and zero-width characters a spreadsheet would run what begins like this (ASVS 1.2.10).
// A text that already starts with apostrophes before such a beginning gets one more, so that reading is exact.
const INVISIBLE = '\\s\\u0000-\\u001f\\u007f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\u00ad';
const TRIGGER = `[${INVISIBLE}]*[=+\\-@\\t\\r\\u0000＝＋－＠]`;
const DANGEROUS = new RegExp(`^'*${TRIGGER}`);
const DISARMED = new RegExp(`^'+${TRIGGER}`);
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** One field: quoted, and made harmless to spreadsheets unless it is a number in a numeric column. */
export function csvCell(value: string | number | null, numeric = false): string {
	const text = value === null ? '' : String(value);
	const harmless = (numeric && PLAIN_NUMBER.test(text)) || !DANGEROUS.test(text);
	return `"${(harmless ? text : `'${text}`).replaceAll('"', '""')}"`;
}

/** Takes away exactly the apostrophe that `csvCell` put in front; anything else stays. */
export function csvText(field: string): string {
	return DISARMED.test(field) ? field.slice(1) : field;
}

/** One record with CRLF. */
export function csvLine(cells: readonly string[]): string {
	return `${cells.join(',')}\r\n`;
}

/** Minor units as a decimal with all its digits: 1284610500 with 3 digits is `1284610.500`. */
export function plainDecimal(value: number, digits: number): string {
	if (digits === 0) return String(value);
	const whole = Math.abs(Math.trunc(value))
		.toString()
		.padStart(digits + 1, '0');
	return `${value < 0 ? '-' : ''}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

function plain(
	value: string | number | null,
	type: CellType,
	currencyDigits: number,
): string | number | null {
	if (value === null || typeof value === 'string') return value;
	if (type === 'money') return plainDecimal(Math.round(value), currencyDigits);
	if (type === 'milli') return plainDecimal(Math.round(value), 3);
	return value;
}

/** Names repeat from row to row, so their cells are quoted and made harmless once; the memory is bounded. */
const REMEMBERED = 5000;

function textCells(): (text: string) => string {
	const known = new Map<string, string>();
	return (text) => {
		const found = known.get(text);
		if (found !== undefined) return found;
		if (known.size >= REMEMBERED) known.clear();
		const cell = csvCell(text);
		known.set(text, cell);
		return cell;
	};
}

/** Turns rows of a declared table into CSV text in one language; files always carry Western digits. */
export function csvWriter<Row>(table: Table<Row>, lang: CsvLang, currencyDigits: number) {
	const locale: Locale = lang === 'ar' ? 'ar' : 'en';
	const textCell = textCells();
	return {
		header: () =>
			CSV_BOM + csvLine(table.columns.map((c) => csvCell(lang === 'codes' ? c.key : c.label[locale]))),
		row: (row: Row) =>
			csvLine(
				table.columns.map((c) => {
					const value = lang === 'codes' && c.code ? c.code(row) : c.value(row, locale);
					if (typeof value === 'string' && !NUMERIC.has(c.type)) return textCell(value);
					return csvCell(plain(value, c.type, currencyDigits), NUMERIC.has(c.type));
				}),
			),
	};
}
