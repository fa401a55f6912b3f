import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import { withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { all, conditions, grouped, keyOf, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import type { CellRow } from './reviewcolumns.ts';
import { handedIn, NAMED, REPORT_DIMS } from './rows.server.ts';

/** Dimensions of a required cell: those of its report, and its section of the form. */
export const CELL_DIMS = [...REPORT_DIMS, 'section'] as const satisfies Dim[];

const PLACES: Places = {
	month: 't.period',
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
	section: 'c.section',
};

/** Required and applicable cells: all of them, those filled in, or those left out. */
export type CellList = 'required' | 'filled' | 'empty';

const LIST = {
	required: sql`c.state <> 'inapplicable'`,
	filled: sql`c.state in ('value', 'zero')`,
	empty: sql`c.state = 'not_reported'`,
} as const;

/** What the version itself has counted of each list. */
const COUNTED = {
	required: sql`v.cells_required`,
	filled: sql`v.cells_filled`,
	empty: sql`(v.cells_required - v.cells_filled)`,
} as const;

/** The newest version a society sent of a report, by the filter's day. */
const newest = ({ asOf }: Filter) => sql`v.number = (select max(n.number) from report_version n
	where n.report_id = t.id and ${asOf ? sql`n.created_at < ${asOf.until}` : sql`true`})`;

/** Received reports of the months with a list of cells, in the version that was sent last. */
const received = (filter: Filter) => sql`report t join program p on p.id = t.program_id
	join society s on s.id = p.society_id join report_version v on v.report_id = t.id and ${newest(filter)}
		and v.cells_required is not null and ${handedIn(filter)}`;

const cells = (filter: Filter) => sql`${received(filter)}
	join report_cell c on c.version_id = v.id and c.is_required = 1`;

/** Received reports without a list of cells: imported history, and what came before there was one. */
export const withoutCells = (filter: Filter) => sql`${handedIn(filter)} and not exists (
	select 1 from report_version v where v.report_id = t.id and ${newest(filter)} and v.cells_required is not null)`;

/** How many cells are in a list, by group: as the versions count them, by section from the cells themselves. */
export async function countCells(ask: Ask, list: CellList, by: readonly Dim[]): Promise<Group[]> {
	const { filter, scope } = ask;
	const isBySection = by.includes('section') || filter.section.length > 0;
	const count = isBySection ? sql`count(*)` : sql`sum(${COUNTED[list]})`;
	const narrowed = isBySection ? filter : withoutDims(filter, ['section']);
	const query = grouped(
		PLACES,
		by,
		[
			['value', count],
			['rows', count],
		],
		isBySection ? cells(filter) : received(filter),
		[...conditions(PLACES, narrowed, scope), ...(isBySection ? [LIST[list]] : [])],
	);
	return toGroups((await query.execute(ask.db)).rows, by).filter((group) => group.rows > 0);
}

/** The rows after a cell: its key is month, program and the cell's name, which may hold dots itself. */
function afterCell(after: string | number | undefined): RawBuilder<unknown>[] {
	const [period, program, ...cell] = String(after ?? '').split('.');
	if (!cell.length) return [];
	return [sql`(t.period, t.program_id, c.cell) > (${period}, ${Number(program)}, ${cell.join('.')})`];
}

/** Required cells with what they hold. */
export async function listCells(ask: Ask, list: CellList, slice: Slice): Promise<CellRow[]> {
	const rows = sql`
		select v.id || '.' || c.cell as id, t.id as reportId, t.period, ${NAMED}, c.section, c.cell, c.state
		from ${cells(ask.filter)} join sector k on k.id = p.sector_id
		where ${all([...conditions(PLACES, ask.filter, ask.scope), LIST[list], ...afterCell(slice.after)])}`;
	return (await sliced<CellRow>(rows, sql`t.period, t.program_id, c.cell`, slice).execute(ask.db)).rows;
}

/** Required cells after a key, in key order. */
export async function pageCells(
	ask: Ask,
	list: CellList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<CellRow>> {
	const rows = await listCells(ask, list, { after, limit });
	const last = rows.at(-1);
	return {
		rows,
		next: last && rows.length === limit ? keyOf(last.period, last.programId, last.cell) : undefined,
	};
}
