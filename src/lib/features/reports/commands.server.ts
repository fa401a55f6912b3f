import { sql } from 'kysely';
import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { conflict } from '#lib/platform/errors.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { copyVersion, endForce, putInForce } from './versions.server.ts';

const input = z.strictObject({
	reportId: z.number().int().positive(),
	/** The report's version the person saw; a newer one means someone else was faster. */
	version: z.number().int().positive(),
});

async function ownerOf({ trx }: WriteContext, { reportId }: { reportId: number }) {
	const row = await trx
		.selectFrom('report')
		.innerJoin('program', 'program.id', 'report.program_id')
		.select('program.society_id')
		.where('report.id', '=', reportId)
		.executeTakeFirst();
	return row?.society_id;
}

async function move(
	{ trx }: WriteContext,
	{ reportId, version }: z.output<typeof input>,
	from: 'submitted' | 'verified',
	to: 'submitted' | 'verified',
): Promise<void> {
	const changed = await trx
		.updateTable('report')
		.set({ state: to, version: sql`version + 1` })
		.where('id', '=', reportId)
		.where('state', '=', from)
		.where('version', '=', version)
		.executeTakeFirst();
	if (changed.numUpdatedRows === 1n) return;
	throw conflict({
		ar: 'تغيّر التقرير بعد أن فتحتموه، أو لا تسمح حالته بهذه الخطوة. أعيدوا فتحه.',
		en: 'The report changed after you opened it, or its state does not allow this step. Open it again.',
	});
}

async function newestVersion({ trx }: WriteContext, reportId: number): Promise<number> {
	const row = await trx
		.selectFrom('report_version')
		.select('id')
		.where('report_id', '=', reportId)
		.orderBy('number', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return row.id;
}

/** An officer verifies a submitted report: its newest version comes into force and into every figure. */
export const verifyReport = defineCommand({
	action: 'report.verify',
	input,
	probe: ({ reportId }) => ({ reportId, version: 1 }),
	owner: ownerOf,
	async run(write, args) {
		await move(write, args, 'submitted', 'verified');
		const versionId = await newestVersion(write, args.reportId);
		await putInForce(write.trx, versionId, write.now.toISOString(), write.viewer.accountId);
		await write.audit({
			objectType: 'report',
			objectId: args.reportId,
			before: { state: 'submitted' },
			after: { state: 'verified', versionId },
		});
	},
});

/** An officer reopens a verified report: its figures leave the totals, a new version waits for verification, the old one stays readable. */
export const reopenReport = defineCommand({
	action: 'report.reopen',
	input,
	probe: ({ reportId }) => ({ reportId, version: 1 }),
	owner: ownerOf,
	async run(write, args) {
		await move(write, args, 'verified', 'submitted');
		const at = write.now.toISOString();
		const ended = await endForce(write.trx, args.reportId, at);
		const versionId = await copyVersion(write.trx, ended ?? (await newestVersion(write, args.reportId)), at);
		await write.audit({
			objectType: 'report',
			objectId: args.reportId,
			before: { state: 'verified', versionId: ended },
			after: { state: 'submitted', versionId },
		});
	},
});
