import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { afterKey, all, conditions, keyOf, type Places } from '#lib/kpi/sql.server.ts';
import { CELL_STATES } from './model.ts';
import type { CompletenessRow } from './columns.ts';

/** The columns of the filter's dimensions: those of the reporting rate, so that both count the same reports. */
export const PLACES: Places = {
	month: 'e.period',
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** Expected reports with their program, society and whatever report came. */
export const expectedFrom = sql`expected_report e
	join program p on p.id = e.program_id
	join society s on s.id = p.society_id
	left join report t on t.program_id = e.program_id and t.period = e.period`;

const received = (today: string) =>
	sql`(t.first_submitted_on is not null and t.first_submitted_on <= ${today})`;

/** Each expected report with its rank among the states, its lateness, and whether it is due and received. */
function ranked(ask: Ask): RawBuilder<unknown> {
	const { today } = ask;
	const came = received(today);
	const mine = ask.scope.reach === 'own' ? sql`t.id` : sql`iif(t.state <> 'draft', t.id, null)`;
	return sql`select p.society_id as societyId, p.id as programId, e.period, e.due_on as dueOn, ${mine} as reportId,
			e.due_on <= ${today} as due, e.due_on <= ${today} and ${came} as got,
			${came} and t.first_submitted_on <= e.due_on as onTime,
			case when ${came} and t.state = 'returned' then 5
				when ${came} and t.state = 'submitted' then 2
				when ${came} then t.first_submitted_on > e.due_on
				when e.due_on < ${today} then 6
				when e.exception_id is not null then 3 else 4 end as rank,
			case when min(coalesce(t.first_submitted_on, ${today}), ${today}) <= e.due_on then 0
				else cast(julianday(min(coalesce(t.first_submitted_on, ${today}), ${today})) - julianday(e.due_on) as integer) end as late
		from ${expectedFrom} where ${all(conditions(PLACES, ask.filter, ask.scope))}`;
}

/** One cell of the map as SQL counts it. */
export interface CountedCell {
	/** The society, or the program where programs are the rows. */
	readonly rowId: number;
	readonly period: string;
	readonly expected: number;
	readonly due: number;
	readonly got: number;
	readonly worst: number;
	readonly inWorst: number;
	readonly overdue: number;
	readonly returned: number;
	readonly overdueDays: number;
	readonly lateDays: number;
	readonly dueOn: string;
	readonly programId: number;
	readonly reportId: number | null;
}

/** Every cell of the map in one aggregated read. */
export async function countCells(ask: Ask, by: 'society' | 'program'): Promise<CountedCell[]> {
	const row = by === 'society' ? sql`societyId` : sql`programId`;
	const { rows } = await sql<CountedCell>`
		select ${row} as rowId, period, count(*) as expected, sum(due) as due, sum(got) as got, max(rank) as worst,
			case max(rank) when 6 then sum(rank = 6) when 5 then sum(rank = 5) when 4 then sum(rank = 4)
				when 3 then sum(rank = 3) when 2 then sum(rank = 2) when 1 then sum(rank = 1) else count(*) end as inWorst,
			sum(rank = 6) as overdue, sum(rank = 5) as returned,
			max(iif(rank = 6, late, 0)) as overdueDays, max(iif(rank = 1, late, 0)) as lateDays, min(dueOn) as dueOn,
			min(programId) as programId, min(reportId) as reportId
		from (${ranked(ask)}) group by 1, 2 limit 200000`.execute(ask.db);
	return rows;
}

const counts = sql`count(*) as expected, sum(due) as due, sum(got) as received, sum(onTime) as onTime,
	sum(got and not onTime) as late, sum(rank = 2) as inReview, sum(rank = 5) as returned, sum(rank = 6) as overdue,
	sum(rank in (3, 4)) as notDue, sum(rank = 3) as excepted, max(iif(rank in (6, 1), late, 0)) as days`;

/** The map as rows of a file, by society and month, after a key. */
export async function pageCompleteness(
	ask: Ask,
	after: string | number | undefined,
	limit: number,
): Promise<Page<CompletenessRow>> {
	const { rows } = await sql<CompletenessRow>`
		select x.*, s.name_ar as societyAr, s.name_en as societyEn from (
			select societyId, period, ${counts} from (${ranked(ask)})
			where ${all(afterKey(['societyId', 'period'], after))} group by 1, 2 order by 1, 2 limit ${limit}) x
		join society s on s.id = x.societyId order by x.societyId, x.period`.execute(ask.db);
	const last = rows.at(-1);
	return { rows, next: last && rows.length === limit ? keyOf(last.societyId, last.period) : undefined };
}

/** How many rows that file has. */
export async function countCompleteness(ask: Ask): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from (select 1 from (${ranked(ask)}) group by societyId, period)`.execute(ask.db);
	return rows[0]?.n ?? 0;
}

/** The state of a rank. */
export const stateOfRank = (rank: number) => CELL_STATES[rank] ?? 'on_time';
