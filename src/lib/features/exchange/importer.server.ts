import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { scopeOf } from '#lib/access/grants.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { addBatch } from '#lib/kpi/rollup.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import { conflict, denied, Expected } from '#lib/platform/errors.ts';
import { NEW_SOCIETY, writePrograms, writeReports, writeSocieties } from './batch.server.ts';
import type { Outcome } from './canonical.ts';
import { collect, type Found } from './collect.ts';
import { readLists } from './lists.server.ts';
import { makePlan } from './plan.server.ts';
import type { Rejection } from './rejections.ts';

/** A file to take in: who made its rows, its name and fingerprint, and its rows in the product's own terms. */
export interface ImportSource {
	readonly adapter: string;
	readonly fileName: string;
	/** SHA-256 of the file's bytes, hexadecimal. */
	readonly sha256: string;
	readonly rows: AsyncIterable<readonly (Outcome | Rejection)[]>;
	/** Rows read, then reports written; `total` is known when writing. */
	readonly onProgress?: (phase: 'read' | 'write', done: number, total?: number) => void;
}

export interface ImportCounts {
	readonly read: number;
	readonly accepted: number;
	readonly rejected: number;
}

/** `already`: the same file came in before and was not undone; nothing changed. `read` is accepted plus rejected. */
export type ImportResult =
	| ({ readonly state: 'already'; readonly batchId: number } & ImportCounts)
	| ({
			readonly state: 'imported';
			readonly batchId: number;
			readonly societies: number;
			readonly programs: number;
			readonly reports: number;
			/** In the order of the file. */
			readonly rejections: readonly Rejection[];
	  } & ImportCounts);

/** Every row was rejected, so there is nothing to keep a batch for. */
export class NothingAccepted extends Expected {
	readonly rejections: readonly Rejection[];
	constructor(rejections: readonly Rejection[]) {
		super('invalid', {
			ar: 'لم يُقبل أي صف من الملف، ولم يُحفظ شيء.',
			en: 'Not one row of the file could be taken in. Nothing was saved.',
		});
		this.rejections = rejections;
	}
}

async function batchOf(
	db: Kysely<Schema>,
	{ adapter, sha256 }: ImportSource,
): Promise<ImportResult | undefined> {
	const batch = await db
		.selectFrom('import_batch')
		.select(['id', 'rows_read', 'rows_accepted', 'rows_rejected'])
		.where('adapter', '=', adapter)
		.where('sha256', '=', sha256)
		.where('undone_at', 'is', null)
		.executeTakeFirst();
	return (
		batch && {
			state: 'already',
			batchId: batch.id,
			read: batch.rows_read,
			accepted: batch.rows_accepted,
			rejected: batch.rows_rejected,
		}
	);
}

/**
 * Takes a file's outcome rows in as verified reports: one batch, one transaction, one audit entry. Societies and
 * programs the register does not know are added; those it knows stay as they are. All acceptable rows go in or
 * none: whatever `rows` throws leaves the data unchanged. The same file again is `already`.
 */
export async function importOutcomes(ctx: Context, source: ImportSource): Promise<ImportResult> {
	if (scopeOf(ctx.viewer, 'report.import')?.reach !== 'all') throw denied();
	const already = await batchOf(ctx.db, source);
	if (already) return already;
	const lists = await readLists(ctx.db);
	const found = await collect(source.rows, lists, (rows) => source.onProgress?.('read', rows));
	return transact(ctx, 'report.import', (write) => writeBatch(write, found, source));
}

async function writeBatch(write: WriteContext, found: Found, source: ImportSource): Promise<ImportResult> {
	const { trx, now, viewer } = write;
	const twin = await batchOf(trx, source);
	if (twin) {
		throw conflict({
			ar: `استُورد هذا الملف للتو في الدفعة ${twin.batchId}.`,
			en: `This file was just imported as batch ${twin.batchId}.`,
		});
	}
	const category = await trx
		.selectFrom('category')
		.select('id')
		.where('code', '=', NEW_SOCIETY.category)
		.executeTakeFirst();
	const plan = await makePlan(trx, found, category !== undefined);
	const rejections = [...found.rejections, ...plan.rejections].sort((a, b) => a.row - b.row);
	const counts = { read: found.read, accepted: found.read - rejections.length, rejected: rejections.length };
	if (counts.accepted === 0) throw new NothingAccepted(rejections);

	const at = now.toISOString();
	const { id: batchId } = await trx
		.insertInto('import_batch')
		.values({
			adapter: source.adapter,
			file_name: source.fileName,
			sha256: source.sha256,
			rows_read: counts.read,
			rows_accepted: counts.accepted,
			rows_rejected: counts.rejected,
			account_id: viewer.accountId,
			created_at: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await writeSocieties(trx, plan, batchId);
	await writePrograms(trx, plan, batchId);
	await writeReports(trx, plan, batchId, at, (done) =>
		source.onProgress?.('write', done, plan.reports.length),
	);
	await addBatch(trx, batchId);
	const added = {
		societies: plan.societies.length,
		programs: plan.programs.length,
		reports: plan.reports.length,
	};
	const { adapter, fileName, sha256 } = source;
	await write.audit({
		objectType: 'import_batch',
		objectId: batchId,
		after: { adapter, fileName, sha256, ...counts, ...added },
	});
	return { state: 'imported', batchId, ...counts, ...added, rejections };
}
