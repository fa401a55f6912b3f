import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addDays, dateIn, daysBetween } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import { inForce } from '#lib/platform/dated.ts';
import { readCalendar, readRules, workingDays, type Calendar, type DueRule } from '../programs/due.server.ts';
import { dueFacts, movedBy } from '../reports/model.ts';
import { TASK_ORDER, type Task, type TaskGroup, type TaskKind } from './model.ts';

/** Tasks of a kind that are listed; the rest is one click away. */
const SHOWN = 5;
/** A society's open reports; more would be a mistake of the register. */
const MOST = 2000;

interface Row {
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly period: string;
	readonly reportId: number | null;
	readonly state: 'draft' | 'submitted' | 'returned' | null;
	readonly submittedOn: string | null;
	readonly opensOn: string | null;
	readonly dueOn: string | null;
	readonly ruleDueOn: string | null;
	readonly ar: string | null;
	readonly en: string | null;
	readonly savedAt: string | null;
	readonly eventAt: string | null;
	readonly reasonCode: string | null;
	readonly said: string | null;
	/** By when the correction is asked for. */
	readonly mendOn: string | null;
}

/** Every report of a society that is not verified, expected or begun, with the newest thing that happened to it. */
async function readOpen(db: Kysely<Schema>, societyId: number): Promise<Row[]> {
	const own = sql`select id from program where society_id = ${societyId}`;
	const { rows } = await sql<Row>`
		select p.id as programId, p.name_ar as programAr, p.name_en as programEn, o.period, t.id as reportId, t.state,
			t.first_submitted_on as submittedOn, e.opens_on as opensOn, e.due_on as dueOn, e.rule_due_on as ruleDueOn,
			x.name_ar as ar, x.name_en as en, d.saved_at as savedAt, v.at as eventAt, v.reason_code as reasonCode,
			v.text as said, v.due_on as mendOn
		from (select program_id, period from expected_report where program_id in (${own})
			union select program_id, period from report where program_id in (${own})) o
		join program p on p.id = o.program_id
		left join expected_report e on e.program_id = o.program_id and e.period = o.period
		left join deadline_exception x on x.id = e.exception_id
		left join report t on t.program_id = o.program_id and t.period = o.period
		left join report_draft d on d.report_id = t.id
		left join review_event v on v.id = (select max(w.id) from review_event w where w.report_id = t.id
			and w.kind in ('submitted', 'resubmitted', 'returned', 'reopened'))
		where t.id is null or t.state <> 'verified'
		order by coalesce(e.due_on, o.period), p.id limit ${MOST}`.execute(db);
	return rows;
}

function kindOf(row: Row, today: string): TaskKind | undefined {
	if (row.state === 'returned') return 'returned';
	if (row.state === 'submitted') return 'waiting';
	if (row.state === 'draft') return 'draft';
	if (row.dueOn === null || row.opensOn === null || row.opensOn > today) return undefined;
	return row.dueOn < today ? 'overdue' : 'due';
}

/** The ministry's clock since a report came: its day of so many, by the rule that held when it came. */
function clockOf(came: string, today: string, rules: readonly DueRule[], calendar: Calendar): Task['day'] {
	const rule = inForce(rules, came);
	if (!rule) return null;
	const n =
		rule.dayKind === 'working' ? workingDays(addDays(came, 1), today, calendar) : daysBetween(came, today);
	return { n: Math.max(1, n), of: rule.days };
}

/**
 * What is asked of a society, in the order in which it is to be done, and what lies with the ministry; of each kind
 * the first few with their number.
 */
export async function readTasks(
	{ db, today, pack }: Context,
	societyId: number,
): Promise<{ groups: TaskGroup[]; waiting: TaskGroup }> {
	const rules = await readRules(db, ['report_review']);
	const calendar = await readCalendar(db, pack.code);
	const taskOf = (row: Row, kind: TaskKind): Task => {
		const came = row.eventAt === null ? row.submittedOn : dateIn(new Date(row.eventAt), pack.timeZone);
		const isSaid = kind === 'returned' && row.said !== null;
		return {
			kind,
			programId: row.programId,
			program: { ar: row.programAr, en: row.programEn },
			period: row.period,
			reportId: row.reportId,
			// What came back has the day of its return; the period's own day is past and done.
			due:
				kind === 'returned' && row.mendOn !== null
					? dueFacts(row.mendOn, null, today)
					: dueFacts(row.dueOn, row.submittedOn, today, movedBy(row)),
			said: isSaid ? { code: row.reasonCode, text: row.said! } : null,
			savedAt: row.savedAt,
			day: kind === 'waiting' && came !== null ? clockOf(came, today, rules, calendar) : null,
		};
	};
	const found = Map.groupBy(await readOpen(db, societyId), (row) => kindOf(row, today));
	const group = (kind: TaskKind): TaskGroup => {
		const oldest = found.get(kind) ?? [];
		// The newest month that is missing is the one people still remember.
		const rows = kind === 'overdue' ? oldest.toReversed() : oldest;
		return { kind, tasks: rows.slice(0, SHOWN).map((row) => taskOf(row, kind)), count: rows.length };
	};
	return {
		groups: TASK_ORDER.map(group).filter(({ count }) => count),
		waiting: group('waiting'),
	};
}
