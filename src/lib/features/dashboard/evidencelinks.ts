import { filterQuery, type Filter } from '#lib/kpi/filter.ts';
import type { CutDim } from '#lib/kpi/breakdown.ts';
import { withParams } from '#lib/tables/query.ts';
import type { Locale } from '#lib/i18n/text.ts';

/** The evidence page with its breakdown and list kept; `change` narrows or widens the filter. */
export function pageHref(
	kpi: string,
	filter: Filter,
	by: string,
	list: string,
	change: Partial<Filter> = {},
): string {
	return withParams(`/kpis/${kpi}${filterQuery(filter, change)}`, {
		by,
		list: list === 'numerator' ? '' : list,
	});
}

/** The page at one of its lists of rows; `after` are the keys of the pages before. */
export function rowsHref(
	kpi: string,
	filter: Filter,
	by: string,
	list: string,
	after: readonly string[] = [],
): string {
	return `${withParams(pageHref(kpi, filter, by, list), { after: after.join(',') })}#rows`;
}

/** The filter narrowed to one line of a breakdown, or widened again when it is that line already. */
export function narrowed(
	filter: Filter,
	dim: CutDim,
	code: string,
): { change: Partial<Filter>; isActive: boolean } {
	if (dim === 'month') return { change: { preset: 'custom', from: code, to: code }, isActive: false };
	const isActive = filter[dim].length === 1 && filter[dim][0] === code;
	return { change: { [dim]: isActive ? [] : [code] }, isActive };
}

/** The figures of a breakdown, or the rows of a list, as CSV. */
export function fileHref(
	kpi: string,
	filter: Filter,
	what: { by: string } | { rows: string },
	lang: Locale,
): string {
	return withParams(`/exports/kpis/${kpi}.csv${filterQuery(filter)}`, { ...what, lang });
}

/** Breakdown and list, which a new filter must not lose. */
export function barKeep(by: string, list: string): Record<string, string> {
	return { by, ...(list === 'numerator' ? {} : { list }) };
}

const KEY = /^[\w.-]{1,40}$/;
/** Pages of rows one can walk back through; whoever needs more takes the file. */
const LONGEST_TRAIL = 200;

/** The keys of the pages before the present one, as the address names them; anything odd means the first page. */
export function readTrail(after: string): string[] {
	const keys = after ? after.split(',') : [];
	return keys.length <= LONGEST_TRAIL && keys.every((key) => KEY.test(key)) ? keys : [];
}
