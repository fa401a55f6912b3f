import { sql } from 'kysely';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict } from '#lib/platform/errors.ts';
import { notify, peopleOfSociety, stopNotices, type Notice } from '../notices/notify.server.ts';
import type { EventKind } from './model.ts';

/** A report under decision, with the version the decision is about: the newest. */
export interface Reviewed {
	readonly id: number;
	readonly state: 'draft' | 'submitted' | 'verified' | 'returned';
	readonly version: number;
	readonly period: string;
	readonly firstReadBy: number | null;
	readonly societyId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly versionId: number;
	readonly spendMinor: number | null;
	readonly submittedBy: number | null;
}

/** The society whose report it is: the owner of every command on it. */
export async function societyOfReport({ trx }: WriteContext, { reportId }: { reportId: number }) {
	const row = await trx
		.selectFrom('report')
		.innerJoin('program', 'program.id', 'report.program_id')
		.select('program.society_id')
		.where('report.id', '=', reportId)
		.executeTakeFirst();
	return row?.society_id;
}

/** Reads a report for a decision; it must exist (the owner check found it). */
export function readReviewed({ trx }: WriteContext, reportId: number): Promise<Reviewed> {
	return trx
		.selectFrom('report as t')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.innerJoin('report_version as v', 'v.report_id', 't.id')
		.select(['t.id', 't.state', 't.version', 't.period', 't.first_read_by as firstReadBy'])
		.select(['p.society_id as societyId', 'p.name_ar as programAr', 'p.name_en as programEn'])
		.select(['v.id as versionId', 'v.spend_minor as spendMinor', 'v.submitted_by as submittedBy'])
		.where('t.id', '=', reportId)
		.orderBy('v.number', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow(() => changedMeanwhile());
}

/** The report is not as the person saw it. */
export function changedMeanwhile() {
	return conflict({
		ar: 'تغيّر التقرير بعد أن فتحتموه، أو لا تسمح حالته بهذه الخطوة. أعيدوا فتحه.',
		en: 'The report changed after you opened it, or its state does not allow this step. Open it again.',
	});
}

/** Moves a report from the state and version the person saw; anything else is a conflict and changes nothing. */
export async function moveReport(
	{ trx }: WriteContext,
	{ reportId, version }: { readonly reportId: number; readonly version: number },
	from: Reviewed['state'],
	to: Reviewed['state'],
	firstReadBy: number | null = null,
): Promise<void> {
	const changed = await trx
		.updateTable('report')
		.set({ state: to, first_read_by: firstReadBy, version: sql`version + 1` })
		.where('id', '=', reportId)
		.where('state', '=', from)
		.where('version', '=', version)
		.executeTakeFirst();
	if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
}

/** Writes what happened into the report's history. */
export async function addEvent(
	{ trx, now, viewer }: WriteContext,
	report: { readonly id: number; readonly versionId: number },
	kind: EventKind,
	more: { readonly reason?: string; readonly text?: string; readonly dueOn?: string } = {},
): Promise<number> {
	const { id } = await trx
		.insertInto('review_event')
		.values({
			report_id: report.id,
			version_id: report.versionId,
			kind,
			at: now.toISOString(),
			account_id: viewer.accountId,
			reason_code: more.reason ?? null,
			text: more.text ?? null,
			due_on: more.dueOn ?? null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

/** What a notice about a report says of it. */
export const factsOf = ({ programAr, programEn, period }: Reviewed) => ({ programAr, programEn, period });

/** Tells the society's people of a decision. `event` makes its name: each decision is told once. */
export async function tellSociety(
	{ trx, now }: WriteContext,
	report: Reviewed,
	event: number,
	notice: Pick<Notice, 'kind' | 'dueOn' | 'isUrgent'>,
): Promise<void> {
	const people = await peopleOfSociety(trx, report.societyId);
	await notify(
		trx,
		now,
		people.map((accountId) => ({
			...notice,
			accountId,
			objectType: 'report' as const,
			objectId: report.id,
			facts: factsOf(report),
			once: `${notice.kind}:${event}`,
		})),
	);
}

/** Tells one officer of a question or its answer. */
export async function addNotice(
	{ trx, now }: WriteContext,
	report: Reviewed,
	accountId: number,
	kind: 'question_asked' | 'question_answered',
	questionId: number,
): Promise<void> {
	const about = { objectType: 'report' as const, objectId: report.id, facts: factsOf(report) };
	await notify(trx, now, [{ ...about, accountId, kind, once: `${kind}:${questionId}` }]);
}

/** Nobody waits for this report any more: its notices stop and open questions about it close. */
export async function endWaiting({ trx, now }: WriteContext, reportId: number): Promise<void> {
	await stopNotices(trx, now, { type: 'report', id: reportId }, [
		'review_waiting',
		'second_reader',
		'question_asked',
	]);
	await trx
		.updateTable('colleague_question')
		.set({ closed_at: now.toISOString() })
		.where('report_id', '=', reportId)
		.where('answered_at', 'is', null)
		.where('closed_at', 'is', null)
		.execute();
}
