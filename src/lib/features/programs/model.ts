import { MOST_SHOWN } from '#lib/kpi/targets.ts';

/** What the owner of a program can say of it. */
export const JUDGEMENTS = ['on_track', 'at_risk', 'off_track'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];
/** The longest sentence of a judgement, in characters. */
export const NOTE_LENGTH = 300;

/** Attainment from which a program can be on track, in percent. */
export const TRACK_ATTAINMENT = 90;
/** Share of its due reports that a program must have handed in to be on track, in percent. */
export const TRACK_COVERAGE = 80;

/** Reached of expected in percent, as far as screens show it; null where either is unknown or nothing was expected. */
export function shownShare(reached: number | null, expected: number | null): number | null {
	if (reached === null || !expected) return null;
	return Math.min(MOST_SHOWN, (100 * reached) / expected);
}

/** What the figures of a running program say, whatever its owner thinks; unknown is never good. */
export function arithmeticOf(track: {
	readonly expected: number | null;
	readonly reached: number | null;
	readonly due: number;
	readonly received: number;
}): 'ok' | 'risk' | 'missing' | 'unknown' {
	const { expected, reached, due, received } = track;
	if (!expected || !due) return 'unknown';
	if (100 * received < TRACK_COVERAGE * due) return 'missing';
	return reached !== null && 100 * reached >= TRACK_ATTAINMENT * expected ? 'ok' : 'risk';
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
