import { sql } from 'kysely';
import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { notify, officersOfSociety, stopNotices } from '#lib/features/notices/notify.server.ts';
import { createFormat, type Format } from '#lib/i18n/format.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import type { Text } from '#lib/i18n/text.ts';
import { invalid, type ExpectedCode, type Problem } from '#lib/platform/errors.ts';
import { checkCells, stopping } from './checks.ts';
import { monthInput, ownerOfMonth, sentInput, writableMonth } from './draft.server.ts';
import { problemsOf } from './findingwords.ts';
import type { Finding, Saved } from './form.ts';
import { assertKnown } from './known.server.ts';
import { sheetOf, type Sheet } from './lines.server.ts';
import { alreadySent, type ReportMonth } from './month.server.ts';
import { planForm } from './plan.server.ts';
import { currentTexts, mergeIntoDraft } from './save.server.ts';
import { writeVersion } from './version.server.ts';

/** A refusal whose change was kept all the same: what was typed is saved. */
interface Stopped {
	readonly status: number;
	readonly code: ExpectedCode;
	readonly text: Text;
	readonly problems: readonly Problem[];
}

/** What became of a submission. Whatever it is, what was typed is kept. */
export type Submitted =
	| { readonly kind: 'sent'; readonly reportId: number; readonly version: number }
	| { readonly kind: 'conflicts'; readonly saved: Saved }
	| { readonly kind: 'blocked'; readonly saved: Saved; readonly refused: Stopped };

function formats({ pack }: WriteContext): Readonly<Record<'ar' | 'en', Format>> {
	const settings = { ...pack, digits: 'latn' as const };
	return { ar: createFormat({ ...settings, locale: 'ar' }), en: createFormat({ ...settings, locale: 'en' }) };
}

/** Figures of a version as the trail keeps them. */
async function totalsOf({ trx }: WriteContext, versionId: number | undefined) {
	if (versionId === undefined) return undefined;
	const row = await trx
		.selectFrom('report_version as v')
		.select((eb) => [
			'v.spend_minor as spendMinor',
			'v.volunteers',
			'v.volunteer_hours as volunteerHours',
			eb
				.selectFrom('reach_line as l')
				.select((inner) => inner.fn.sum<number | null>('l.people').as('people'))
				.whereRef('l.version_id', '=', 'v.id')
				.as('people'),
		])
		.where('v.id', '=', versionId)
		.executeTakeFirst();
	return row;
}

async function newestVersion({ trx }: WriteContext, reportId: number) {
	return trx
		.selectFrom('report_version')
		.select(['id', 'number'])
		.where('report_id', '=', reportId)
		.orderBy('number', 'desc')
		.limit(1)
		.executeTakeFirst();
}

async function dropUnsent({ trx }: WriteContext, reportId: number): Promise<void> {
	await trx
		.deleteFrom('report_version')
		.where('report_id', '=', reportId)
		.where('submitted_at', 'is', null)
		.where('verified_from', 'is', null)
		.execute();
}

/** The state changes under the eyes of whoever was faster: then nothing is written. */
async function moveToSubmitted(
	{ trx, today }: WriteContext,
	{ report }: ReportMonth,
	reportId: number,
): Promise<void> {
	const changed = await trx
		.updateTable('report')
		.set((eb) => ({
			state: 'submitted' as const,
			version: sql<number>`version + 1`,
			first_read_by: null,
			first_submitted_on: eb.fn.coalesce('first_submitted_on', eb.val(today)),
		}))
		.where('id', '=', reportId)
		.where('state', 'in', ['draft', 'returned'])
		.where('version', '=', report?.version ?? 1)
		.executeTakeFirst();
	if (changed.numUpdatedRows !== 1n) throw alreadySent();
}

