import { sortFigures, type CutDim } from '#lib/kpi/breakdown.ts';
import { monthsBefore } from '#lib/kpi/compare.ts';
import type { Ask, Figure, Kpi } from '#lib/kpi/define.ts';
import type { Filter } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { addMonths, monthCount, monthsBetween } from '#lib/platform/clock.ts';
import { askBefore, shiftFor } from './compared.server.ts';
import type { BreakdownLine, Trend } from './evidence.server.ts';
import { listReferences } from './references.server.ts';

/** Months a trend shows at least, and at most. */
const TREND_MONTHS = 12;
const LONGEST_TREND = 60;

/** The values of a breakdown's compared months, by code; a month stands under the one it is compared with. */
async function priorOf(kpi: Kpi, ask: Ask, cut: CutDim, anchor: string): Promise<Map<string, number | null>> {
	const shift = shiftFor(ask.filter, anchor);
	if (shift === null) return new Map();
	const before =
		cut === 'month'
			? { ...ask, filter: monthsBefore(ask.filter, shift) }
			: (askBefore(kpi, ask, anchor) ?? ask);
	const codeOf = ({ keys }: Figure) => (cut === 'month' ? addMonths(keys[0]!, shift) : keys[0]!);
	return new Map((await readKpi(kpi, before, [cut])).map((figure) => [codeOf(figure), figure.value]));
}

/** A measure by one dimension, each line beside what it is compared with. */
export async function readGroups(kpi: Kpi, ask: Ask, cut: CutDim, anchor: string): Promise<BreakdownLine[]> {
	const references = await listReferences(ask.db);
	const names = cut === 'month' ? undefined : new Map(references[cut].map((r) => [r.code, r]));
	const figures = sortFigures(await readKpi(kpi, ask, [cut]), [cut], references);
	const prior = await priorOf(kpi, ask, cut, anchor);
	return figures.map((figure) => {
		const code = figure.keys[0]!;
		const name = names?.get(code);
		const line = { code, figure, prior: prior.get(code) ?? null };
		return { ...line, ...(name && { name: { ar: name.ar, en: name.en } }) };
	});
}

/** A measure month by month up to the filter's end, with what each month is compared with. */
export async function readTrend(kpi: Kpi, ask: Ask, anchor: string): Promise<Trend> {
	const { filter, today } = ask;
	const to = filter.to > today.slice(0, 7) ? today.slice(0, 7) : filter.to;
	const months = Math.min(LONGEST_TREND, Math.max(TREND_MONTHS, monthCount(filter.from, to)));
	const from = addMonths(to, 1 - months);
	const read = async (asked: Filter) =>
		new Map((await readKpi(kpi, { ...ask, filter: asked }, ['month'])).map((f) => [f.keys[0]!, f.value]));
	const span: Filter = { ...filter, preset: 'custom', from, to };
	const shift = shiftFor(filter, anchor);
	const now = await read(span);
	const before = shift === null ? new Map<string, number | null>() : await read(monthsBefore(span, shift));
	const shown = monthsBetween(from, to);
	return {
		months: shown,
		values: shown.map((month) => now.get(month) ?? null),
		prior: shown.map((month) => (shift === null ? null : (before.get(addMonths(month, -shift)) ?? null))),
		shift,
	};
}
