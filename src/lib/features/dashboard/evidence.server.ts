import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { cutsOf, sortFigures, type CutDim } from '#lib/kpi/breakdown.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import type { Ask, Figure, Kpi, Unit } from '#lib/kpi/define.ts';
import { openFilter, yearBefore, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { askFor, ignoredDims, momentOf, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { readThresholds } from '#lib/kpi/settings.server.ts';
import { addMonths, monthCount, monthsBetween } from '#lib/platform/clock.ts';
import { missing } from '#lib/platform/errors.ts';
import { PAGE_SIZE } from '#lib/tables/query.ts';
import { askYearBefore } from './compared.server.ts';
import { readSubjects, type Subjects } from './filters.server.ts';
import { listOf, listsOf } from './lists.ts';
import { changeOf, healthOf, type Change, type Health } from './model.ts';
import { listReferences } from './references.server.ts';
import { KPIS, kpiById } from './registry.server.ts';

/** Months a trend shows at least, and at most. */
const TREND_MONTHS = 12;
const LONGEST_TREND = 60;

/** What a person reads about a measure; the same words in the dictionary. */
export interface Definition extends Pick<
	Kpi,
	'id' | 'label' | 'help' | 'formula' | 'version' | 'since' | 'unit' | 'better' | 'moment' | 'whenEmpty'
> {
	readonly cuts: readonly CutDim[];
}

/** The declared part of a measure, without its row sets. */
export function definitionOf(kpi: Kpi): Definition {
	const { id, label, help, formula, version, since, unit, better, moment, whenEmpty } = kpi;
	const possible = cutsOf(kpi);
	const cuts = kpi.cuts.flatMap((cut) => possible.find((dim) => dim === cut) ?? []);
	return { id, label, help, formula, version, since, unit, better, moment, whenEmpty, cuts };
}

/** A figure with what it is compared against. */
export interface Standing {
	readonly figure: Figure;
	/** The same months a year before; null when nothing is known of them. */
	readonly prior: number | null;
	/** The months that `prior` speaks of. */
	readonly compared: readonly [from: string, to: string];
	readonly change?: Change;
	readonly threshold?: number;
	readonly health?: Health;
	/** Active filters this measure does not know. */
	readonly ignored: readonly Dim[];
}

async function readStanding(kpi: Kpi, ask: Ask, anchor: string): Promise<Standing> {
	const figure = await readOne(kpi, ask);
	const before = askYearBefore(kpi, ask, anchor);
	const prior = (await readOne(kpi, before)).value;
	const change = changeOf(kpi.unit, figure.value, prior);
	const threshold = (await readThresholds(ask.db, ask.today)).get(kpi.id);
	const health = kpi.unit === 'percent' ? healthOf(figure.value, threshold) : undefined;
	return {
		figure,
		prior,
		compared: [before.filter.from, before.filter.to],
		ignored: ignoredDims(kpi, ask.filter),
		...(change && { change }),
		...(threshold && kpi.unit === 'percent' && { threshold: threshold.good }),
		...(health && { health }),
	};
}

export interface KpiLine extends Standing {
	readonly kpi: Definition;
	readonly asOf: string;
}

/** Every measure with its present figure. */
export const readMeasures = defineQuery<Filter, { lines: readonly KpiLine[]; subjects: Subjects }>({
	action: 'kpi.read',
	probe: ({ societyId }) => openFilter({ from: '2026-01', to: '2026-03', society: societyId }),
	async run(ctx, scope, filter) {
		const subjects = await readSubjects(ctx, scope, filter);
		const anchor = await latestMonth(ctx.db, ctx.today);
		const lines: KpiLine[] = [];
		for (const kpi of KPIS) {
			const standing = await readStanding(kpi, { db: ctx.db, scope, filter, today: ctx.today }, anchor);
			lines.push({ kpi: definitionOf(kpi), asOf: asOf(kpi, filter, ctx.today), ...standing });
		}
		return { lines, subjects };
	},
});

function asOf(kpi: Kpi, filter: Filter, today: string): string {
	return kpi.moment === 'date' ? momentOf(filter, today) : today;
}

export interface EvidenceAsk {
	readonly kpi: string;
	readonly filter: Filter;
	/** Empty for the measure's first cut. */
	readonly by: string;
	/** Which rows; empty for the numerator's. */
	readonly list: string;
	/** Key after which the page of rows begins; empty for the first page. */
	readonly after: string;
}

/** One line of the breakdown. */
export interface BreakdownLine {
	readonly code: string;
	/** Names of the code; absent for a month. */
	readonly name?: Text;
	readonly figure: Figure;
}

/** One list of rows behind the figure: how many, and what they add up to. */
export interface ListCount {
	readonly id: string;
	readonly label: Text;
	readonly unit: Unit;
	readonly rows: number;
	readonly value: number;
}

export interface Trend {
	/** Oldest first. */
	readonly months: readonly string[];
	readonly values: readonly (number | null)[];
	/** A year before each. */
	readonly prior: readonly (number | null)[];
}

export interface Evidence extends KpiLine {
	readonly subjects: Subjects;
	readonly by: CutDim;
	readonly groups: readonly BreakdownLine[];
	readonly trend: Trend;
	readonly lists: readonly ListCount[];
	/** The list whose rows are shown. */
	readonly list: string;
	readonly tableId: string;
	readonly rows: readonly unknown[];
	/** Key of the next page of rows. */
	readonly next: string | null;
}

/** A measure with everything it stands on: definition, parts, breakdown, months, and the rows themselves. */
export const readEvidence = defineQuery<EvidenceAsk, Evidence>({
	action: 'kpi.read',
	probe: ({ societyId }) => ({
		kpi: 'K-B7',
		filter: openFilter({ from: '2026-01', to: '2026-12', society: societyId }),
		by: '',
		list: '',
		after: '',
	}),
	async run(ctx, scope, { kpi: id, filter, by, list, after }) {
		const kpi = kpiById(id);
		if (!kpi) throw missing();
		const chosen = list || 'numerator';
		const set = listOf(kpi, chosen);
		if (!set) throw missing();
		const subjects = await readSubjects(ctx, scope, filter);
		const ask: Ask = { db: ctx.db, scope, filter, today: ctx.today };
		const definition = definitionOf(kpi);
		const cut =
			definition.cuts.find((dim) => dim === by) ?? definition.cuts.find((dim) => dim !== 'month') ?? 'month';
		const page = await set.page(askFor(kpi, ask), after || undefined, PAGE_SIZE);
		return {
			kpi: definition,
			asOf: asOf(kpi, filter, ctx.today),
			...(await readStanding(kpi, ask, await latestMonth(ctx.db, ctx.today))),
			subjects,
			by: cut,
			groups: await readGroups(kpi, ask, cut),
			trend: await readTrend(kpi, ask),
			lists: await readListCounts(kpi, ask),
			list: chosen,
			tableId: set.table.id,
			rows: page.rows,
			next: page.next === undefined ? null : String(page.next),
		};
	},
});

async function readGroups(kpi: Kpi, ask: Ask, cut: CutDim): Promise<BreakdownLine[]> {
	const references = await listReferences(ask.db);
	const names = cut === 'month' ? undefined : new Map(references[cut].map((r) => [r.code, r]));
	const figures = sortFigures(await readKpi(kpi, ask, [cut]), [cut], references);
	return figures.map((figure) => {
		const code = figure.keys[0]!;
		const name = names?.get(code);
		return { code, figure, ...(name && { name: { ar: name.ar, en: name.en } }) };
	});
}

async function readTrend(kpi: Kpi, ask: Ask): Promise<Trend> {
	const { filter, today } = ask;
	const to = filter.to > today.slice(0, 7) ? today.slice(0, 7) : filter.to;
	const months = Math.min(LONGEST_TREND, Math.max(TREND_MONTHS, monthCount(filter.from, to)));
	const from = addMonths(to, 1 - months);
	const read = async (asked: Filter) =>
		new Map((await readKpi(kpi, { ...ask, filter: asked }, ['month'])).map((f) => [f.keys[0]!, f.value]));
	const span: Filter = { ...filter, preset: 'custom', from, to };
	const now = await read(span);
	const before = await read(yearBefore(span));
	const shown = monthsBetween(from, to);
	return {
		months: shown,
		values: shown.map((month) => now.get(month) ?? null),
		prior: shown.map((month) => before.get(addMonths(month, -12)) ?? null),
	};
}

async function readListCounts(kpi: Kpi, ask: Ask): Promise<ListCount[]> {
	const counts: ListCount[] = [];
	for (const { id, set } of listsOf(kpi)) {
		const [sum] = await set.sum(askFor(kpi, ask), []);
		counts.push({ id, label: set.label, unit: set.unit, rows: sum?.rows ?? 0, value: sum?.value ?? 0 });
	}
	return counts;
}
