import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import type { World } from './world.ts';

type Trx = Transaction<Schema>;

const BATCH = 2000;

/**
 * Inserts rows of one table, all of the same shape, in batches. The rows travel as one JSON text per batch and SQLite takes them apart:
 * building a statement with a placeholder per cell took five times as long.
 */
async function insertRows(trx: Trx, table: string, rows: readonly object[]): Promise<void> {
	const columns = Object.keys(rows[0] ?? {});
	const cells = sql.join(columns.map((_, i) => sql`json_extract(value, ${`$[${i}]`})`));
	const names = sql.join(columns.map((name) => sql.ref(name)));
	for (let from = 0; from < rows.length; from += BATCH) {
		const batch = rows.slice(from, from + BATCH).map((row) => {
			const values = row as Record<string, unknown>;
			return columns.map((name) => values[name] ?? null);
		});
		await sql`insert into ${sql.table(table)} (${names})
			select ${cells} from json_each(${JSON.stringify(batch)})`.execute(trx);
	}
}

/** Writes every row of the demo inside the caller's transaction; returns how many. */
export async function writeWorld(trx: Trx, { tables }: World): Promise<number> {
	let written = 0;
	// Files name their reports and reports their files: references hold at the end.
	await sql`pragma defer_foreign_keys = on`.execute(trx);
	for (const [table, rows] of Object.entries(tables)) {
		await insertRows(trx, table, rows);
		written += rows.length;
	}
	return written;
}
