import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { all } from '#lib/kpi/sql.server.ts';
import { addDays, dateIn, daysBetween } from '#lib/platform/clock.ts';
import { PAGE_SIZE, pageWithin } from '#lib/tables/query.ts';
import { readCalendar, workingDays } from '../programs/due.server.ts';
import type { Finding } from '../writing/form.ts';
import { readCellNames } from './cellnames.server.ts';
import { readFindings } from './findings.server.ts';
import { isAbove, reviewRule, secondReaderLimit } from './limit.server.ts';
import { OPEN, type OpenQueue, type Queue, type QueueAsk, type QueueRow, type ReviewRule } from './model.ts';
import { caredFor, mineIn, OPEN_QUEUES } from './queues.server.ts';

type Db = Kysely<Schema>;
type Asker = Pick<Context, 'viewer' | 'today'>;

/** Days for which a verified report is shown as verified lately, and months for which a missing one is asked for. */
const LATELY = 7;
const MISSING_FOR = 366;

const named = sql`p.id as programId, p.name_ar as programAr, p.name_en as programEn,
	s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn`;

/** A report with its newest version; `since` is when it last changed hands. */
const reports = sql`report t join program p on p.id = t.program_id join society s on s.id = p.society_id
	join report_version v on v.id = (select w.id from report_version w where w.report_id = t.id
		order by w.number desc limit 1)`;

const sinceOf = (kinds: RawBuilder<unknown>) => sql`coalesce((select e.at from review_event e
	where e.report_id = t.id and e.kind in (${kinds}) order by e.id desc limit 1), v.submitted_at, v.created_at)`;

const SINCE: Readonly<Record<OpenQueue | 'verified', RawBuilder<unknown>>> = {
	waiting: sinceOf(sql`'submitted', 'resubmitted', 'reopened'`),
	second: sinceOf(sql`'submitted', 'resubmitted', 'reopened'`),
	asked: sinceOf(sql`'submitted', 'resubmitted', 'reopened'`),
	returned: sinceOf(sql`'returned'`),
	verified: sinceOf(sql`'verified'`),
};

const columns = (queue: OpenQueue | 'verified') => sql`t.id as reportId, t.version, t.period, ${named},
	v.id as versionId, v.number, v.spend_minor as spendMinor,
	(select sum(l.people) from reach_line l where l.version_id = v.id) as people,
	(select count(*) from report_finding f where f.version_id = v.id) as findings,
	(select count(*) from review_event e where e.report_id = t.id and e.kind = 'returned') as returned,
	(select e.due_on from review_event e where e.report_id = t.id and e.kind = 'returned' order by e.id desc limit 1) as dueOn,
	${SINCE[queue]} as since`;

const searched = (matching: string): RawBuilder<unknown>[] => {
	// Folding made spaces of the hyphens.
	const number = /^rpt (\d{2})(\d{2}) (\d+)/.exec(matching);
	if (number) return [sql`p.id = ${Number(number[3])} and t.period = ${`20${number[1]}-${number[2]}`}`];
	if (!matching) return [];
	return [sql`(instr(p.search_key, ${matching}) or instr(s.search_key, ${matching}))`];
};

/** The rows of a queue as one SQL statement, without order and limit; the same for screen, count and file. */
export function rowsIn({ viewer, today }: Asker, ask: Omit<QueueAsk, 'page' | 'order'>): RawBuilder<unknown> {
	const { queue, whose, matching, onlyFindings } = ask;
	const isMine = whose === 'mine';
	if (queue === 'missing') {
		const where = [
			sql`e.due_on < ${today} and e.due_on >= ${addDays(today, -MISSING_FOR)}`,
			sql`(t.id is null or (t.state = 'draft' and t.first_submitted_on is null))`,
			...(isMine ? [sql`p.society_id in ${caredFor(viewer.accountId, today)}`] : []),
			...(matching ? [sql`(instr(p.search_key, ${matching}) or instr(s.search_key, ${matching}))`] : []),
		];
		return sql`select null as reportId, 0 as version, e.period, ${named}, null as versionId, 0 as number,
			null as spendMinor, null as people, 0 as findings, 0 as returned, e.due_on as dueOn, e.due_on as since
			from expected_report e join program p on p.id = e.program_id join society s on s.id = p.society_id
			left join report t on t.program_id = e.program_id and t.period = e.period where ${all(where)}`;
	}
	const where = [
		queue === 'verified'
			? sql`t.state = 'verified' and t.id in (select e.report_id from review_event e
				where e.kind = 'verified' and e.at >= ${addDays(today, -LATELY)})`
			: OPEN_QUEUES[queue],
		...(isMine
			? [
					queue === 'verified'
						? sql`p.society_id in ${caredFor(viewer.accountId, today)}`
						: mineIn(queue, viewer.accountId, today),
				]
			: []),
		...searched(matching),
		...(onlyFindings ? [sql`exists (select 1 from report_finding f where f.version_id = v.id)`] : []),
	];
	return sql`select ${columns(queue)} from ${reports} where ${all(where)}`;
}

