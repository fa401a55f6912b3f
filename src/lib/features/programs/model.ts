import { monthCount } from '#lib/platform/clock.ts';

/** A program's person target of a calendar year. */
export interface YearTarget {
	readonly year: number;
	readonly people: number;
}

/**
 * The people a program should have reached over months `from` to `to`: each year's target in twelfths (a linear
 * path; the program states no other). Undefined when no year of the period has a target.
 */
export function targetOver(targets: readonly YearTarget[], from: string, to: string): number | undefined {
	const parts = targets.flatMap(({ year, people }) => {
		const start = from > `${year}-01` ? from : `${year}-01`;
		const end = to < `${year}-12` ? to : `${year}-12`;
		return start <= end ? [(people * monthCount(start, end)) / 12] : [];
	});
	return parts.length ? parts.reduce((sum, part) => sum + part, 0) : undefined;
}

/** An indicator's standing in thousandths of its unit. */
export interface Measured {
	readonly direction: 'increase' | 'reduce';
	readonly targetMilli: number | null;
	readonly resultMilli: number | null;
}

/** Whether a result meets its target; undefined when either is unknown, which is never good. */
export function meetsTarget({ direction, targetMilli, resultMilli }: Measured): boolean | undefined {
	if (targetMilli === null || resultMilli === null) return undefined;
	return direction === 'increase' ? resultMilli >= targetMilli : resultMilli <= targetMilli;
}
