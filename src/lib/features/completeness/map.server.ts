import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { isPortfolio, openFilter, withoutDims, type Filter } from '#lib/kpi/filter.ts';
import { addMonths, monthsBetween } from '#lib/platform/clock.ts';
import { narrowRows, sortRows, type MapCell, type MapChoice, type MapRow, type Rate } from './model.ts';
import { countCells, stateOfRank, type CountedCell } from './rows.server.ts';

/** Rows of one page. */
const MAP_PAGE = 100;
const MOST_ROWS = 5000;

/** The map of one page with what its columns and the whole sum up to, over every row of the filter. */
export interface CompletenessMap {
	readonly by: 'society' | 'program';
	/** The filter as the evidence of the reporting rate understands it, from the first month to the last. */
	readonly filter: Filter;
	readonly months: readonly string[];
	readonly years: readonly number[];
	readonly rows: readonly MapRow[];
	readonly columns: readonly Rate[];
	readonly total: Rate;
	/** Rows of the filter, and of them those that search and gaps leave. */
	readonly all: number;
	readonly found: number;
	readonly overdue: number;
	readonly page: number;
	readonly isNarrowed: boolean;
}

interface Name {
	readonly id: number;
	readonly ar: string;
	readonly en: string;
	readonly searchKey: string;
	readonly category: string;
	readonly governorate: string;
}

async function namesOf(db: Kysely<Schema>, by: 'society' | 'program', scope: Scope): Promise<Name[]> {
	if (by === 'program') {
		const rows = await db
			.selectFrom('program')
			.select(['id', 'name_ar as ar', 'name_en as en', 'search_key as searchKey'])
			.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1)
			.limit(MOST_ROWS)
			.execute();
		return rows.map((row) => ({ ...row, category: '', governorate: '' }));
	}
	return db
		.selectFrom('society as s')
		.innerJoin('category as c', 'c.id', 's.category_id')
		.innerJoin('governorate as g', 'g.id', 's.governorate_id')
		.select(['s.id', 's.name_ar as ar', 's.name_en as en', 's.search_key as searchKey'])
		.select(['c.code as category', 'g.code as governorate'])
		.limit(MOST_ROWS)
		.execute();
}

const daysOf = (cell: CountedCell): number => {
	const state = stateOfRank(cell.worst);
	return state === 'overdue' ? cell.overdueDays : state === 'late' ? cell.lateDays : 0;
};

const cellOf = (cell: CountedCell): MapCell => ({
	state: stateOfRank(cell.worst),
	n: cell.inWorst,
	of: cell.expected,
	days: daysOf(cell),
	dueOn: cell.dueOn,
	programId: cell.expected === 1 ? cell.programId : null,
	reportId: cell.expected === 1 ? cell.reportId : null,
});

const sum = (cells: readonly CountedCell[]): Rate => ({
	got: cells.reduce((all, { got }) => all + got, 0),
	due: cells.reduce((all, { due }) => all + due, 0),
});

function rowsOf(cells: readonly CountedCell[], names: readonly Name[], months: readonly string[]): MapRow[] {
	const byRow = Map.groupBy(cells, ({ rowId }) => rowId);
	return names.flatMap((name) => {
		const own = byRow.get(name.id);
		if (!own) return [];
		const byMonth = new Map(own.map((cell) => [cell.period, cell]));
		return {
			...name,
			cells: months.map((month) => {
				const cell = byMonth.get(month);
				return cell ? cellOf(cell) : null;
			}),
			total: sum(own),
			overdue: own.reduce((all, cell) => all + cell.overdue, 0),
			returned: own.reduce((all, cell) => all + cell.returned, 0),
			worstDays: Math.max(...own.map((cell) => cell.overdueDays)),
		};
	});
}

/** The twelve months of the map: a calendar year, or the last that have ended. */
function mapMonths(today: string, year: number | undefined): readonly [from: string, to: string] {
	if (year !== undefined) return [`${year}-01`, `${year}-12`];
	const last = addMonths(today.slice(0, 7), -1);
	return [addMonths(last, -11), last];
}

/** The filter of the map: its own months, and only the dimensions a report has. */
export function mapFilter(filter: Filter, today: string, year: number | undefined): Filter {
	const [from, to] = mapMonths(today, year);
	const known = withoutDims(filter, ['segment', 'sex', 'age', 'unit']);
	return { ...known, preset: 'custom', from, to };
}

/** Societies by months: what became of every report that was expected. To a society its own programs are the rows. */
export const readMap = defineQuery<{ filter: Filter; choice: MapChoice }, CompletenessMap>({
	action: 'completeness.read',
	probe: ({ societyId }) => ({
		filter: openFilter({ society: societyId }),
		choice: { sort: 'trouble', group: 'none', gaps: false, q: '', matching: '', all: true, page: 1 },
	}),
	async run({ db, today, locale }, scope, asked) {
		const { choice } = asked;
		const by = scope.reach === 'own' ? 'program' : 'society';
		const filter = mapFilter(asked.filter, today, choice.year);
		const months = monthsBetween(filter.from, filter.to);
		const cells = await countCells({ db, scope, filter, today }, by);
		const rows = rowsOf(cells, await namesOf(db, by, scope), months);
		const shown = sortRows(narrowRows(rows, choice), choice.sort, locale);
		const grouped = choice.group === 'none' || by === 'program' ? shown : inGroups(shown, choice.group);
		const page = Math.min(choice.page, Math.max(1, Math.ceil(shown.length / MAP_PAGE)));
		const from = choice.all ? 0 : (page - 1) * MAP_PAGE;
		const byMonth = Map.groupBy(cells, ({ period }) => period);
		return {
			by,
			filter,
			months,
			years: await yearsOf(db, scope, today),
			rows: grouped.slice(from, choice.all ? undefined : from + MAP_PAGE),
			columns: months.map((month) => sum(byMonth.get(month) ?? [])),
			total: sum(cells),
			all: rows.length,
			found: shown.length,
			overdue: cells.reduce((all, cell) => all + cell.overdue, 0),
			page,
			isNarrowed: isPortfolio(filter) || choice.gaps || choice.q !== '',
		};
	},
});

/** The same rows, those of a group together, the groups by code. */
function inGroups(rows: readonly MapRow[], group: 'category' | 'governorate'): MapRow[] {
	return [...Map.groupBy(rows, (row) => row[group])]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, of]) => of);
}

async function yearsOf(db: Kysely<Schema>, scope: Scope, today: string): Promise<number[]> {
	const first = await db
		.selectFrom('expected_report as e')
		.select('e.period')
		.$if(scope.reach === 'own', (query) =>
			query
				.innerJoin('program as p', 'p.id', 'e.program_id')
				.where('p.society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
		)
		.orderBy('e.period')
		.limit(1)
		.executeTakeFirst();
	const newest = Number(today.slice(0, 4));
	const oldest = first ? Number(first.period.slice(0, 4)) : newest;
	return Array.from({ length: Math.min(20, newest - oldest + 1) }, (_, i) => newest - i);
}
