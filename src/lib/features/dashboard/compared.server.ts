import type { Ask, Kpi } from '#lib/kpi/define.ts';
import { comparable, yearBefore, type Filter } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { addMonths, lastDayOf } from '#lib/platform/clock.ts';

/** A day one year earlier; 29 February becomes the 28th. */
function dayYearBefore(day: string): string {
	const month = addMonths(day.slice(0, 7), -12);
	const last = lastDayOf(month);
	const same = `${month}${day.slice(7)}`;
	return same < last ? same : last;
}

/**
 * What a measure is asked for the comparison with the year before. Months: the same ones, as far as this year's
 * reports have fallen due, or an unfinished year would look like a fall. A day: the same day a year earlier.
 */
export function askYearBefore(kpi: Kpi, ask: Ask, anchor: string): Ask {
	if (kpi.moment === 'period') return { ...ask, filter: yearBefore(comparable(ask.filter, anchor)) };
	const day = dayYearBefore(momentOf(ask.filter, ask.today));
	const month = day.slice(0, 7);
	const filter: Filter = { ...ask.filter, preset: 'custom', from: month, to: month };
	return { ...ask, filter, today: day };
}
