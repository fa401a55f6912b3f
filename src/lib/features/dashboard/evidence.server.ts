import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { cutsOf, type CutDim } from '#lib/kpi/breakdown.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import {
	isRated,
	kpiDims,
	type Ask,
	type Figure,
	type Kpi,
	type RowSet,
	type Unit,
} from '#lib/kpi/define.ts';
import { comparable, openFilter, unappliedDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { askForSet, askOf, ignoredDims, isMixed, momentOf, readOne } from '#lib/kpi/read.server.ts';
import { readThresholds, subjectOf } from '#lib/kpi/settings.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { PAGE_SIZE, pageWithin } from '#lib/tables/query.ts';
import { sortField, type Sorting } from '#lib/tables/view.ts';
import { askBefore, type Window } from './compared.server.ts';
import { readNotes, type FigureNotes } from './coverage.server.ts';
import { readGroups, readTrend } from './evidenceparts.server.ts';
import { readSubjects, type Subjects } from './filters.server.ts';
import { readShareTarget } from './goals.server.ts';
import { listOf, listsOf } from './lists.ts';
import { changeOf, healthOf, type Change, type Health } from './model.ts';
import { KPIS, kpiById } from './registry.server.ts';

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
	/** What it is compared with; null when nothing is known or compared. */
	readonly prior: number | null;
	/** Whether the evidence of the compared months says exactly this. */
	readonly priorOpens: boolean;
	/** The months that `prior` speaks of; null: nothing is compared. */
	readonly compared: Window | null;
	readonly change?: Change;
	readonly threshold?: number;
	readonly health?: Health;
	/** Active filters this measure does not know. */
	readonly ignored: readonly Dim[];
	/** What stands beside the figure: reports in it, what is submitted only, what is not as of the day. */
	readonly notes: FigureNotes;
}

async function readStanding(kpi: Kpi, ask: Ask, anchor: string): Promise<Standing> {
	const figure = await readOne(kpi, ask);
	const before = askBefore(kpi, ask, anchor);
	const prior = before && (await readOne(kpi, before)).value;
	const change = changeOf(kpi.unit, figure.value, prior);
	const subject = await subjectOf(ask.db, ask.scope, ask.filter);
	const threshold = (await readThresholds(ask.db, ask.today, subject)).get(kpi.id);
	const health = isRated(kpi) ? healthOf(kpi.better, figure.value, threshold) : undefined;
	const due = { ...ask, filter: comparable(ask.filter, anchor) };
	const aim = isRated(kpi) ? ((await readShareTarget(kpi.id, subject, due)) ?? threshold?.good) : undefined;
	return {
		figure,
		prior,
		priorOpens: before?.opens ?? false,
		compared: before && [before.filter.from, before.filter.to],
		ignored: ignoredDims(kpi, ask.filter),
		notes: await readNotes(kpi, ask),
		...(change && { change }),
		...(aim !== undefined && { threshold: aim }),
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
		const ask = askOf(ctx, scope, filter);
		const anchor = await latestMonth(ctx.db, ask.today);
		const lines: KpiLine[] = [];
		for (const kpi of KPIS) {
			const standing = await readStanding(kpi, ask, anchor);
			lines.push({ kpi: definitionOf(kpi), asOf: asOf(kpi, filter, ask.today), ...standing });
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
	/** Null: the list's own order. */
	readonly sort: Sorting | null;
	/** From 1. */
	readonly page: number;
}

/** One line of the breakdown. */
export interface BreakdownLine {
	readonly code: string;
	/** Names of the code; absent for a month. */
	readonly name?: Text;
	readonly figure: Figure;
	/** The compared months' value; null when nothing is compared or known. */
	readonly prior: number | null;
}

/** One list of rows behind the figure: how many, and what they add up to. */
export interface ListCount {
	readonly id: string;
	readonly label: Text;
	readonly unit: Unit;
	readonly rows: number;
	readonly value: number;
	/** Why these rows stay outside the figure. */
	readonly reason?: Text;
	/** Active filters that this list does not know although the figure does. */
	readonly ignored: readonly Dim[];
}

export interface Trend {
	/** Oldest first. */
	readonly months: readonly string[];
	readonly values: readonly (number | null)[];
	/** What each is compared with, `shift` months earlier. */
	readonly prior: readonly (number | null)[];
	readonly shift: number | null;
}

export interface Evidence extends KpiLine {
	readonly subjects: Subjects;
	readonly by: CutDim;
	readonly groups: readonly BreakdownLine[];
	readonly trend: Trend;
	readonly lists: readonly ListCount[];
	/** The list whose rows are shown. */
	readonly list: string;
	readonly rows: readonly unknown[];
	/** The page of them that is shown: the one asked for, or the last. */
	readonly page: number;
}

/** The table of a measure's list, and the optional columns the list is about; an unknown measure or list is missing. */
export function tableOf(kpi: string, list: string): { table: RowSet['table']; shows: readonly string[] } {
	const found = kpiById(kpi);
	const set = found && listOf(found, list || 'numerator');
	if (!set) throw missing();
	return { table: set.table, shows: set.shows ?? [] };
}

/** A measure with everything it stands on: definition, parts, breakdown, months, and the rows themselves. */
export const readEvidence = defineQuery<EvidenceAsk, Evidence>({
	action: 'kpi.read',
	probe: ({ societyId }) => ({
		kpi: 'K-B7',
		filter: openFilter({ from: '2026-01', to: '2026-12', society: societyId }),
		by: '',
		list: '',
		sort: null,
		page: 1,
	}),
	async run(ctx, scope, { kpi: id, filter, by, list, sort, page: wanted }) {
		const kpi = kpiById(id);
		if (!kpi) throw missing();
		const chosen = list || 'numerator';
		const set = listOf(kpi, chosen);
		if (!set) throw missing();
		const subjects = await readSubjects(ctx, scope, filter);
		const ask = askOf(ctx, scope, filter);
		const definition = definitionOf(kpi);
		const cut =
			definition.cuts.find((dim) => dim === by) ?? definition.cuts.find((dim) => dim !== 'month') ?? 'month';
		const anchor = await latestMonth(ctx.db, ask.today);
		const lists = await readListCounts(kpi, ask);
		const page = pageWithin(wanted, lists.find((one) => one.id === chosen)!.rows);
		return {
			kpi: definition,
			asOf: asOf(kpi, filter, ask.today),
			...(await readStanding(kpi, ask, anchor)),
			subjects,
			by: cut,
			groups: await readGroups(kpi, ask, cut, anchor),
			trend: await readTrend(kpi, ask, anchor),
			lists,
			list: chosen,
			rows: await set.list(askForSet(kpi, set, ask), {
				order: sortField(set.table, sort, ctx.locale),
				limit: PAGE_SIZE,
				offset: (page - 1) * PAGE_SIZE,
			}),
			page,
		};
	},
});

async function readListCounts(kpi: Kpi, ask: Ask): Promise<ListCount[]> {
	const dims = kpiDims(kpi);
	const counts: ListCount[] = [];
	for (const { id, set, reason } of listsOf(kpi)) {
		const [sum] = await set.sum(askForSet(kpi, set, ask), []);
		counts.push({
			id,
			label: set.label,
			unit: set.unit,
			rows: sum?.rows ?? 0,
			// Where unlike units meet, only rows are counted.
			value: (isMixed(kpi, ask.filter) ? sum?.rows : sum?.value) ?? 0,
			...(reason && { reason }),
			ignored: unappliedDims(ask.filter, set.dims).filter((dim) => dims.includes(dim)),
		});
	}
	return counts;
}
