import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { removeBatch } from '#lib/kpi/rollup.server.ts';
import { conflict, denied, missing } from '#lib/platform/errors.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { IMPORTED_UNIT } from './batch.server.ts';
import { takeBatchBack } from './intake/takeback.server.ts';

type Trx = Transaction<Schema>;

/** What went with a batch. */
export interface Undone {
	readonly batchId: number;
	readonly reports: number;
	readonly programs: number;
	readonly societies: number;
}

/**
 * Takes an import back: its figures, its reports, and the societies, programs and units that came with a file and
 * that nothing else uses. 404 for an unknown batch; 409 when it was undone before, or when a report of it was
 * touched since (reopened, returned or given a new version).
 */
export const undoImport = defineCommand({
	action: 'import.undo',
	input: z.object({ batchId: z.int().positive() }),
	probe: () => ({ batchId: 1 }),
	async owner({ viewer }) {
		// What the screen brought in, the screen takes back; this door is the machine's own.
		if (viewer.role !== 'operator') throw denied();
		return null;
	},
	async run(write, { batchId }): Promise<Undone> {
		const { trx, now, audit } = write;
		if (await isOfScreen(trx, batchId)) return takeScreenBack(write, batchId);
		const batch = await trx
			.selectFrom('import_batch')
			.select(['adapter', 'file_name', 'sha256', 'rows_accepted', 'undone_at'])
			.where('id', '=', batchId)
			.executeTakeFirst();
		if (!batch) throw missing();
		if (batch.undone_at) {
			throw conflict({
				ar: `أُلغيت الدفعة ${batchId} من قبل.`,
				en: `Batch ${batchId} was undone before.`,
			});
		}
		await refuseTouched(trx, batchId);
		await removeBatch(trx, batchId);
		const reports = await deleteReports(trx, batchId);
		await trx
			.updateTable('import_batch')
			.set({ undone_at: now.toISOString() })
			.where('id', '=', batchId)
			.execute();
		const programs = await deletePrograms(trx);
		const societies = await deleteSocieties(trx);
		await deleteUnits(trx);
		await audit({
			objectType: 'import_batch',
			objectId: batchId,
			before: { adapter: batch.adapter, sha256: batch.sha256, accepted: batch.rows_accepted },
			after: { reports, programs, societies },
		});
		return { batchId, reports, programs, societies };
	},
});

async function isOfScreen(trx: Trx, batchId: number): Promise<boolean> {
	const batch = await trx
		.selectFrom('import_batch')
		.select('kind')
		.where('id', '=', batchId)
		.executeTakeFirst();
	return typeof batch?.kind === 'string';
}

async function takeScreenBack(write: WriteContext, batchId: number): Promise<Undone> {
	const brought = await write.trx
		.selectFrom('import_change')
		.select(['table_name', ({ fn }) => fn.countAll<number>().as('n')])
		.where('batch_id', '=', batchId)
		.where('before', 'is', null)
		.groupBy('table_name')
		.execute();
	const of = (table: string) => brought.find(({ table_name }) => table_name === table)?.n ?? 0;
	await takeBatchBack(write, batchId);
	return { batchId, reports: of('report'), programs: of('program'), societies: of('society') };
}

async function refuseTouched(trx: Trx, batchId: number): Promise<void> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from report t where t.import_batch_id = ${batchId} and (
			t.version <> 1 or t.state <> 'verified'
			or (select count(*) from report_version v where v.report_id = t.id) <> 1
			or exists (select 1 from report_version v where v.report_id = t.id and v.verified_until is not null))`.execute(
		trx,
	);
	const touched = rows[0]!.n;
	if (!touched) return;
	throw conflict({
		ar: `لا يمكن إلغاء الدفعة ${batchId}: عدد تقاريرها التي تغيّرت بعد الاستيراد ${touched}.`,
		en: `Batch ${batchId} cannot be undone: reports changed since the import: ${touched}.`,
	});
}

async function deleteReports(trx: Trx, batchId: number): Promise<number> {
	const ofBatch = trx.selectFrom('report').select('id').where('import_batch_id', '=', batchId);
	await trx.deleteFrom('report_version').where('report_id', 'in', ofBatch).execute();
	const { numDeletedRows } = await trx
		.deleteFrom('report')
		.where('import_batch_id', '=', batchId)
		.executeTakeFirstOrThrow();
	return Number(numDeletedRows);
}

// What an undone batch brought goes once nothing holds it: a later batch may have used it meanwhile, so every
// undo looks at all undone batches. A changed row (version above 1) is somebody's work and stays.
const UNDONE = sql<number>`(select id from import_batch where undone_at is not null)`;

async function deletePrograms(trx: Trx): Promise<number> {
	const { rows } = await sql<{ id: number }>`
		select p.id from program p where p.version = 1 and p.import_batch_id in ${UNDONE}
			and not exists (select 1 from report x where x.program_id = p.id)
			and not exists (select 1 from expected_report x where x.program_id = p.id)
			and not exists (select 1 from kpi_target x where x.program_id = p.id)
			and not exists (select 1 from indicator x where x.program_id = p.id)`.execute(trx);
	for (const { id } of rows) {
		await trx.deleteFrom('program_governorate').where('program_id', '=', id).execute();
		await trx.deleteFrom('program_segment').where('program_id', '=', id).execute();
		await trx.deleteFrom('program').where('id', '=', id).execute();
	}
	return rows.length;
}

async function deleteSocieties(trx: Trx): Promise<number> {
	const { rows } = await sql<{ id: number }>`
		select s.id from society s where s.version = 1 and s.import_batch_id in ${UNDONE}
			and not exists (select 1 from program x where x.society_id = s.id)
			and not exists (select 1 from account x where x.society_id = s.id)
			and not exists (select 1 from portfolio x where x.society_id = s.id)
			and not exists (select 1 from board_term x where x.society_id = s.id)
			and not exists (select 1 from society_registration x where x.society_id = s.id)
			and (select count(*) from society_status x where x.society_id = s.id) = 1`.execute(trx);
	for (const { id } of rows) {
		await trx.deleteFrom('society_status').where('society_id', '=', id).execute();
		await trx.deleteFrom('society').where('id', '=', id).execute();
	}
	return rows.length;
}

async function deleteUnits(trx: Trx): Promise<void> {
	await sql`delete from unit where source = ${IMPORTED_UNIT}
		and not exists (select 1 from delivery_line l where l.unit_id = unit.id)`.execute(trx);
}
