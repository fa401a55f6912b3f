import { filterQuery, type Dim, type Filter } from '#lib/kpi/filter.ts';
import type { Locale } from '#lib/i18n/text.ts';

function withParams(
	path: string,
	query: string,
	extra: Readonly<Record<string, string | undefined>>,
): string {
	const params = new URLSearchParams(query);
	for (const [name, value] of Object.entries(extra)) if (value !== undefined) params.set(name, value);
	const text = params.toString().replaceAll('%2C', ',');
	return text ? `${path}?${text}` : path;
}

/** The evidence of a measure under a filter; `change` narrows it further, `list` names which rows to open. */
export function evidenceHref(
	kpi: string,
	filter: Filter,
	change: Partial<Filter> = {},
	list?: string,
): string {
	return withParams(`/kpis/${kpi}`, filterQuery(filter, change), { list });
}

/** The CSV of a measure broken down by dimensions: exactly what a chart or table shows. */
export function csvHref(kpi: string, filter: Filter, by: readonly Dim[], locale: Locale): string {
	return withParams(`/exports/kpis/${kpi}.csv`, filterQuery(filter), { by: by.join(','), lang: locale });
}

/** The evidence of one month. */
export function monthHref(kpi: string, filter: Filter, month: string, change: Partial<Filter> = {}): string {
	return evidenceHref(kpi, filter, { ...change, preset: 'custom', from: month, to: month });
}