const ORDER_BY: Readonly<Record<QueueAsk['order'], RawBuilder<unknown>>> = {
	findings: sql`findings desc, since, reportId`,
	age: sql`since, reportId`,
	society: sql`societyAr, programAr, period`,
	month: sql`period, reportId`,
	people: sql`people desc, reportId`,
	spend: sql`spendMinor desc, reportId`,
};

/** How the rows of a queue are ordered; what was verified lately begins with the newest. */
export const orderOf = ({ queue, order }: Pick<QueueAsk, 'queue' | 'order'>): RawBuilder<unknown> =>
	queue === 'verified' && order === 'findings' ? sql`since desc, reportId` : ORDER_BY[order];

/** A row as SQL gives it. */
export interface RawRow {
	readonly reportId: number | null;
	readonly version: number;
	readonly period: string;
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly versionId: number | null;
	readonly number: number;
	readonly spendMinor: number | null;
	readonly people: number | null;
	readonly findings: number;
	readonly returned: number;
	readonly dueOn: string | null;
	readonly since: string;
}

/** Turns rows of SQL into rows of a queue: ages in working days, findings, whether they may go together. */
export async function toRows(
	{ db, today, pack }: Pick<Context, 'db' | 'today' | 'pack'>,
	queue: Queue,
	rows: readonly RawRow[],
): Promise<QueueRow[]> {
	const calendar = await readCalendar(db, pack.code);
	const limit = await secondReaderLimit(db, today);
	const findings = await readFindings(
		db,
		rows.flatMap((row) => row.versionId ?? []),
	);
	const none: readonly Finding[] = [];
	return rows.map((row) => {
		const from = row.since.length > 10 ? dateIn(new Date(row.since), pack.timeZone) : row.since;
		return {
			reportId: row.reportId,
			version: row.version,
			period: row.period,
			program: { id: row.programId, ar: row.programAr, en: row.programEn },
			society: { id: row.societyId, ar: row.societyAr, en: row.societyEn },
			number: row.number,
			findings: (row.versionId && findings.get(row.versionId)) || none,
			returned: row.returned,
			people: row.people,
			spendMinor: row.spendMinor,
			since: row.since,
			age: queue === 'missing' ? daysBetween(from, today) : workingDays(addDays(from, 1), today, calendar),
			dueOn: row.dueOn,
			isPlain: queue === 'waiting' && !row.findings && !isAbove(row.spendMinor, limit),
		};
	});
}

/** A page of a queue with the counts of all. */
export interface QueuePage {
	readonly rows: readonly QueueRow[];
	/** What the cells of its findings are called. */
	readonly cellNames: Readonly<Record<string, Text>>;
	readonly total: number;
	readonly societies: number;
	readonly page: number;
	readonly counts: Readonly<Record<Queue, number>>;
	readonly rule: ReviewRule;
	readonly limitMinor: number | null;
}

async function count(db: Db, asker: Asker, ask: Omit<QueueAsk, 'page' | 'order'>) {
	const { rows } = await sql<{ n: number; societies: number }>`
		select count(*) as n, count(distinct societyId) as societies from (${rowsIn(asker, ask)})`.execute(db);
	return rows[0]!;
}

const QUEUE_PROBE: QueueAsk = {
	queue: 'waiting', whose: 'all', matching: '', onlyFindings: false, order: 'findings', page: 1,
}; // prettier-ignore

/** One queue, its rows with their findings, and how many are in each. */
export const readQueue = defineQuery<QueueAsk, QueuePage>({
	action: 'review.read',
	probe: () => ({ ...QUEUE_PROBE, queue: 'asked' }),
	async run(ctx, _scope, ask) {
		const { db, today } = ctx;
		const counts: Record<Queue, number> = {
			waiting: 0,
			second: 0,
			asked: 0,
			returned: 0,
			verified: 0,
			missing: 0,
		};
		const plain = { whose: ask.whose, matching: '', onlyFindings: false };
		for (const queue of [...OPEN, 'verified', 'missing'] as const) {
			counts[queue] = (await count(db, ctx, { ...plain, queue })).n;
		}
		const { n: total, societies } = await count(db, ctx, ask);
		const page = pageWithin(ask.page, total);
		const { rows } = await sql<RawRow>`${rowsIn(ctx, ask)} order by ${orderOf(ask)}
			limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`.execute(db);
		const shown = await toRows(ctx, ask.queue, rows);
		const cells = shown.flatMap((row) => row.findings.flatMap(({ cell }) => cell ?? []));
		return {
			rows: shown,
			cellNames: await readCellNames(db, cells),
			total,
			societies,
			page,
			counts,
			rule: await reviewRule(db, today),
			limitMinor: await secondReaderLimit(db, today),
		};
	},
});

/** How many reports wait for the reader: the count beside the page's name in the navigation. */
export const countWaiting = defineQuery<Record<string, never>, number>({
	action: 'review.read',
	probe: () => ({}),
	async run(ctx) {
		const whose = ctx.viewer.role === 'officer' ? 'mine' : 'all';
		return (await count(ctx.db, ctx, { queue: 'waiting', whose, matching: '', onlyFindings: false })).n;
	},
});
