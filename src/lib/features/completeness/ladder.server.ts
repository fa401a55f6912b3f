import { sql, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Duty } from '#lib/platform/duties.server.ts';
import { readCalendar, workingDays } from '../programs/due.server.ts';
import { reviewRule } from '../review/limit.server.ts';

type Trx = Transaction<Schema>;

/** Overdue from this day on is red: urgent for the society and for its officer. */
const RED = 15;
/** What has been overdue for longer gets no step any more: a file taken over with old gaps floods nobody. */
const OLDEST = 90;
/** The first step before the due date. */
const EARLIEST = 7;
/** Nobody looks further back for a review that is too slow. */
const LONGEST_REVIEW = 120;

/** Reports that have not come, with how many days they are late; negative: days that are left. */
const missingReports = (today: string) => sql`select e.id, e.due_on, p.society_id,
		cast(julianday(${today}) - julianday(e.due_on) as integer) as late
	from expected_report e join program p on p.id = e.program_id
	left join report t on t.program_id = e.program_id and t.period = e.period
	where e.due_on between ${addDays(today, -OLDEST)} and ${addDays(today, EARLIEST)}
		and e.opens_on <= ${today} and t.first_submitted_on is null`;

/** The newest step that a report stands on; whoever missed the earlier ones gets only this. */
const step = sql`case when late >= 15 then 'late15' when late >= 7 then 'late7' when late >= 1 then 'late1'
	when late >= -1 then 'due1' when late >= -3 then 'due3' else 'due7' end`;

/** Officers by the society they look after on a day, those who stand in for them included. */
const watchers = (today: string) => sql`select o.society_id, a.id as account_id
	from portfolio o join account a on a.role = 'officer' and a.disabled_at is null and (a.id = o.account_id
		or a.id in (select substitute_id from substitution u where u.account_id = o.account_id
			and u.withdrawn_at is null and ${today} between u.starts_on and u.ends_on))
	where o.starts_on <= ${today} group by 1, 2`;

const columns = sql`insert into notice
	(account_id, kind, object_type, object_id, facts, due_on, is_urgent, once, created_at)`;

const changed = (result: { numAffectedRows?: bigint | undefined }) => Number(result.numAffectedRows ?? 0);

/** The steps before and after the due date, to a society's people. */
async function tellSocieties(trx: Trx, today: string, at: string): Promise<number> {
	const result = await sql`${columns}
		select a.id, iif(x.late >= 1, 'report_overdue', 'report_due'), 'expected_report', x.id, '{}', x.due_on,
			x.late >= ${RED}, ${step} || ':' || x.id || ':' || x.due_on, ${at}
		from (${missingReports(today)}) x
		join account a on a.society_id = x.society_id and a.role = 'society' and a.disabled_at is null
		where true on conflict (account_id, once) do nothing`.execute(trx);
	return changed(result);
}

/** What is red, to the officers of the society. */
async function tellOfficers(trx: Trx, today: string, at: string): Promise<number> {
	const result = await sql`${columns}
		select w.account_id, 'report_overdue', 'expected_report', x.id, '{}', x.due_on, 1,
			'red:' || x.id || ':' || x.due_on, ${at}
		from (${missingReports(today)}) x join (${watchers(today)}) w on w.society_id = x.society_id
		where x.late >= ${RED} on conflict (account_id, once) do nothing`.execute(trx);
	return changed(result);
}

/** Reports that wait for review beyond its period, to the officers of the society; once for each time they were sent. */
async function tellReviewers(trx: Trx, pack: string, today: string, at: string): Promise<number> {
	const { days } = await reviewRule(trx, today);
	const calendar = await readCalendar(trx, pack);
	let last = today;
	while (workingDays(addDays(last, 1), today, calendar) <= days && last > addDays(today, -LONGEST_REVIEW))
		last = addDays(last, -1);
	const result = await sql`${columns}
		select w.account_id, 'review_waiting', 'report', x.id, '{}', null, 0, 'review_late:' || x.event, ${at}
		from (select t.id, p.society_id, (select v.id from review_event v where v.report_id = t.id
				and v.kind in ('submitted', 'resubmitted') order by v.id desc limit 1) as event
			from report t join program p on p.id = t.program_id where t.state = 'submitted') x
		join review_event v on v.id = x.event and date(v.at) <= ${last}
		join (${watchers(today)}) w on w.society_id = x.society_id
		where true on conflict (account_id, once) do nothing`.execute(trx);
	return changed(result);
}

/** Stops what was done, what a newer step or another due date replaces, and what waits for nobody any more. */
async function stopDone(trx: Trx, today: string, at: string): Promise<number> {
	const result = await sql`update notice as n set stopped_at = ${at}
		where n.stopped_at is null and (
			(n.kind in ('report_due', 'report_overdue', 'reminder') and n.object_type = 'expected_report' and exists (
				select 1 from expected_report e left join report t on t.program_id = e.program_id and t.period = e.period
				where e.id = n.object_id and (t.first_submitted_on is not null
					or (n.kind <> 'reminder' and e.due_on <> n.due_on))))
			or (n.kind in ('report_due', 'report_overdue') and exists (select 1 from notice y where y.id > n.id
				and y.object_type = n.object_type and y.object_id = n.object_id and y.account_id = n.account_id
				and y.kind in ('report_due', 'report_overdue')))
			or (n.kind = 'reminder' and n.object_type = 'society' and not exists (
				select 1 from program p join expected_report e on e.program_id = p.id
				left join report t on t.program_id = e.program_id and t.period = e.period
				where p.society_id = n.object_id and e.due_on <= ${today} and t.first_submitted_on is null))
			or (n.kind = 'review_waiting' and n.object_type = 'report'
				and not exists (select 1 from report t where t.id = n.object_id and t.state = 'submitted')))`.execute(trx);
	return changed(result);
}

/**
 * Tells everybody what their day brings: reports due soon or overdue to the society's people, red ones and slow
 * reviews to its officers, each step exactly once however often it runs; stops what was done. Returns how many
 * notices are new or stopped.
 */
export async function runDailyNotices(ctx: Context): Promise<number> {
	const at = ctx.now.toISOString();
	return transact(
		ctx,
		'notice.write',
		async ({ trx, today, pack }) => {
			const told =
				(await tellSocieties(trx, today, at)) +
				(await tellOfficers(trx, today, at)) +
				(await tellReviewers(trx, pack.code, today, at));
			return told + (await stopDone(trx, today, at));
		},
		true,
	);
}

/** Deadlines and slow reviews are told of day by day. */
export const noticesDuty: Duty = { name: 'notices.daily', run: runDailyNotices };
