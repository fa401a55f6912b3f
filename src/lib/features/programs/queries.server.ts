import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { askOf } from '#lib/kpi/read.server.ts';
import { openFilter, unappliedDims, withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { readTargets } from '#lib/kpi/settings.server.ts';
import type { YearTarget } from '#lib/kpi/targets.ts';
import { missing } from '#lib/platform/errors.ts';
import { PAGE_SIZE, pageWithin, type ListQuery } from '#lib/tables/query.ts';
import { sortField, type Sorting } from '#lib/tables/view.ts';
import { programTable, type ProgramRow } from './columns.ts';
import { countPrograms, listPrograms } from './rows.server.ts';

/** The order of the list when none is chosen. */
const BY_REACH = { key: 'people', isDescending: true } as const;

export interface ProgramAsk {
	readonly filter: Filter;
	readonly list: ListQuery;
}

/** Filters the program list applies: its own, and the places and segments it serves. */
const PROGRAM_FILTERS: readonly Dim[] = [
	'governorate',
	'category',
	'sector',
	'segment',
	'society',
	'program',
];

export interface ProgramPage {
	readonly rows: readonly ProgramRow[];
	readonly total: number;
	/** The order they come in. */
	readonly sort: Sorting;
	/** The page that is shown: the one asked for, or the last. */
	readonly page: number;
	/** Filters of the address that this list cannot apply. */
	readonly ignored: readonly Dim[];
}

/** Programs with their verified figures of the filter's months, searched, ordered, by page. */
export const readPrograms = defineQuery<ProgramAsk, ProgramPage>({
	action: 'program.read',
	probe: ({ societyId }) => ({
		filter: openFilter({ society: societyId }),
		list: { q: '', matching: '', sort: null, page: 1 },
	}),
	async run(ctx, scope, { filter, list }) {
		const ignored = unappliedDims(filter, PROGRAM_FILTERS);
		const ask = askOf(ctx, scope, withoutDims(filter, ignored));
		const sort = list.sort ?? BY_REACH;
		const total = await countPrograms(ask, list.matching);
		const page = pageWithin(list.page, total);
		const rows = await listPrograms(ask, {
			limit: PAGE_SIZE,
			offset: (page - 1) * PAGE_SIZE,
			order: sortField(programTable, sort, ctx.locale),
			matching: list.matching,
		});
		return { rows, total, sort, page, ignored };
	},
});

/** An indicator of a program with its baseline; values are in thousandths of its unit. */
export interface Indicator {
	readonly id: number;
	readonly name: Text;
	readonly unit: Text;
	readonly direction: 'increase' | 'reduce';
	readonly isRatio: boolean;
	readonly baselineMilli: number | null;
	readonly successTest: Text | null;
	/** The newest target whose period has come, else the first one ahead. */
	readonly target: { readonly period: string; readonly milli: number } | null;
}

/** What the program page says apart from its reports. */
export interface ProgramProfile extends ProgramRow {
	readonly purpose: Text | null;
	readonly isAbroad: boolean;
	readonly frequency: 'monthly' | 'quarterly';
	readonly judgementNote: string | null;
	/** Verified spend over all months, for the budget. */
	readonly spentMinor: number;
	readonly places: readonly Text[];
	readonly segments: readonly Text[];
	/** Person targets by calendar year, oldest first. */
	readonly targets: readonly YearTarget[];
	readonly indicators: readonly Indicator[];
}

/** A program with its figures over the given months; one outside the viewer's scope is missing. */
export const readProgram = defineQuery<{ id: number; filter: Filter }, ProgramProfile>({
	action: 'program.read',
	probe: ({ programId }) => ({ id: programId, filter: openFilter() }),
	async run(ctx, scope, { id, filter }) {
		const { from, to } = filter;
		const ask = askOf(ctx, scope, openFilter({ from, to, program: id }));
		const [row] = await listPrograms(ask, { limit: 1 });
		if (!row) throw missing();
		const more = await ctx.db
			.selectFrom('program')
			.select(['purpose_ar', 'purpose_en', 'is_abroad', 'frequency', 'judgement_note'])
			.where('id', '=', row.id)
			.executeTakeFirstOrThrow();
		const spent = await ctx.db
			.selectFrom('rollup_report')
			.select((eb) => eb.fn.sum<number>('spend_minor').as('minor'))
			.where('program_id', '=', row.id)
			.executeTakeFirst();
		return {
			...row,
			purpose: pair(more.purpose_ar, more.purpose_en),
			isAbroad: more.is_abroad === 1,
			frequency: more.frequency,
			judgementNote: more.judgement_note,
			spentMinor: spent?.minor ?? 0,
			...(await readScope(ctx.db, row.id, ctx.today)),
			indicators: await readIndicators(ctx.db, row.id, to),
		};
	},
});

/** A text that may exist in one language only: the other half then says the same. */
function pair(ar: string | null, en: string | null): Text | null {
	if (!ar && !en) return null;
	return { ar: ar ?? en!, en: en ?? ar! };
}

async function readScope(db: Ask['db'], id: number, today: string) {
	const places = await db
		.selectFrom('program_governorate as x')
		.innerJoin('governorate as g', 'g.id', 'x.governorate_id')
		.select(['g.name_ar as ar', 'g.name_en as en'])
		.where('x.program_id', '=', id)
		.orderBy('g.sort')
		.execute();
	const segments = await db
		.selectFrom('program_segment as x')
		.innerJoin('segment as g', 'g.id', 'x.segment_id')
		.select(['g.name_ar as ar', 'g.name_en as en'])
		.where('x.program_id', '=', id)
		.orderBy('g.sort')
		.execute();
	const targets = await readTargets(db, 'K-B7', { level: 'program', ids: { program: id } }, today);
	return { places, segments, targets };
}

async function readIndicators(db: Ask['db'], id: number, to: string): Promise<Indicator[]> {
	const rows = await db
		.selectFrom('indicator')
		.selectAll()
		.where('program_id', '=', id)
		.orderBy('id')
		.execute();
	const targets = await db
		.selectFrom('indicator_target as t')
		.innerJoin('indicator as i', 'i.id', 't.indicator_id')
		.select(['t.indicator_id as id', 't.period', 't.target_milli as milli'])
		.where('i.program_id', '=', id)
		.orderBy('t.period')
		.execute();
	const targetOf = (indicator: number) => {
		const own = targets.filter((target) => target.id === indicator);
		const found = own.findLast((target) => target.period <= to) ?? own[0];
		return found ? { period: found.period, milli: found.milli } : null;
	};
	return rows.map((i) => ({
		id: i.id,
		name: { ar: i.name_ar, en: i.name_en },
		unit: { ar: i.unit_ar, en: i.unit_en },
		direction: i.direction,
		isRatio: i.is_ratio === 1,
		baselineMilli: i.baseline_milli,
		successTest: pair(i.success_test_ar, i.success_test_en),
		target: targetOf(i.id),
	}));
}
