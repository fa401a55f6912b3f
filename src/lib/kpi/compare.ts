import { middleOfRamadan } from '../i18n/calendar.ts';
import { addMonths, monthCount } from '../platform/clock.ts';
import type { Filter } from './filter.ts';

/** The months a Ramadan's middle lies in, as whole months from one Hijri year's to the other's: 12, or 11 where it slips. */
function ramadanShift({ from, to }: Filter): number | null {
	for (let year = Number(to.slice(0, 4)); year >= Number(from.slice(0, 4)); year--) {
		for (const { hijriYear, month } of middleOfRamadan(year).toReversed()) {
			if (month < from || month > to) continue;
			const before = [...middleOfRamadan(year - 1), ...middleOfRamadan(year)].find(
				(other) => other.hijriYear === hijriYear - 1,
			);
			if (before) return monthCount(before.month, month) - 1;
		}
	}
	return null;
}

/**
 * By how many months the compared window lies earlier; null for no comparison. The same Ramadan moves the window so
 * that the month with Ramadan's middle meets the one of the Hijri year before; without a Ramadan in it that is the
 * same months a year before. A filter is first cut to what can fairly be compared, see `comparable`.
 */
export function shiftOf(filter: Filter): number | null {
	switch (filter.compare ?? 'year') {
		case 'none':
			return null;
		case 'previous':
			return monthCount(filter.from, filter.to);
		case 'ramadan':
			return ramadanShift(filter) ?? 12;
		case 'year':
			return 12;
	}
}

/** The filter's months as many months earlier. */
export function monthsBefore(filter: Filter, shift: number): Filter {
	return {
		...filter,
		preset: 'custom',
		from: addMonths(filter.from, -shift),
		to: addMonths(filter.to, -shift),
	};
}