async function tell(
	write: WriteContext,
	month: ReportMonth,
	reportId: number,
	number: number,
): Promise<void> {
	const { trx, now, today } = write;
	const { program, expected, period } = month;
	const asked = ['report_due', 'report_overdue', 'report_returned', 'reminder'] as const;
	await stopNotices(trx, now, { type: 'report', id: reportId }, asked);
	if (expected) await stopNotices(trx, now, { type: 'expected_report', id: expected.id }, asked);
	const officers = await officersOfSociety(trx, program.societyId, today);
	const facts = {
		societyAr: program.societyAr,
		societyEn: program.societyEn,
		programAr: program.ar,
		programEn: program.en,
		period,
		version: number,
	};
	const notices = officers.map((accountId) => ({
		accountId,
		kind: 'review_waiting' as const,
		objectType: 'report' as const,
		objectId: reportId,
		facts,
		once: `review_waiting:${reportId}:${number}`,
	}));
	await notify(trx, now, notices);
}

const NOT_YET: Text = {
	ar: 'لم يُرسل التقرير بعد: صحّحوا ما يلي أو اذكروا سببه. كل ما كتبتموه محفوظ.',
	en: 'The report was not submitted yet: correct the following or give the reason. Everything you typed is saved.',
};

function stopped(problems: readonly Problem[]): Stopped {
	const { status, code, text } = invalid(NOT_YET, problems);
	return { status, code, text, problems };
}

/** What the draft becomes: version, lines, states, findings, files; the draft goes. */
async function send(
	write: WriteContext,
	month: ReportMonth,
	reportId: number,
	sheet: Sheet,
	findings: readonly Finding[],
): Promise<number> {
	const { trx } = write;
	const { report } = month;
	// A version that was begun and never sent says nothing that the draft does not say.
	await trx.deleteFrom('report_draft').where('report_id', '=', reportId).execute();
	if (report?.state === 'draft') await dropUnsent(write, reportId);
	const before = await newestVersion(write, reportId);
	const number = (before?.number ?? 0) + 1;
	const old = await totalsOf(write, before?.id);
	await moveToSubmitted(write, month, reportId);
	const versionId = await writeVersion(write, { reportId, number }, sheet, findings);
	const state = report?.state === 'returned' ? 'returned' : 'draft';
	const isNothing = sheet.texts.nothing?.trim() ? true : undefined;
	await write.audit({
		objectType: 'report',
		objectId: reportId,
		before: { state, ...old },
		after: {
			state: 'submitted',
			versionId,
			...(await totalsOf(write, versionId)),
			nothingToReport: isNothing,
		},
	});
	await tell(write, month, reportId, number);
	return number;
}

/**
 * Submits a month's report. What was typed last comes with it and is merged as by every save; checks that stop the
 * submission come back with their places, and the draft keeps everything.
 */
export const submitReport = defineCommand({
	action: 'report.write',
	input: z.strictObject({ ...monthInput, ...sentInput }),
	isWorkingCopy: true,
	probe: ({ programId }) => ({ programId, period: '2026-04', base: 0, cells: { nothing: 'x' } }),
	owner: ownerOfMonth,
	async run(write, input): Promise<Submitted> {
		const { trx, pack, today } = write;
		const month = await writableMonth(write, input);
		await assertKnown(trx, input.programId, input.cells, today);
		const saved = await mergeIntoDraft(write, month, input.base, input.cells);
		if (saved.conflicts.length) return { kind: 'conflicts', saved };
		const now = await writableMonth(write, input);
		const texts = await currentTexts(write, now);
		const settings = { today, currencyDigits: pack.currencyDigits };
		const { facts } = await planForm(trx, now, Object.keys(texts), settings);
		const findings = checkCells(texts, facts, true);
		const stops = stopping(findings);
		if (stops.length) return { kind: 'blocked', saved, refused: stopped(problemsOf(stops, formats(write))) };
		const reportId = now.report!.id;
		const sheet = sheetOf(texts, facts.required, pack.currencyDigits);
		return { kind: 'sent', reportId, version: await send(write, now, reportId, sheet, findings) };
	},
});
