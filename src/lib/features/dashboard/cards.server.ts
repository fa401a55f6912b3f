import { isRated, type Ask, type Kpi } from '#lib/kpi/define.ts';
import { comparable, unappliedDims } from '#lib/kpi/filter.ts';
import { ignoredDims, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { readCoverageSeries, readNotes } from './coverage.server.ts';
import { askBefore, shiftFor, windowFor } from './compared.server.ts';
import { readThresholds, subjectOf, type Subject, type Thresholds } from '#lib/kpi/settings.server.ts';
import type { Role } from '#lib/platform/context.ts';
import {
	BUDGET_DIMS, readBudgetGoal, readOwnGoal, readPeopleGoal, readShareTarget, TARGET_DIMS,
} from './goals.server.ts'; // prettier-ignore
import { changeOf, COVERAGE_LIMIT, healthOf, type Card } from './model.ts';
import { measure } from './measure.server.ts';
import { readSeries, SPARK, seriesOf, sparkOf, type Series } from './series.server.ts';

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

/** A percentage beside its target, or beside the threshold from which it is good. */
async function withThreshold(card: Card, { due, thresholds, subject }: Reading): Promise<Card> {
	const threshold = thresholds.get(card.id);
	const health = healthOf(card.better, card.value, threshold);
	const aim = (await readShareTarget(card.id, subject, due)) ?? threshold?.good;
	return { ...card, ...(aim !== undefined && { threshold: aim }), ...(health && { health }) };
}

/** The share of the reports due that are in the figures, of the weaker of the two years; undefined when none were due. */
function coverageOf(counted: Series, ask: Ask, anchor: string): number | undefined {
	const before = windowFor(ask.filter, anchor);
	const shares = [[ask.filter.from, ask.filter.to] as const, ...(before ? [before] : [])]
		.map(([from, to]) => counted.over(from, to).value)
		.filter((share) => share !== null);
	return shares.length ? Math.min(...shares) : undefined;
}

/** A measure of a day: its last months are read at their ends, one by one; an earlier year's line would cost as many again. */
async function readDateCard(kpi: Kpi, ask: Ask, anchor: string): Promise<Card> {
	const { filter } = ask;
	const spark = { ...filter, preset: 'custom' as const, from: addMonths(filter.to, 1 - SPARK) };
	const figures = await readKpi(kpi, { ...ask, filter: spark }, ['month']);
	const series = seriesOf(kpi, figures);
	const now = await readOne(kpi, ask);
	const before = askBefore(kpi, ask, anchor);
	const prior = before && (await readOne(kpi, before)).value;
	const single = plainCard(kpi, { ...ask, filter: { ...filter, from: filter.to } }, series, anchor);
	const change = changeOf(kpi.unit, now.value, prior);
	const { change: _monthly, ...rest } = single;
	return {
		...rest,
		sparkPrior: [],
		value: now.value,
		prior,
		priorOpens: before?.opens ?? false,
		numerator: now.numerator,
		denominator: now.denominator,
		rows: now.numeratorRows,
		...(change && { change }),
	};
}

/** What every card is read with. */
interface Reading {
	readonly ask: Ask;
	/** The ask as far as its reports have fallen due: goals are held against no more. */
	readonly due: Ask;
	readonly anchor: string;
	readonly thresholds: Thresholds;
	readonly subject: Subject;
	readonly coverage: number | undefined;
	/** Series that other parts of the page have read already. */
	readonly known: ReadonlyMap<string, Series>;
}

async function readPeriodCard(kpi: Kpi, reading: Reading): Promise<Card> {
	const { ask, anchor, coverage, known } = reading;
	const series = known.get(kpi.id) ?? (await readSeries(kpi, ask));
	const card = plainCard(kpi, ask, series, anchor);
	if (isRated(kpi)) return withThreshold(card, reading);
	const told = withCoverage(card, coverage);
	if (kpi.unit === 'money_per_person') {
		const { numeratorRows, denominatorRows } = series.over(ask.filter.from, ask.filter.to);
		return withStated(told, numeratorRows, denominatorRows ?? 0);
	}
	return withGoal(told, reading);
}

const goalDims = (id: string) => (id === 'K-O8' ? BUDGET_DIMS : TARGET_DIMS);

/** A sum beside what it should be: a target of its own, else the programs' targets or budgets added up. */
async function withGoal(card: Card, { due, subject, thresholds }: Reading): Promise<Card> {
	if (card.value === null) return card;
	const programs = { 'K-B7': readPeopleGoal, 'K-O8': readBudgetGoal }[card.id];
	const goal = (await readOwnGoal(card.id, card.value, subject, due)) ?? (await programs?.(due));
	const health =
		goal &&
		card.id !== 'K-O8' &&
		healthOf(card.better, (100 * goal.actual) / goal.expected, thresholds.get(card.id));
	return {
		...card,
		...(programs && { unsplit: unappliedDims(due.filter, goalDims(card.id)) }),
		...(goal && { goal }),
		...(health && { health }),
	};
}

/** The measures each role begins with, six each; everybody else sees what the leadership sees. */
const OF_ROLE: Partial<Record<Role, readonly string[]>> = {
	leadership: ['K-B7', 'K-O5', 'K-O4', 'K-D1', 'K-O8', 'K-O10'],
	officer: ['K-D1', 'K-D2', 'K-D4', 'K-O5', 'K-B7', 'K-O11'],
	society: ['K-B7', 'K-O4', 'K-O5', 'K-D2', 'K-O8', 'K-O9'],
	auditor: ['K-D1', 'K-D2', 'K-R3', 'K-B7', 'K-O8', 'K-O5'],
};

/** Measures whose totals stand elsewhere on the page, whoever looks. */
const TOTALS = ['K-B7', 'K-O8', 'K-O10'];

/**
 * Measures as cards, each once and in this order. Comparisons and goals end with `anchor`, the newest month whose
 * reports have fallen due; `known` are series that were read already.
 */
export async function readMeasures(
	ask: Ask,
	ids: readonly string[],
	anchor: string,
	known: ReadonlyMap<string, Series> = new Map(),
): Promise<Card[]> {
	const reporting = await readSeries(measure('K-D1'), ask);
	const counted = await readCoverageSeries(ask);
	const { numerator: n, denominator: of } = counted.over(ask.filter.from, ask.filter.to);
	const subject = await subjectOf(ask.db, ask.scope, ask.filter);
	const reading: Reading = {
		ask,
		due: { ...ask, filter: comparable(ask.filter, anchor) },
		anchor,
		subject,
		thresholds: await readThresholds(ask.db, ask.today, subject),
		coverage: coverageOf(counted, ask, anchor),
		known: new Map([...known, ['K-D1', reporting]]),
	};
	const cards: Card[] = [];
	for (const id of new Set(ids)) {
		const kpi = measure(id);
		const isDate = kpi.moment === 'date' || kpi.figures !== undefined;
		const card = isDate
			? await withThreshold(await readDateCard(kpi, ask, anchor), reading)
			: await readPeriodCard(kpi, reading);
		cards.push({ ...card, ...(await readNotes(kpi, ask, of ? { n, of } : undefined)) });
	}
	return cards;
}

/**
 * The cards of a role's first page, and the totals its other parts repeat; the reach comes in already read, since the
 * chart shows it too.
 */
export async function readCards(
	ask: Ask,
	reach: Series,
	anchor: string,
	role: Role,
): Promise<{ cards: Card[]; totals: Card[] }> {
	const ids = OF_ROLE[role] ?? OF_ROLE.leadership!;
	const all = await readMeasures(ask, [...ids, ...TOTALS], anchor, new Map([['K-B7', reach]]));
	const read = new Map(all.map((card) => [card.id, card]));
	return { cards: ids.map((id) => read.get(id)!), totals: TOTALS.map((id) => read.get(id)!) };
}
