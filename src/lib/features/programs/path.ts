import { expectedOver, type YearTarget } from '#lib/kpi/targets.ts';
import { monthsBetween } from '#lib/platform/clock.ts';

/** A month of a program on its target's path; null where nobody told, or nothing was set. */
export interface PathMonth {
	readonly month: string;
	readonly reached: number | null;
	readonly expected: number | null;
	/** From the first month of the path up to this one. */
	readonly reachedSoFar: number | null;
	readonly expectedSoFar: number | null;
}

/** What a program reached month by month beside what its targets expect, each year's by its own profile. */
export function pathOf(
	{ from, to }: { readonly from: string; readonly to: string },
	reached: ReadonlyMap<string, number>,
	targets: readonly YearTarget[],
	isQuarterly: boolean,
): PathMonth[] {
	let sum: number | null = null;
	return monthsBetween(from, to).map((month) => {
		const people = reached.get(month) ?? null;
		if (people !== null) sum = (sum ?? 0) + people;
		return {
			month,
			reached: people,
			expected: expectedOver(targets, month, month, isQuarterly) ?? null,
			reachedSoFar: sum,
			expectedSoFar: expectedOver(targets, from, month, isQuarterly) ?? null,
		};
	});
}
