import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { readTargets } from '#lib/kpi/settings.server.ts';
import { expectedOver } from '#lib/kpi/targets.ts';
import { addMonths, monthCount } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { readCalendar } from '../programs/due.server.ts';
import { isInForce, type ReportSheet, type VersionSheet } from '../reports/sheet.ts';
import { readReport } from '../reports/sheet.server.ts';
import { readVersion, readVersions } from '../reports/sheetversions.server.ts';
import type { CellComment, EvidenceFile, Finding } from '../writing/form.ts';
import { readCellNames } from './cellnames.server.ts';
import { compare, type CompareGroup } from './comparison.ts';
import { readFindings } from './findings.server.ts';
import { isAbove, secondReaderLimit } from './limit.server.ts';
import { correctionDue } from './return.server.ts';
import { CORRECTION_DAYS, type Question, type QueueAsk, type QueueRow, type ReviewEvent } from './model.ts';
import { orderOf, rowsIn, toRows, type RawRow } from './queue.server.ts';
import { readComments, readEvents, readQuestions } from './talkread.server.ts';

type Db = Kysely<Schema>;

/** Rows of the list beside a report, and of the queue in which its place is counted. */
const BESIDE = 200;

/** A report under review, with all it is judged by. */
export interface ReviewSheet {
	readonly report: ReportSheet;
	/** Of the report: who decides must have seen this one. */
	readonly version: number;
	readonly state: 'submitted' | 'verified' | 'returned';
	readonly submittedBy: Text | null;
	readonly firstReader: { readonly id: number; readonly name: Text } | null;
	readonly needsSecond: boolean;
	readonly limitMinor: number | null;
	readonly noEvidenceReason: string | null;
	readonly lastPeriod: string;
	readonly groups: readonly CompareGroup[];
	/** What the last submission said, when this is another one. */
	readonly lastSubmission: VersionSheet | null;
	readonly findings: readonly Finding[];
	readonly comments: readonly CellComment[];
	readonly events: readonly ReviewEvent[];
	readonly questions: readonly Question[];
	readonly files: readonly EvidenceFile[];
	readonly cellNames: Readonly<Record<string, Text>>;
	readonly corrections: readonly { readonly days: number; readonly dueOn: string }[];
	/** The queue it is looked at in: its rows beside it. */
	readonly beside: readonly QueueRow[];
	readonly total: number;
}

/** Which report, and the queue one came from. */
export interface ReviewAsk {
	readonly id: number;
	readonly queue: QueueAsk;
}

async function readHead(db: Db, id: number) {
	return (
		db
			.selectFrom('report as t')
			.innerJoin('program as p', 'p.id', 't.program_id')
			.innerJoin('report_version as v', 'v.report_id', 't.id')
			.leftJoin('account as a', 'a.id', 'v.submitted_by')
			.leftJoin('account as f', 'f.id', 't.first_read_by')
			.select([
				't.version',
				't.state',
				't.period',
				'p.id as programId',
				'p.frequency',
				'p.starts_on',
				'p.ends_on',
			])
			.select([
				'v.id as versionId',
				'v.number',
				'v.spend_minor as spendMinor',
				'v.no_evidence_reason as noEvidenceReason',
			])
			.select(['p.budget_minor as budgetMinor', 'a.name_ar as byAr', 'a.name_en as byEn'])
			.select(['f.id as firstId', 'f.name_ar as firstAr', 'f.name_en as firstEn'])
			.where('t.id', '=', id)
			.where('t.state', '<>', 'draft')
			// A copy that is being corrected and was not sent is its author's alone.
			.where((eb) => eb.or([eb('t.state', '<>', 'returned'), eb('v.submitted_at', 'is not', null)]))
			.orderBy('v.number', 'desc')
			.limit(1)
			.executeTakeFirst()
	);
}

/** What a program's report of another month says: what counts, else what came last. */
async function sheetOf(db: Db, programId: number, period: string): Promise<VersionSheet | null> {
	const other = await db
		.selectFrom('report')
		.select(['id', 'state'])
		.where('program_id', '=', programId)
		.where('period', '=', period)
		.where('state', '<>', 'draft')
		.executeTakeFirst();
	if (!other) return null;
	const versions = await readVersions(db, other.id, other.state, false);
	const version = versions.find(isInForce) ?? versions[0];
	return version ? readVersion(db, version) : null;
}

