import type { Text } from '#lib/i18n/text.ts';
import type { Kpi } from '#lib/kpi/define.ts';
import { inForce, type Dated } from '#lib/platform/dated.ts';
import { expectedUpTo, type YearTarget } from '#lib/kpi/targets.ts';

/** To whom a setting applies; the narrowest that holds for a society or program wins. */
export const LEVELS = ['country', 'category', 'society', 'program'] as const;
export type Level = (typeof LEVELS)[number];

/** Where a dated row stands today: it holds, will hold, was replaced, or was taken back before it held. */
export type Phase = 'holds' | 'coming' | 'past' | 'withdrawn';

/** Who set a row, when and why; null where the country pack did. */
export interface Trail {
	readonly id: number;
	readonly startsOn: string;
	readonly reason: string | null;
	readonly by: Text | null;
	readonly at: string | null;
	readonly withdrawnAt: string | null;
	readonly phase: Phase;
}

/** How each row stands today; `thing` tells rows about different things apart. */
export function phasesOf<R extends Dated>(
	rows: readonly R[],
	thing: (row: R) => string,
	today: string,
): Map<number, Phase> {
	const phases = new Map<number, Phase>();
	for (const group of Map.groupBy(rows, thing).values()) {
		const now = inForce(group, today);
		for (const row of group) {
			const phase =
				row.withdrawnAt !== null
					? 'withdrawn'
					: row.startsOn > today
						? 'coming'
						: row === now
							? 'holds'
							: 'past';
			phases.set(row.id, phase);
		}
	}
	return phases;
}

export interface Limits {
	readonly good: number;
	readonly watch: number;
}

export type Stand = 'ok' | 'risk' | 'off';

/** A figure against its limits, in the direction in which the measure is good; unknown stands nowhere. */
export function standOf(
	value: number | null,
	limits: Limits | undefined,
	better: Kpi['better'],
): Stand | undefined {
	if (value === null || !limits) return undefined;
	const reaches = (limit: number) => (better === 'down' ? value <= limit : value >= limit);
	if (reaches(limits.good)) return 'ok';
	return reaches(limits.watch) ? 'risk' : 'off';
}

/**
 * A year's target spread over its months, in whole units of the measure: the same arithmetic by which targets to date
 * are reckoned, so the months add up to the year.
 */
export function monthlyPath(target: YearTarget): number[] {
	return Array.from({ length: 12 }, (_, i) => expectedUpTo(target, i + 1) - expectedUpTo(target, i));
}
