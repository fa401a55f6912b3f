import type { Kpi, RowSet } from '#lib/kpi/define.ts';

/** A list of rows behind a measure, by the name it has in addresses. */
export interface NamedList {
	readonly id: string;
	readonly set: RowSet;
}

/** The lists of a measure: its numerator, its denominator when it has one, and what else belongs to its evidence. */
export function listsOf(kpi: Kpi): NamedList[] {
	return [
		{ id: 'numerator', set: kpi.numerator },
		...(kpi.denominator ? [{ id: 'denominator', set: kpi.denominator }] : []),
		...(kpi.also ?? []).map((set) => ({ id: set.id, set })),
	];
}

/** The rows of that list, or undefined when the measure has no such list. */
export function listOf(kpi: Kpi, id: string): RowSet | undefined {
	return listsOf(kpi).find((list) => list.id === id)?.set;
}
