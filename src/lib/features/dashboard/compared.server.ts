import { monthsBefore, shiftOf } from '#lib/kpi/compare.ts';
import type { Ask, Kpi } from '#lib/kpi/define.ts';
import { comparable, type Filter } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { addMonths, lastDayOf } from '#lib/platform/clock.ts';

/** The compared months of a period, from and to; null when nothing is compared. */
export type Window = readonly [from: string, to: string];

/** A day some months earlier; what the shorter month does not have becomes its last day. */
function dayBefore(day: string, shift: number): string {
	const month = addMonths(day.slice(0, 7), -shift);
	const last = lastDayOf(month);
	const same = `${month}${day.slice(7)}`;
	return same < last ? same : last;
}

/** By how many months the comparison of a filter lies earlier; null when nothing is compared. */
export function shiftFor(filter: Filter, anchor: string): number | null {
	return shiftOf(comparable(filter, anchor));
}

/** The months a filter is compared with, as far as its own reports have fallen due. */
export function windowFor(filter: Filter, anchor: string): Window | null {
	const shift = shiftFor(filter, anchor);
	if (shift === null) return null;
	const { from, to } = monthsBefore(comparable(filter, anchor), shift);
	return [from, to];
}

/**
 * What a measure is asked for its comparison; null when nothing is compared. Months: as far as the filter's reports
 * have fallen due, or an unfinished year would look like a fall. A day: the same day so many months earlier.
 * `opens`: whether the evidence of those months says exactly this (a day within a month is none of its months).
 */
export function askBefore(kpi: Kpi, ask: Ask, anchor: string): (Ask & { readonly opens: boolean }) | null {
	const shift = shiftFor(ask.filter, anchor);
	if (shift === null) return null;
	if (kpi.moment === 'period') {
		return { ...ask, filter: monthsBefore(comparable(ask.filter, anchor), shift), opens: true };
	}
	const day = dayBefore(momentOf(ask.filter, ask.today), shift);
	const month = day.slice(0, 7);
	const filter: Filter = { ...ask.filter, preset: 'custom', from: month, to: month };
	return { ...ask, filter, today: day, opens: day === lastDayOf(month) };
}