async function filesOf(db: Db, versionId: number): Promise<EvidenceFile[]> {
	return db
		.selectFrom('report_evidence as e')
		.innerJoin('stored_file as f', 'f.id', 'e.file_id')
		.select(['f.id', 'f.name', 'f.media_type as mediaType', 'f.bytes'])
		.where('e.version_id', '=', versionId)
		.orderBy('f.id')
		.limit(100)
		.execute();
}

/** The even part of the budget for one period: a budget is a year's, or the whole run's where that is shorter. */
function budgetOf(
	head: { budgetMinor: number | null; starts_on: string; ends_on: string | null },
	months: number,
): number | null {
	if (head.budgetMinor === null) return null;
	const run = head.ends_on === null ? 12 : monthCount(head.starts_on.slice(0, 7), head.ends_on.slice(0, 7));
	const year = Math.min(12, Math.max(1, run));
	return Math.round((head.budgetMinor * Math.min(months, year)) / year);
}

async function readBeside(ctx: Context, ask: QueueAsk) {
	const { rows } = await sql<RawRow>`${rowsIn(ctx, ask)} order by ${orderOf(ask)} limit ${BESIDE}`.execute(
		ctx.db,
	);
	return toRows(ctx, ask.queue, rows);
}

/** A report with everything its review needs; a draft is not there for the ministry. */
export const readReview = defineQuery<ReviewAsk, ReviewSheet>({
	action: 'review.read',
	probe: ({ reportId }) => ({
		id: reportId,
		queue: { queue: 'waiting', whose: 'all', matching: '', onlyFindings: false, order: 'findings', page: 1 },
	}),
	async run(ctx, _scope, ask) {
		const { db, today, pack } = ctx;
		const head = await readHead(db, ask.id);
		if (!head || head.state === 'draft') throw missing();
		const report = await readReport(ctx, { id: ask.id, version: head.number });
		const months = head.frequency === 'quarterly' ? 3 : 1;
		const lastPeriod = addMonths(head.period, -months);
		const targets = await readTargets(
			db,
			'K-B7',
			{ level: 'program', ids: { program: head.programId } },
			today,
		);
		const first = addMonths(head.period, 1 - months);
		const groups = compare({
			now: report.shown,
			last: await sheetOf(db, head.programId, lastPeriod),
			yearAgo: await sheetOf(db, head.programId, addMonths(head.period, -12)),
			segments: report.segments,
			indicators: report.indicators,
			targetPeople: expectedOver(targets, first, head.period, months === 3) ?? null,
			budgetMinor: budgetOf(head, months),
		});
		const findings = (await readFindings(db, [head.versionId])).get(head.versionId) ?? [];
		const comments = await readComments(db, ask.id);
		const limitMinor = await secondReaderLimit(db, today);
		const calendar = await readCalendar(db, pack.code);
		const beside = await readBeside(ctx, ask.queue);
		const cells = [
			...findings.flatMap(({ cell }) => cell ?? []),
			...comments.flatMap(({ cell }) => cell ?? []),
			...groups.flatMap(({ rows }) => rows.flatMap(({ cell }) => cell ?? [])),
		];
		return {
			report,
			version: head.version,
			state: head.state,
			submittedBy: head.byAr !== null && head.byEn !== null ? { ar: head.byAr, en: head.byEn } : null,
			firstReader:
				head.firstId === null ? null : { id: head.firstId, name: { ar: head.firstAr!, en: head.firstEn! } },
			needsSecond: isAbove(head.spendMinor, limitMinor),
			limitMinor,
			noEvidenceReason: head.noEvidenceReason,
			lastPeriod,
			groups,
			lastSubmission: report.against,
			findings,
			comments,
			events: await readEvents(db, ask.id),
			questions: await readQuestions(ctx, ask.id),
			files: await filesOf(db, head.versionId),
			cellNames: await readCellNames(db, cells),
			corrections: CORRECTION_DAYS.map((count) => ({
				days: count,
				dueOn: correctionDue(today, count, calendar),
			})),
			beside,
			total: beside.length,
		};
	},
});
