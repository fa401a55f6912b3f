import { textOfValue } from '../../writing/cellvalues.ts';

// What a file says of one report, brought together from its rows under the names of the form's cells.

/** What one row says of one cell: a number in the cell's own unit, words, or that it does not apply. */
export interface CellTold {
	readonly cell: string;
	/** The field it stands in, for whoever has to correct it. */
	readonly column: string;
	readonly value: number | string;
	/** Stands once in a report, like its spending. */
	readonly isOnce?: true;
}

/** No cell of the form: why figures of the report are unusual. */
export const REASON = 'reason';

/** One report as the file has it. */
export interface ReportTold {
	readonly programId: number;
	readonly societyId: number;
	readonly period: string;
	readonly cells: Map<string, number | string>;
	/** New people line by line; null where a line does not tell. */
	readonly fresh: (number | null)[];
}

/** The file's report as the texts somebody would have typed into the form. */
export function textsTold({ cells, fresh }: ReportTold, currencyDigits: number): Record<string, string> {
	const told = new Map(cells);
	told.delete(REASON);
	// The form asks once how many are new; lines answer where all of them know.
	if (!told.has('new') && fresh.length && !fresh.includes(null)) {
		told.set(
			'new',
			fresh.reduce<number>((sum, n) => sum + n!, 0),
		);
	}
	return Object.fromEntries(
		[...told].map(([cell, value]) => [
			cell,
			typeof value === 'number' ? textOfValue(cell, value, currencyDigits) : value,
		]),
	);
}

/** Whether two reports say the same, cell by cell. */
export function saysSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
	const cells = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...cells].every((cell) => (a[cell] ?? '') === (b[cell] ?? ''));
}

const COLUMNS: Readonly<Record<string, string>> = {
	reach: 'people',
	new: 'people_new',
	spend: 'spend',
	volunteers: 'volunteers',
	hours: 'volunteer_hours',
	achievements: 'achievements',
	challenges: 'challenges',
	next: 'next_steps',
	no_evidence: 'no_evidence_reason',
};

/** The field of a file in which a cell of the form stands. */
export function columnOf(cell: string): string {
	const parts = cell.split(':');
	const [first = ''] = parts;
	if (first === 'delivery') return parts[4] === 'value' ? 'value' : 'quantity';
	if (first === 'outcome')
		return ({ over: 'numerator', under: 'denominator' } as const)[parts[2] ?? ''] ?? 'result';
	return COLUMNS[first] ?? 'period';
}
