import { monthCount } from '../platform/clock.ts';

/** How a year's target is spread: evenly, or by twelve monthly shares in thousandths. */
export const PROFILES = ['linear', 'seasonal', 'stepped'] as const;
export type Profile = (typeof PROFILES)[number];

/** A target of one calendar year; `value` is in the measure's own unit. */
export interface YearTarget {
	readonly year: number;
	readonly value: number;
	readonly profile: Profile;
	/** January to December in thousandths; null for the even path. */
	readonly shares: readonly number[] | null;
}

/** Months of a calendar year within a period: from the first to the last, 1 to 12; undefined when it has none. */
function monthsOfYear(year: number, from: string, to: string): { first: number; last: number } | undefined {
	const start = from > `${year}-01` ? from : `${year}-01`;
	const end = to < `${year}-12` ? to : `${year}-12`;
	if (start > end) return undefined;
	return { first: Number(start.slice(5)), last: Number(end.slice(5)) };
}

/**
 * What is expected from January up to the end of a month (0: nothing yet, 12: the whole), rounded to whole units. A
 * quarterly report tells of its quarter in the last month, so the expectation waits for it too.
 */
export function expectedUpTo({ value, shares }: YearTarget, upTo: number, isQuarterly = false): number {
	const month = isQuarterly ? 3 * Math.floor(upTo / 3) : upTo;
	if (!shares) return Math.round((value * month) / 12);
	const sum = (list: readonly number[]) => list.reduce((total, share) => total + share, 0);
	const whole = sum(shares);
	return whole ? Math.round((value * sum(shares.slice(0, month))) / whole) : 0;
}

/**
 * What targets expect over months `from` to `to`: each year's by its own profile. Rounded at the months' ends, so that
 * months always add up to their year. Undefined when no year of the period has a target.
 */
export function expectedOver(
	targets: readonly YearTarget[],
	from: string,
	to: string,
	isQuarterly = false,
): number | undefined {
	const parts = targets.flatMap((target) => {
		const months = monthsOfYear(target.year, from, to);
		if (!months) return [];
		const upTo = (month: number) => expectedUpTo(target, month, isQuarterly);
		return [upTo(months.last) - upTo(months.first - 1)];
	});
	return parts.length ? parts.reduce((total, part) => total + part, 0) : undefined;
}

/** The whole of the targets whose years the period touches. */
export function wholeOf(targets: readonly YearTarget[], from: string, to: string): number {
	return targets
		.filter(({ year }) => monthsOfYear(year, from, to))
		.reduce((total, { value }) => total + value, 0);
}

/** Every calendar year that months `from` to `to` touch, with its first and last month of them. */
export function yearsWithin(from: string, to: string): { year: number; first: number; last: number }[] {
	if (from > to) return [];
	const first = Number(from.slice(0, 4));
	const count = Math.floor((monthCount(`${first}-01`, to) - 1) / 12) + 1;
	return Array.from({ length: count }, (_, i) => ({
		year: first + i,
		...monthsOfYear(first + i, from, to)!,
	}));
}

/** Attainment on a screen ends here; files and rows behind a figure keep the exact one. */
export const MOST_SHOWN = 150;

/**
 * How far a result has come towards what is expected by now, in percent. An amount that should fall is measured by its
 * way down from the baseline. Null when nothing was expected yet, or the way is not known.
 */
export function attainmentOf(
	direction: 'increase' | 'reduce',
	actual: number | null,
	expected: number | null,
	baseline: number | null,
): number | null {
	if (actual === null || expected === null) return null;
	if (direction === 'increase') return expected > 0 ? (100 * actual) / expected : null;
	if (baseline === null || baseline <= expected) return null;
	return (100 * (baseline - actual)) / (baseline - expected);
}
