import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import * as first from './migrations/0001_first_slice.ts';
import * as second from './migrations/0002_people_settings_register.ts';
import * as third from './migrations/0003_search.ts';
import * as fourth from './migrations/0004_reporting.ts';
import type { Schema } from './schema.ts';

/** Every migration, oldest first. A released one is never edited; a change is a new file. */
export const MIGRATIONS: Record<string, Migration> = {
	'0001_first_slice': first,
	'0002_people_settings_register': second,
	'0003_search': third,
	'0004_reporting': fourth,
};

/** Brings the database to the newest schema, all in one transaction; throws and changes nothing when a step fails. */
export async function migrate(writer: Kysely<Schema>): Promise<string[]> {
	const migrator = new Migrator({
		db: writer,
		provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
	});
	const { error, results } = await migrator.migrateToLatest();
	if (error) throw error instanceof Error ? error : new Error(String(error));
	const broken = await sql`pragma foreign_key_check`.execute(writer);
	if (broken.rows.length) throw new Error(`foreign_key_check found ${broken.rows.length} rows`);
	return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName);
}

/** Names of migrations in the file that this program does not know: it is older than the file. */
export async function unknownMigrations(db: Kysely<Schema>): Promise<string[]> {
	const table = await sql<{
		n: number;
	}>`select count(*) as n from sqlite_schema where name = 'kysely_migration'`.execute(db);
	if (!table.rows[0]?.n) return [];
	const rows = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
	return rows.rows.map((r) => r.name).filter((name) => !(name in MIGRATIONS));
}
