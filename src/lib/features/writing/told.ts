import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';
import { kindOf } from './cellvalues.ts';
import { findingText } from './findingwords.ts';
import type { Finding } from './form.ts';

/** A value of a cell as the reader's formatter writes it, without its unit. */
export function valueText(cell: string, value: number, format: Format): string {
	const kind = kindOf(cell);
	if (kind === 'money') return format.money(value);
	if (kind !== 'milli') return format.integer(value);
	const places = value % 1000 === 0 ? 0 : value % 100 === 0 ? 1 : value % 10 === 0 ? 2 : 3;
	return format.decimal(value / 1000, places);
}

/** What a check found, at its place on the form: an empty text is asked for as a text, files as files. */
export function toldText(finding: Finding, format: Format): string {
	const { rule, cell } = finding;
	if (rule === 'missing' && cell === 'no_evidence') return m.form_missing_files();
	if (rule === 'missing' && cell !== null && kindOf(cell) === 'text') return m.form_missing_words();
	return findingText(finding, format);
}
