import { parseAsOf, type AsOf } from '#lib/kpi/known.ts';

/** A day of the past in a filter, in the time zone of both packs' countries. */
export function asOfDay(on: string): AsOf {
	const asOf = parseAsOf(() => [on], { today: '2199-12-31', timeZone: 'Asia/Bahrain' }, []);
	if (!asOf) throw new Error(`${on} is not a day`);
	return asOf;
}
