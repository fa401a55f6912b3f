import { sql } from 'kysely';
import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { assertKnown } from './known.server.ts';
import { alreadySent, assertOpen, findMonth, isWithSociety, type ReportMonth } from './month.server.ts';
import { mergeIntoDraft, openDraft, writeCells } from './save.server.ts';
import { MOST_CELLS } from './drafts.server.ts';

/** Which report: a program and its month. */
export const monthInput = {
	programId: z.coerce.number().int().positive(),
	period: z.string().regex(/^(199\d|2[01]\d\d)-(0[1-9]|1[0-2])$/),
};

/** What somebody typed, and the save their page knew. Longer texts than any cell holds end here. */
export const sentInput = {
	base: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
	cells: z
		.record(z.string().min(1).max(200), z.string().max(20_000))
		.refine((cells) => Object.keys(cells).length <= MOST_CELLS),
};

/** The society whose report it is; undefined without the program. */
export async function ownerOfMonth({ trx }: WriteContext, { programId }: { programId: number }) {
	const row = await trx
		.selectFrom('program')
		.select('society_id')
		.where('id', '=', programId)
		.executeTakeFirst();
	return row?.society_id;
}

/** The month as it may be written now; 409 when it was sent or opens later. */
export async function writableMonth(
	{ trx, today }: WriteContext,
	{ programId, period }: { readonly programId: number; readonly period: string },
): Promise<ReportMonth> {
	const month = await findMonth(trx, programId, period);
	if (!month) throw missing();
	if (!isWithSociety(month)) throw alreadySent();
	assertOpen(month, today);
	return month;
}

/** Keeps what was typed, as it was typed; the same sent again changes nothing. */
export const saveDraft = defineCommand({
	action: 'report.write',
	input: z.strictObject({ ...monthInput, ...sentInput }),
	isWorkingCopy: true,
	probe: ({ programId }) => ({
		programId,
		period: '2026-04',
		base: 0,
		cells: { spend: '1', challenges: 'x' },
	}),
	owner: ownerOfMonth,
	async run(write, input) {
		const month = await writableMonth(write, input);
		await assertKnown(write.trx, input.programId, input.cells, write.today);
		return mergeIntoDraft(write, month, input.base, input.cells);
	},
});

/** Sets some cells whatever they held before: what somebody confirmed (a copy of the last period). */
export const overwriteDraft = defineCommand({
	action: 'report.write',
	input: z.strictObject({ ...monthInput, cells: sentInput.cells }),
	isWorkingCopy: true,
	probe: ({ programId }) => ({ programId, period: '2026-04', cells: { spend: '1' } }),
	owner: ownerOfMonth,
	async run(write, input) {
		const month = await writableMonth(write, input);
		await assertKnown(write.trx, input.programId, input.cells, write.today);
		await writeCells(write, month, await openDraft(write, month), input.cells);
	},
});

/** Throws a draft away: a new report is empty again, a returned one as it came back. */
export const discardDraft = defineCommand({
	action: 'report.write',
	input: z.strictObject(monthInput),
	isWorkingCopy: true,
	probe: ({ programId }) => ({ programId, period: '2026-04' }),
	owner: ownerOfMonth,
	async run(write, input) {
		const { report } = await writableMonth(write, input);
		if (!report) return;
		await write.trx.deleteFrom('report_draft').where('report_id', '=', report.id).execute();
		// A page that still shows the old draft is recognised by its number.
		await write.trx
			.updateTable('report')
			.set({ version: sql`version + 1` })
			.where('id', '=', report.id)
			.execute();
	},
});
