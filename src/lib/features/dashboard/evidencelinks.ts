import { filterQuery, type Filter } from '#lib/kpi/filter.ts';
import type { CutDim } from '#lib/kpi/breakdown.ts';
import { withParams } from '#lib/tables/query.ts';
import { viewParams, type TableView } from '#lib/tables/view.ts';
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

/** The page at one of its lists of rows. */
export function rowsHref(kpi: string, filter: Filter, by: string, list: string): string {
	return `${pageHref(kpi, filter, by, list)}#rows`;
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

/** Breakdown, list and columns, which a new filter must not lose. */
export function barKeep(by: string, list: string, view: TableView): Record<string, string> {
	const kept = Object.entries(viewParams(view)).filter(([, value]) => value);
	return { by, ...(list === 'numerator' ? {} : { list }), ...Object.fromEntries(kept) };
}
