import type { Kpi } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Dim } from '#lib/kpi/filter.ts';

/** Under this share of reports received a change is not shown: it would tell of the reporting, not of the work. */
export const COVERAGE_LIMIT = 80;
/** A change smaller than this (percent, or points of a percentage) reads "no change". */
const NEUTRAL_BAND = 1;
/** Segments with a colour of their own in the monthly chart; the rest are one group. */
const CHART_SEGMENTS = 5;

/** A change against the compared period: percent, or points where the figure itself is a percentage. */
export interface Change {
	readonly direction: -1 | 0 | 1;
	/** Size without sign; 0 inside the neutral band. */
	readonly amount: number;
	readonly in: 'percent' | 'points';
}

/** The change between two values; undefined when either is unknown or there is nothing to compare with. */
export function changeOf(unit: Kpi['unit'], value: number | null, prior: number | null): Change | undefined {
	if (value === null || prior === null) return undefined;
	const points = unit === 'percent';
	if (!points && prior === 0) return undefined;
	const change = points ? value - prior : (100 * (value - prior)) / prior;
	const kind = points ? 'points' : 'percent';
	if (Math.abs(change) < NEUTRAL_BAND) return { direction: 0, amount: 0, in: kind };
	return { direction: change > 0 ? 1 : -1, amount: Math.abs(change), in: kind };
}

export type Health = 'ok' | 'risk' | 'off';

/**
 * A share (0-100) against its thresholds, in the direction that is better; unknown, and what has no better direction,
 * has no health and is never shown as good.
 */
export function healthOf(
	better: Kpi['better'],
	share: number | null,
	threshold: { good: number; watch: number } | undefined,
): Health | undefined {
	if (share === null || !threshold || better === 'neutral') return undefined;
	const reaches = (limit: number) => (better === 'down' ? share <= limit : share >= limit);
	if (reaches(threshold.good)) return 'ok';
	return reaches(threshold.watch) ? 'risk' : 'off';
}

/** What a figure should reach: sums over the programs that state one, beside what the same programs did. */
export interface Goal {
	readonly kind: 'target' | 'budget';
	/** `year`: the goal is the calendar year's and `expected` its part to date; `period`: the two are the same. */
	readonly span: 'year' | 'period';
	readonly whole: number;
	readonly expected: number;
	readonly actual: number;
	/** Programs with a goal; one where the goal is that of the whole. */
	readonly programs: number;
}

/** How many of the reports due are in a figure. */
export interface Coverage {
	readonly n: number;
	readonly of: number;
}

/** A KPI card: codes and numbers only. */
export interface Card {
	readonly id: string;
	readonly label: Text;
	readonly unit: Kpi['unit'];
	readonly better: Kpi['better'];
	readonly value: number | null;
	readonly numerator: number;
	readonly denominator: number | null;
	/** Rows behind the numerator, the n of "n of N" for sums. */
	readonly rows: number;
	/** The compared months' value, and whether the evidence of those months says exactly this. */
	readonly prior: number | null;
	readonly priorOpens: boolean;
	/** Absent when there is nothing to compare with; see `withheld`. */
	readonly change?: Change;
	/** Share of reports received, when it is too low to show a change. */
	readonly withheld?: number;
	/** Of a cost: how many of its reports state their spend, when too few do for a comparison. */
	readonly stated?: { readonly reports: number; readonly of: number };
	/** Eight months up to the end of the filter, and the compared ones. */
	readonly spark: readonly (number | null)[];
	readonly sparkPrior: readonly (number | null)[];
	readonly goal?: Goal;
	/** What a percentage should be: its target, else the threshold from which it is good. */
	readonly threshold?: number;
	readonly health?: Health;
	/** Active filters that this figure does not know. */
	readonly ignored: readonly Dim[];
	/** Active filters by which targets and budgets are not told apart, so that there is no goal. */
	readonly unsplit: readonly Dim[];
	/** How many of the reports due are in it; absent where it does not come from reports, or none were expected. */
	readonly coverage?: Coverage;
	/** Of a sum with submitted figures: how much is submitted only; null where nobody told any. */
	readonly waiting?: number | null;
	/** A ratio that holds submitted figures. */
	readonly isMixed?: true;
	/** What of it is known only as it is now, when a day of the past was asked for. */
	readonly undated?: Text;
	readonly whenEmpty: Text;
}

/** Monthly reach: columns of the chart and of its table twin. Null: no data at all for the month. */
export interface ReachByMonth {
	readonly months: readonly string[];
	readonly series: readonly { readonly code: string; readonly values: readonly (number | null)[] }[];
	/** Segments grouped as the last series, in order of size. */
	readonly rest: readonly string[];
	readonly totals: readonly (number | null)[];
	/** What each month is compared with, so many months earlier; null: nothing is compared. */
	readonly prior: readonly (number | null)[];
	readonly shift: number | null;
	readonly total: number;
	/** With submitted figures: what is submitted only, by month; the series then hold the verified. */
	readonly waiting?: readonly (number | null)[];
	readonly coverage?: Coverage;
}

export interface SectorRow {
	readonly code: string;
	readonly people: number;
	/** People in the compared months; null when nothing is compared or known. */
	readonly prior: number | null;
	/** Null when no report states its spend. */
	readonly spendMinor: number | null;
	readonly costMinor: number | null;
}

export interface Place {
	readonly code: string;
	readonly ar: string;
	readonly en: string;
	readonly kind: string;
	readonly people: number;
	/** People reached per 1,000 residents; null without a population figure. */
	readonly perThousand: number | null;
}

/** Reach by place, and the year and source of the population figures. */
export interface Places {
	readonly rows: readonly Place[];
	readonly year: number | null;
	readonly source: string | null;
}

export interface ProgramLine {
	readonly id: number;
	readonly name: Text;
	readonly societyId: number;
	readonly society: Text;
	readonly sector: Text;
	readonly people: number;
	/** Share of the person target to date; null without one. */
	readonly ofTarget: number | null;
	/** Null when no report states its spend. */
	readonly spendMinor: number | null;
	readonly costMinor: number | null;
	readonly judgement: string | null;
	readonly spark: readonly (number | null)[];
}

export interface Overdue {
	readonly societyId: number;
	readonly society: Text;
	readonly reports: number;
	readonly programs: number;
	readonly oldestPeriod: string;
	readonly daysLate: number;
}

export interface BoardEnd {
	readonly societyId: number;
	readonly society: Text;
	/** Null when no term was ever recorded. */
	readonly endsOn: string | null;
	/** Days until the end; negative once it has passed; null when no term was recorded. */
	readonly daysLeft: number | null;
}

/** Which segments get a colour: the largest, in order of size; one left over keeps its own colour too. */
export function chartSegments(totals: ReadonlyMap<string, number>): { shown: string[]; rest: string[] } {
	const sorted = [...totals]
		.filter(([, total]) => total > 0)
		.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	const codes = sorted.map(([code]) => code);
	return { shown: codes.slice(0, CHART_SEGMENTS), rest: codes.slice(CHART_SEGMENTS) };
}

/** Step 1-7 of the intensity ramp between the lowest and the highest of the values. */
export function rampStep(value: number, low: number, high: number): number {
	if (high <= low) return 4;
	return 2 + Math.round((4 * (value - low)) / (high - low));
}
