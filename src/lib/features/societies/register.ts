import type { Filter } from '#lib/kpi/filter.ts';

/**
 * The register is read as of today unless a period of one's own is named, then as of its last day: the default
 * period ends with the last complete month, and a society entered yesterday belongs on today's list.
 */
export function registerFilter(filter: Filter, today: string): Filter {
	if (filter.preset === 'custom' || filter.preset === 'lastyear') return filter;
	const month = today.slice(0, 7);
	return { ...filter, preset: 'custom', from: month, to: month };
}
