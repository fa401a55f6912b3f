import { quotient, type Ask, type Figure, type Kpi } from '#lib/kpi/define.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import type { Filter } from '#lib/kpi/filter.ts';
import { addMonths, monthCount, monthsBetween } from '#lib/platform/clock.ts';

/** Months of a sparkline. */
export const SPARK = 8;

/** A measure's months: what each said, and what any stretch of them adds up to. */
export interface Series {
	at(month: string): Figure | undefined;
	/** The months added by their parts; percentages are never averaged. */
	over(from: string, to: string): Omit<Figure, 'keys'>;
}

/** Months as a series; `figures` are keyed by month first and may hold several groups a month. */
export function seriesOf(kpi: Kpi, figures: readonly Figure[]): Series {
	const byMonth = new Map<string, Figure[]>();
	for (const figure of figures) {
		const month = figure.keys[0]!;
		byMonth.set(month, [...(byMonth.get(month) ?? []), figure]);
	}
	const add = (parts: readonly Figure[]) => {
		const sum = (of: (figure: Figure) => number | null) =>
			parts.reduce((total, part) => total + (of(part) ?? 0), 0);
		const sums = {
			numerator: sum((part) => part.numerator),
			denominator: kpi.denominator ? sum((part) => part.denominator) : null,
			numeratorRows: sum((part) => part.numeratorRows),
		};
		return {
			value: quotient(kpi, sums),
			...sums,
			denominatorRows: kpi.denominator ? sum((part) => part.denominatorRows) : null,
		};
	};
	return {
		at: (month) => {
			const parts = byMonth.get(month);
			return parts && { keys: [month], ...add(parts) };
		},
		over: (from, to) => add(monthsBetween(from, to).flatMap((month) => byMonth.get(month) ?? [])),
	};
}

/** The filter widened to the sparkline's months and whatever is compared: one read serves card, chart and comparison. */
export function widened(filter: Filter): Filter {
	const spark = addMonths(filter.to, 1 - SPARK);
	const from = filter.from < spark ? filter.from : spark;
	const earlier = filter.compare === 'previous' ? monthCount(filter.from, filter.to) : 12;
	return { ...filter, preset: 'custom', from: addMonths(from, -earlier), to: filter.to };
}

/** A period measure by month over the widened filter. */
export async function readSeries(kpi: Kpi, ask: Ask): Promise<Series> {
	return seriesOf(kpi, await readKpi(kpi, { ...ask, filter: widened(ask.filter) }, ['month']));
}

/** The last eight months of a series, oldest first; null where nothing is known. */
export function sparkOf(series: Series, to: string): (number | null)[] {
	return monthsBetween(addMonths(to, 1 - SPARK), to).map((month) => series.at(month)?.value ?? null);
}
