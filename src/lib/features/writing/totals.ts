import { readCell } from './cellvalues.ts';
import type { Entry } from './entry.svelte.ts';
import type { ReportForm } from './form.ts';

/** The sum of what some cells say; null while none of them says a number, so that nothing never looks like zero. */
export function sumOf(entry: Entry, cells: readonly string[]): number | null {
	return added(cells.map((cell) => entry.number(cell)));
}

/** As `sumOf`, of the period before. */
export function previousSum(form: ReportForm, cells: readonly string[]): number | null {
	return added(
		cells.map((cell) => {
			const read = readCell(cell, form.previous?.cells[cell] ?? '', form.facts.currencyDigits);
			return read.kind === 'number' ? read.value : null;
		}),
	);
}

function added(values: readonly (number | null)[]): number | null {
	return values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}

/** How far an indicator has come from its baseline to its target, in percent; null where that cannot be said. */
export function progress(
	value: number | null,
	baseline: number | null,
	target: number | null,
): number | null {
	if (value === null || target === null) return null;
	const start = baseline ?? 0;
	return target === start ? null : Math.round(((value - start) / (target - start)) * 100);
}
