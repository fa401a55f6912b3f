import { sql } from 'kysely';
import type { Ask } from '#lib/kpi/define.ts';
import { withoutDims } from '#lib/kpi/filter.ts';
import { all } from '#lib/kpi/sql.server.ts';
import { expectedConditions, expectedFrom } from './rows.server.ts';

/** What a society has not handed in: how many reports of how many programs, since when. */
export interface OverdueRow {
	readonly societyId: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly reports: number;
	readonly programs: number;
	readonly oldestPeriod: string;
	/** Calendar days since the oldest of them was due; 0 on the day itself. */
	readonly daysLate: number;
}

/** The societies with reports due and not received, longest overdue first, and how many there are in all. */
export async function listOverdue(
	ask: Ask,
	limit: number,
): Promise<{ rows: OverdueRow[]; societies: number; reports: number }> {
	const narrowed = { ...ask, filter: withoutDims(ask.filter, ['segment', 'sex', 'age']) };
	const where = all(expectedConditions(narrowed, 'not_received'));
	const { rows } = await sql<OverdueRow & { societies: number; allReports: number }>`
		select s.id as societyId, s.name_ar as nameAr, s.name_en as nameEn, count(*) as reports,
			count(distinct e.program_id) as programs, min(e.period) as oldestPeriod,
			cast(julianday(${ask.today}) - julianday(min(e.due_on)) as integer) as daysLate,
			count(*) over () as societies, sum(count(*)) over () as allReports
		from ${expectedFrom} where ${where}
		group by s.id order by min(e.due_on), count(*) desc, s.id limit ${limit}`.execute(ask.db);
	return {
		rows: rows.map(({ societies: _s, allReports: _r, ...row }) => row),
		societies: rows[0]?.societies ?? 0,
		reports: rows[0]?.allReports ?? 0,
	};
}
