import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { startOfDay } from '#lib/platform/clock.ts';
import type { CellComment } from '../writing/form.ts';
import type { EventKind, Question, ReviewEvent } from './model.ts';

type Db = Kysely<Schema>;

/** Entries of one report that are read at most. */
const MOST = 200;

/** What happened to a report, newest first. */
export async function readEvents(db: Db, reportId: number): Promise<ReviewEvent[]> {
	const rows = await db
		.selectFrom('review_event as e')
		.innerJoin('report_version as v', 'v.id', 'e.version_id')
		.leftJoin('account as a', (join) =>
			join.on(sql<boolean>`a.id = coalesce(e.account_id,
			iif(e.kind in ('submitted', 'resubmitted'), v.submitted_by, null))`),
		)
		.select(['e.id', 'e.kind', 'e.at', 'e.reason_code', 'e.text', 'e.due_on', 'v.number'])
		.select(['a.name_ar as ar', 'a.name_en as en'])
		.where('e.report_id', '=', reportId)
		.orderBy('e.id', 'desc')
		.limit(MOST)
		.execute();
	return rows.map(({ ar, en, reason_code, due_on, kind, ...row }) => ({
		...row,
		kind: kind as EventKind,
		by: ar !== null && en !== null ? { ar, en } : null,
		reason: reason_code,
		dueOn: due_on,
	}));
}

/** Officers' comments on a report and its cells, newest first. */
export async function readComments(db: Db, reportId: number): Promise<CellComment[]> {
	const rows = await db
		.selectFrom('report_comment as c')
		.leftJoin('account as a', 'a.id', 'c.author_id')
		.select(['c.id', 'c.cell', 'c.text', 'c.at', 'c.done_at', 'a.name_ar as ar', 'a.name_en as en'])
		.where('c.report_id', '=', reportId)
		.orderBy('c.id', 'desc')
		.limit(MOST)
		.execute();
	return rows.map(({ ar, en, done_at, ...row }) => ({
		...row,
		author: ar !== null && en !== null ? { ar, en } : null,
		isDone: done_at !== null,
	}));
}

/** Questions to colleagues about a report, newest first; for staff only. */
export async function readQuestions(
	{ db, viewer }: Pick<Context, 'db' | 'viewer'>,
	reportId: number,
): Promise<Question[]> {
	const rows = await db
		.selectFrom('colleague_question as q')
		.innerJoin('account as a', 'a.id', 'q.asked_by')
		.innerJoin('account as b', 'b.id', 'q.asked_of')
		.select([
			'q.id',
			'q.question',
			'q.asked_at as at',
			'q.answer',
			'q.answered_at as answeredAt',
			'q.asked_of',
		])
		.select([
			'a.name_ar as byAr',
			'a.name_en as byEn',
			'b.name_ar as ofAr',
			'b.name_en as ofEn',
			'q.closed_at',
		])
		.where('q.report_id', '=', reportId)
		.orderBy('q.id', 'desc')
		.limit(MOST)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		by: { ar: row.byAr, en: row.byEn },
		of: { ar: row.ofAr, en: row.ofEn },
		question: row.question,
		at: row.at,
		answer: row.answer,
		answeredAt: row.answeredAt,
		isForMe: row.asked_of === viewer.accountId && row.answeredAt === null && row.closed_at === null,
	}));
}

/** An officer's own day: how many decisions, and the median minutes from one to the next; nobody else is shown it. */
export interface Pace {
	readonly decisions: number;
	/** Null before the second decision; pauses of over an hour are left out. */
	readonly medianMinutes: number | null;
}

const PAUSE_MINUTES = 60;

/** The minutes between moments in order, without pauses; their median. */
function medianGap(moments: readonly string[]): number | null {
	const gaps = moments
		.slice(1)
		.map((at, i) => (Date.parse(at) - Date.parse(moments[i]!)) / 60_000)
		.filter((gap) => gap <= PAUSE_MINUTES)
		.sort((a, b) => a - b);
	if (!gaps.length) return null;
	const middle = Math.floor(gaps.length / 2);
	return Math.round(gaps.length % 2 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2);
}

/** The reader's own pace of today; nothing for whoever decides nothing. */
export const readOwnPace = defineQuery<Record<string, never>, Pace>({
	action: 'review.read',
	probe: () => ({}),
	run: (ctx) => paceOf(ctx),
});

async function paceOf({ db, viewer, today, pack }: Context): Promise<Pace> {
	if (viewer.role !== 'officer' || viewer.accountId === null) return { decisions: 0, medianMinutes: null };
	const rows = await db
		.selectFrom('review_event')
		.select('at')
		.where('account_id', '=', viewer.accountId)
		.where('kind', 'in', ['verified', 'returned', 'first_read'])
		.where('at', '>=', startOfDay(today, pack.timeZone).toISOString())
		.orderBy('at')
		.limit(1000)
		.execute();
	return { decisions: rows.length, medianMinutes: medianGap(rows.map(({ at }) => at)) };
}
