import { MOST_SHOWN } from '#lib/kpi/targets.ts';

/** Attainment from which a program can be on track, in percent. */
export const TRACK_ATTAINMENT = 90;
/** Share of its due reports that a program must have handed in to be on track, in percent. */
export const TRACK_COVERAGE = 80;

/** Reached of expected in percent, as far as screens show it; null where either is unknown or nothing was expected. */
export function shownShare(reached: number | null, expected: number | null): number | null {
	if (reached === null || !expected) return null;
	return Math.min(MOST_SHOWN, (100 * reached) / expected);
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
