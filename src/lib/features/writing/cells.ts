import type { Sex } from '#lib/features/reports/sheet.ts';

// The names of the cells of a report form. A draft keeps the text of each cell under its name; comments, findings and
// the list of required cells of a version speak of the same names.

/** People of one place, segment, age band and sex. */
export interface ReachCell {
	readonly place: string;
	readonly segment: string;
	readonly age: string;
	readonly sex: Sex;
}

/** Cells that stand once in every form. */
export const SINGLE_CELLS = [
	'new', 'spend', 'volunteers', 'hours', 'achievements', 'challenges', 'next', 'no_evidence', 'nothing',
] as const; // prettier-ignore
export type SingleCell = (typeof SINGLE_CELLS)[number];

/** What a cell holds when it does not apply; typed with the key `-`, shown in words. */
export const INAPPLICABLE = '-';

const SEPARATOR = ':';
const join = (...parts: readonly (string | number)[]) => parts.join(SEPARATOR);

/** `reach:muharraq:families:all:female`; the parts are codes of the reference lists. */
export const reachCell = ({ place, segment, age, sex }: ReachCell) => join('reach', place, segment, age, sex);

/** `delivery:muharraq:food:basket:quantity`, and `…:value` for what it was worth. */
export const deliveryCell = (place: string, aid: string, unit: string, part: 'quantity' | 'value') =>
	join('delivery', place, aid, unit, part);

/** `outcome:12`, or `outcome:12:over` and `outcome:12:under` for the parts of a ratio. */
export const outcomeCell = (indicatorId: number, part?: 'over' | 'under') =>
	part ? join('outcome', indicatorId, part) : join('outcome', indicatorId);

/** `file:31`: `yes` while the file belongs to the draft. */
export const fileCell = (fileId: number) => join('file', fileId);

/** `why:outlier:reach:…`: the justification of a check's finding on a cell. */
export const whyCell = (rule: string, cell: string) => join('why', rule, cell);

/** The section of the form in which a cell stands. */
export type Section =
	'reach' | 'delivery' | 'spending' | 'volunteers' | 'outcomes' | 'narrative' | 'evidence';

const SECTION_OF: Readonly<Record<string, Section>> = {
	reach: 'reach',
	new: 'reach',
	nothing: 'reach',
	delivery: 'delivery',
	spend: 'spending',
	volunteers: 'volunteers',
	hours: 'volunteers',
	outcome: 'outcomes',
	achievements: 'narrative',
	challenges: 'narrative',
	next: 'narrative',
	file: 'evidence',
	no_evidence: 'evidence',
};

/** A cell's section; undefined for a name that no form has. A justification stands where its cell stands. */
export function sectionOf(cell: string): Section | undefined {
	const [first = '', , ...rest] = cell.split(SEPARATOR);
	if (first === 'why') return sectionOf(rest.join(SEPARATOR));
	return Object.hasOwn(SECTION_OF, first) ? SECTION_OF[first] : undefined;
}

/** Texts longer than this are refused with a sentence, by what stands in the cell. */
const LENGTHS = { words: 5000, reason: 1000, number: 100 } as const;

/** How long a cell's text may be. */
export function lengthOf(cell: string): number {
	const first = cell.split(SEPARATOR)[0]!;
	if (['achievements', 'challenges', 'next'].includes(first)) return LENGTHS.words;
	return ['nothing', 'no_evidence', 'why'].includes(first) ? LENGTHS.reason : LENGTHS.number;
}
