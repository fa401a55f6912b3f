import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { dateIn } from '#lib/platform/clock.ts';
import type { NoticeRow } from './kinds.ts';

/** Whether a person wants to hear of a notice: what is urgent, or of a kind they did not mute. Columns `n` and `c`. */
export const isWanted = sql`(n.is_urgent = 1 or c.account_id is null
	or n.kind not in (select value from json_each(c.muted)))`;

/** Neither read nor done. */
export const isOpen = sql`n.read_at is null and n.stopped_at is null`;

/** Notices with the record each is about; an account that moved to another society sees nothing of the first. */
const noticesFrom = sql`notice n
	join account a on a.id = n.account_id
	left join notice_choice c on c.account_id = n.account_id
	left join expected_report e on n.object_type = 'expected_report' and e.id = n.object_id
	left join report t on n.object_type = 'report' and t.id = n.object_id
	left join proposal o on n.object_type = 'proposal' and o.id = n.object_id
	left join import_job j on n.object_type = 'import_job' and j.id = n.object_id
	left join program p on p.id = coalesce(e.program_id, t.program_id, o.program_id,
		iif(n.object_type = 'program', n.object_id, null))
	left join society s on s.id = coalesce(p.society_id, o.society_id, j.society_id,
		iif(n.object_type = 'society', n.object_id, null))`;

type Raw = Omit<NoticeRow, 'day' | 'isUrgent' | 'isSociety'> & { isUrgent: number; isSociety: number };

/** Notices with their records, narrowed by `where` on the columns of `n` and `c`, newest first unless ordered. */
export async function listNoticeRows(
	db: Kysely<Schema>,
	{
		where,
		order = sql`n.id desc`,
		limit,
		timeZone,
	}: {
		where: RawBuilder<unknown>;
		order?: RawBuilder<unknown>;
		limit: number;
		timeZone: string;
	},
): Promise<(NoticeRow & { readonly accountId: number })[]> {
	const { rows } = await sql<Raw & { accountId: number }>`
		select n.id, n.account_id as accountId, n.kind, n.object_type as objectType, n.object_id as objectId,
			a.role = 'society' as isSociety, p.id as programId, p.name_ar as programAr, p.name_en as programEn,
			s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn,
			coalesce(e.period, t.period) as period, t.id as reportId, j.file_name as fileName,
			n.facts ->> 'reports' as reports, coalesce(n.facts ->> 'state', n.facts ->> 'outcome', o.state) as outcome,
			coalesce(e.due_on, n.due_on) as dueOn, n.is_urgent as isUrgent, n.created_at as createdAt,
			n.read_at as readAt, n.stopped_at as stoppedAt
		from ${noticesFrom}
		where ${where} and ${isWanted} and (a.role <> 'society' or s.id is null or s.id = a.society_id)
		order by ${order} limit ${limit}`.execute(db);
	return rows.map((row) => ({
		...row,
		isSociety: row.isSociety === 1,
		isUrgent: row.isUrgent === 1,
		day: dateIn(new Date(row.createdAt), timeZone),
	}));
}
