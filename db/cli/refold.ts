import { sql, type Kysely } from 'kysely';
import { searchKey } from '#lib/i18n/fold.ts';
import type { Schema } from '../schema.ts';

const NAMED = ['society', 'society_name', 'program'] as const;
const BATCH = 1000;

/**
 * Folds names whose search key was made by an older release, recognised by the missing bar between its two names.
 * Safe to repeat and to interrupt: what is done stays done.
 */
export async function refoldNames(writer: Kysely<Schema>): Promise<void> {
	for (const table of NAMED) while (await refoldBatch(writer, table));
}

async function refoldBatch(writer: Kysely<Schema>, table: (typeof NAMED)[number]): Promise<boolean> {
	return writer.transaction().execute(async (trx) => {
		const { rows } = await sql<{ id: number; ar: string; en: string }>`
			select id, name_ar as ar, name_en as en from ${sql.table(table)}
			where instr(search_key, ' | ') = 0 limit ${BATCH}`.execute(trx);
		for (const { id, ar, en } of rows) {
			const key = searchKey(ar, en);
			await sql`update ${sql.table(table)} set search_key = ${key} where id = ${id}`.execute(trx);
		}
		return rows.length === BATCH;
	});
}
