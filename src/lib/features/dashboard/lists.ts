import type { Text } from '#lib/i18n/text.ts';
import type { Kpi, RowSet } from '#lib/kpi/define.ts';

/** A list of rows behind a measure, by the name it has in addresses. */
export interface NamedList {
	readonly id: string;
	readonly set: RowSet;
	/** Why these rows stay outside the figure; absent on lists that are part of it. */
	readonly reason?: Text;
}

/** The lists of a measure: its numerator, its denominator when it has one, what else belongs to its evidence, and what stays outside. */
export function listsOf(kpi: Kpi): NamedList[] {
	return [
		{ id: 'numerator', set: kpi.numerator },
		...(kpi.denominator ? [{ id: 'denominator', set: kpi.denominator }] : []),
		...(kpi.also ?? []).map((set) => ({ id: set.id, set })),
		...(kpi.excluded ?? []).map(({ set, reason }) => ({ id: set.id, set, reason })),
	];
}

/** The rows of that list, or undefined when the measure has no such list. */
export function listOf(kpi: Kpi, id: string): RowSet | undefined {
	return listsOf(kpi).find((list) => list.id === id)?.set;
}
