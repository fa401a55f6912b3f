import { cleanText, westernDigits } from '#lib/i18n/fold.ts';
import { csvText } from '#lib/tables/csv.ts';
import { readDecimal, scaled } from '../adapters/numbers.ts';
import type { Reason } from '../rejections.ts';
import { CELL_LENGTH, type RowProblem } from './model.ts';

/** One row as its judge reads it: clean texts by field, and what is wrong with it so far. */
export interface RowText {
	readonly row: number;
	/** '' where the field is not in the file or its cell is empty. */
	text(field: string): string;
	/** Notes what is wrong with a field. */
	wrong(field: string, reason: Reason): void;
	readonly problems: RowProblem[];
}

/** Reads a row through its mapping; cells beyond the longest length are wrong at once. */
export function rowText(row: number, raw: (field: string) => string, fields: readonly string[]): RowText {
	const problems: RowProblem[] = [];
	const wrong = (column: string, reason: Reason) => {
		const isKnown = problems.some((problem) => problem.column === column && problem.reason === reason);
		if (!isKnown) problems.push({ column, value: raw(column).slice(0, 60), reason });
	};
	for (const field of fields) if (raw(field).length > CELL_LENGTH) wrong(field, 'value_too_long');
	return { row, text: (field) => cleanText(csvText(raw(field))), wrong, problems };
}

const SCIENTIFIC = /^[+-]?\d+(\.\d+)?e[+-]?\d+$/i;

const DASHES = /^[-\u2010-\u2015\u2212]$/;

/** Whether a field says that it does not apply, as on the form. */
export const doesNotApply = (row: RowText, field: string): boolean => DASHES.test(row.text(field));

/** A number of so many decimals as an integer; null where nothing is written, undefined where it is wrong. */
export function numberIn(
	row: RowText,
	field: string,
	digits = 0,
	mayBeNegative = false,
): number | null | undefined {
	// Arabic decimal and thousands marks are unambiguous; a comma is not.
	const typed = westernDigits(row.text(field)).replaceAll('٬', '').replaceAll('٫', '.');
	if (!typed) return null;
	const reason = (): Reason | number => {
		if (SCIENTIFIC.test(typed)) return 'number_scientific';
		if (/^\d[\d,،.]*$/.test(typed) && /[,،]/.test(typed)) return 'number_ambiguous';
		const value = readDecimal(typed);
		if (!value) return 'value_unreadable';
		if (value.negative && !mayBeNegative) return 'value_negative';
		if (value.fraction.length > digits) return digits === 0 ? 'value_fraction' : 'value_unreadable';
		const found = scaled(value, digits) ?? 'value_too_large';
		return typeof found === 'number' && value.negative ? -found : found;
	};
	const found = reason();
	if (typeof found === 'number') return found;
	row.wrong(field, found);
	return undefined;
}

/** A day; null where nothing is written, undefined where it is wrong. */
export function dayIn(row: RowText, field: string): string | null | undefined {
	const typed = westernDigits(row.text(field));
	if (!typed) return null;
	const time = /^\d{4}-\d\d-\d\d$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : NaN;
	if (!Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === typed) return typed;
	row.wrong(field, 'date_unreadable');
	return undefined;
}

/** One line of text of at most so many characters; null where nothing is written. */
export function lineIn(row: RowText, field: string, longest = 200): string | null {
	const typed = row.text(field);
	if (typed.length > longest) row.wrong(field, 'value_too_long');
	return typed || null;
}

/** An entry of a list; null where nothing is written, undefined where it is unknown. */
export function listed<T>(
	row: RowText,
	field: string,
	find: (text: string) => T | undefined,
	reason: Reason,
): T | null | undefined {
	const typed = row.text(field);
	if (!typed) return null;
	const entry = find(typed);
	if (entry === undefined) row.wrong(field, reason);
	return entry;
}
