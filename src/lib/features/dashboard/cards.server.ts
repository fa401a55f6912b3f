import type { Ask, Kpi } from '#lib/kpi/define.ts';
import { comparable, unappliedDims } from '#lib/kpi/filter.ts';
import { monthsBefore } from '#lib/kpi/compare.ts';
import { ignoredDims, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { askBefore, shiftFor, windowFor } from './compared.server.ts';
import { readThresholds, type Thresholds } from '#lib/kpi/settings.server.ts';
import { BUDGET_DIMS, readBudgetGoal, readPeopleGoal, TARGET_DIMS } from './goals.server.ts';
import { changeOf, COVERAGE_LIMIT, healthOf, type Card } from './model.ts';
import { kpiById } from './registry.server.ts';
import { readSeries, SPARK, seriesOf, sparkOf, type Series } from './series.server.ts';

/** A measure that the first page is built of. */
export function measure(id: string): Kpi {
	const kpi = kpiById(id);
	if (!kpi) throw new Error(`${id} is not among the measures`);
	return kpi;
}

function plainCard(kpi: Kpi, ask: Ask, series: Series, anchor: string): Card {
	const { filter } = ask;
	const shift = shiftFor(filter, anchor);
	const before = windowFor(filter, anchor);
	const now = series.over(filter.from, filter.to);
	const prior = before && series.over(...before).value;
	const change = changeOf(kpi.unit, now.value, prior);
	return {
		id: kpi.id,
		label: kpi.label,
		unit: kpi.unit,
		better: kpi.better,
		value: now.value,
		numerator: now.numerator,
		denominator: now.denominator,
		rows: now.numeratorRows,
		prior,
		priorOpens: true,
		...(change && { change }),
		spark: sparkOf(series, filter.to),
		sparkPrior: shift === null ? [] : sparkOf(series, addMonths(filter.to, -shift)),
		ignored: ignoredDims(kpi, filter),
		unsplit: [],
		whenEmpty: kpi.whenEmpty,
	};
}

/** A cost whose reports mostly state no spend reads too low; the card then says how few do, and compares nothing. */
function withStated(card: Card, reports: number, of: number): Card {
	if (card.value === null || 100 * reports >= COVERAGE_LIMIT * of) return card;
	const { change: _withheld, ...rest } = card;
	return { ...rest, stated: { reports, of } };
}

/** A change is not shown where too few of the reports of either year have come. */
function withCoverage(card: Card, coverage: number | undefined): Card {
	if (coverage === undefined || coverage >= COVERAGE_LIMIT) return card;
	const { change: _withheld, ...rest } = card;
	return { ...rest, withheld: coverage };
}

function withThreshold(card: Card, thresholds: Thresholds): Card {
	const threshold = thresholds.get(card.id);
	const health = healthOf(card.value, threshold);
	return { ...card, ...(threshold && { threshold: threshold.good }), ...(health && { health }) };
}

/** The share of reports received, of the weaker of the two years; undefined when none were due. */
function coverageOf(reporting: Series, ask: Ask, anchor: string): number | undefined {
	const before = windowFor(ask.filter, anchor);
	const shares = [[ask.filter.from, ask.filter.to] as const, ...(before ? [before] : [])]
		.map(([from, to]) => reporting.over(from, to).value)
		.filter((share) => share !== null);
	return shares.length ? Math.min(...shares) : undefined;
}

/** A measure of a day: its months are read at their ends, this year's and last year's. */
async function readDateCard(kpi: Kpi, ask: Ask, anchor: string): Promise<Card> {
	const { filter } = ask;
	const spark = { ...filter, preset: 'custom' as const, from: addMonths(filter.to, 1 - SPARK) };
	const figures = await readKpi(kpi, { ...ask, filter: spark }, ['month']);
	const shift = shiftFor(filter, anchor);
	const earlier =
		shift === null ? [] : await readKpi(kpi, { ...ask, filter: monthsBefore(spark, shift) }, ['month']);
	const known = new Set(figures.map(({ keys }) => keys[0]));
	const series = seriesOf(kpi, [...earlier.filter(({ keys }) => !known.has(keys[0]!)), ...figures]);
	const now = await readOne(kpi, ask);
	const before = askBefore(kpi, ask, anchor);
	const prior = before && (await readOne(kpi, before)).value;
	const single = plainCard(kpi, { ...ask, filter: { ...filter, from: filter.to } }, series, anchor);
	const change = changeOf(kpi.unit, now.value, prior);
	const { change: _monthly, ...rest } = single;
	return {
		...rest,
		value: now.value,
		prior,
		priorOpens: before?.opens ?? false,
		numerator: now.numerator,
		denominator: now.denominator,
		rows: now.numeratorRows,
		...(change && { change }),
	};
}

/**
 * The six cards of the first page; the reach comes in already read, since the chart shows it too. Comparisons and
 * goals end with `anchor`, the newest month whose reports have fallen due.
 */
export async function readCards(ask: Ask, reach: Series, anchor: string): Promise<Card[]> {
	const thresholds = await readThresholds(ask.db, ask.today);
	const reporting = await readSeries(measure('K-D1'), ask);
	const coverage = coverageOf(reporting, ask, anchor);
	const due = { ...ask, filter: comparable(ask.filter, anchor) };
	const period = async (id: string, read?: Series) => {
		const kpi = measure(id);
		return withCoverage(plainCard(kpi, ask, read ?? (await readSeries(kpi, ask)), anchor), coverage);
	};
	const people = await period('K-B7', reach);
	const spend = await period('K-O8');
	const costs = await readSeries(measure('K-O10'), ask);
	const told = costs.over(ask.filter.from, ask.filter.to);
	const cost = withStated(await period('K-O10', costs), told.numeratorRows, told.denominatorRows ?? 0);
	const hours = await period('K-O9');
	const target = await readPeopleGoal(due);
	const budget = await readBudgetGoal(due);
	const attained =
		target &&
		people.value !== null &&
		healthOf((100 * target.actual) / target.expected, thresholds.get('K-B7'));
	return [
		{
			...people,
			unsplit: unappliedDims(ask.filter, TARGET_DIMS),
			...(target && people.value !== null && { goal: target }),
			...(attained && { health: attained }),
		},
		{
			...spend,
			unsplit: unappliedDims(ask.filter, BUDGET_DIMS),
			...(budget && spend.value !== null && { goal: budget }),
		},
		cost,
		withThreshold(plainCard(measure('K-D1'), ask, reporting, anchor), thresholds),
		withThreshold(await readDateCard(measure('K-R3'), ask, anchor), thresholds),
		hours,
	];
}
