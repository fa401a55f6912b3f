import type { Format } from '#lib/i18n/format.ts';
import type { Kpi } from '#lib/kpi/define.ts';
import { MOST_SHOWN } from '#lib/kpi/targets.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Change } from './model.ts';

/** A measure's value in words: money with its sign, percentages with one place, everything else whole. */
export function valueText(format: Format, unit: Kpi['unit'], value: number): string {
	return unit === 'money' || unit === 'money_per_person'
		? format.moneyText(value)
		: bareText(format, unit, value);
}

/** A measure's value beside one that already says its unit: money as digits, percentages with one place, else whole. */
export function bareText(format: Format, unit: Kpi['unit'], value: number): string {
	if (unit === 'money' || unit === 'money_per_person') return format.money(value);
	if (unit === 'percent') return cappedPercent(format, value);
	if (unit === 'ratio') return format.decimal(value, 2);
	if (unit === 'days') return format.decimal(value, Number.isInteger(value) ? 0 : 1);
	if (unit === 'per_10000') return format.decimal(value / 1000, 1);
	return format.integer(unit === 'contacts' ? value / 1000 : value);
}

/** A share as screens show it: attainment beyond a hundred and fifty percent is "more than" that. */
function cappedPercent(format: Format, value: number): string {
	return value > MOST_SHOWN
		? m.overview_more_than({ share: format.percent(MOST_SHOWN, 0) })
		: format.percent(value);
}

/** The size of a change: `12.4%`, or `3.2 points`. */
export function changeText(format: Format, change: Change): string {
	if (change.in === 'percent') return format.percent(change.amount);
	return m.overview_points({ count: change.amount, n: format.decimal(change.amount, 1) });
}

/** A period of comparison: its year when it lies within one, else "a year before". */
export function periodText(format: Format, [from, to]: readonly [string, string]): string {
	return from.slice(0, 4) === to.slice(0, 4) ? format.plain(from.slice(0, 4)) : m.overview_year_before();
}

/** "48,362 people", in the form the number asks for. */
export function peopleText(format: Format, count: number): string {
	return m.overview_people({ count, n: format.integer(count) });
}

/** A value and its limit on a bar of a hundred: a ratio is whole at one, days fill it at twice their limit. */
export function meterOf(unit: Kpi['unit'], value: number, limit: number): { share: number; mark: number } {
	const scale = unit === 'ratio' ? 100 : unit === 'days' ? 50 / (limit || 1) : 1;
	return { share: scale * value, mark: scale * limit };
}
