import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { lockInstance, openDatabase, StartRefused } from '#db/connection.server.ts';
import { migrate, unknownMigrations } from '#db/migrate.ts';
import { freshDatabase, temporaryFile } from '../support/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('an open database', () => {
	it('syncs fully and checks foreign keys on the writer and on every reader', async () => {
		const database = await freshDatabase();
		const extra = database.openReader();
		for (const db of [database.writer, database.reader, extra]) {
			const pragma = async (name: string) =>
				Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0]!)[0];
			expect(await pragma('synchronous')).toBe(2);
			expect(await pragma('journal_mode')).toBe('wal');
			expect(await pragma('foreign_keys')).toBe(1);
			expect(await pragma('trusted_schema')).toBe(0);
		}
		await extra.destroy();
		await database.close();
	});

	it('belongs to its owner alone and is read-only for readers', async () => {
		const database = await freshDatabase();
		expect(statSync(database.file).mode & 0o777).toBe(0o600);
		await expect(database.reader.updateTable('data_version').set({ value: 9 }).execute()).rejects.toThrow(
			/readonly/,
		);
		await database.close();
	});

	it('begins a transaction immediately, so a second writer waits instead of failing halfway', async () => {
		const database = await freshDatabase();
		const other = openDatabase(database.file);
		await sql`pragma busy_timeout = 1`.execute(other.writer);
		await database.writer.transaction().execute(async () => {
			// The second transaction is refused at its BEGIN: it never reads what it could not write.
			await expect(other.writer.transaction().execute(() => Promise.resolve())).rejects.toThrow(/locked/);
		});
		await other.close();
		await database.close();
	});

	it('keeps every table STRICT and every reference real', async () => {
		const database = await freshDatabase();
		const loose = await sql<{ name: string }>`select name from pragma_table_list
			where schema = 'main' and type = 'table' and strict = 0
			and name not like 'sqlite%' and name not like 'kysely%'`.execute(database.reader);
		expect(loose.rows).toEqual([]);
		await expect(
			database.writer
				.insertInto('portfolio')
				.values({ account_id: 1, society_id: 1, starts_on: '2026-01-01' })
				.execute(),
		).rejects.toThrow(/FOREIGN KEY/);
		await database.close();
	});
});

describe('a migration', () => {
	it('that fails halfway leaves nothing behind', async () => {
		const database = openDatabase(temporaryFile('halfway.db'));
		const migrator = new Migrator({
			db: database.writer,
			provider: {
				getMigrations: () =>
					Promise.resolve({
						a: {
							up: async (db) => {
								await sql`create table half (id integer primary key) strict`.execute(db);
								throw new Error('the power went');
							},
						},
					}),
			},
		});
		const { error } = await migrator.migrateToLatest();
		expect(String(error)).toContain('the power went');
		const left = await sql`select name from sqlite_schema where name = 'half'`.execute(database.reader);
		expect(left.rows).toEqual([]);
		await database.close();
	});

	it('runs once; a file from a newer program is recognised', async () => {
		const database = await freshDatabase();
		expect(await migrate(database.writer)).toEqual([]);
		await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2030')`.execute(
			database.writer,
		);
		expect(await unknownMigrations(database.reader)).toEqual(['9999_later']);
		await database.close();
	});
});

describe('one process writes', () => {
	it('a second one is refused in one sentence and the lock is free when the first dies', async () => {
		const database = await freshDatabase();
		const release = lockInstance(database.file);
		expect(() => lockInstance(database.file)).toThrow(StartRefused);
		const cli = spawnSync(process.execPath, ['db/cli.ts', 'rollup', 'rebuild', '--database', database.file], {
			cwd: root,
			encoding: 'utf8',
		});
		expect(cli.status).toBe(2);
		expect(cli.stderr).toMatch(/^Another process is using /);
		release();
		lockInstance(database.file)();
		await database.close();
	});
});
