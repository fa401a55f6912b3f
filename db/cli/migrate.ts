import { existsSync } from 'node:fs';
import { sql, type Kysely } from 'kysely';
import type { CliCommand } from '../cli.ts';
import { lockInstance, openDatabase, StartRefused, type Database } from '../connection.server.ts';
import { migrate, MIGRATIONS, unknownMigrations } from '../migrate.ts';
import { installPack } from '../packs/pack.ts';
import { packs } from '../packs/registry.ts';
import type { Schema } from '../schema.ts';
import { applyDueChanges } from '#lib/features/settings/apply.server.ts';
import { options, writing } from './command.ts';
import { refoldNames } from './refold.ts';

/** What preparing a file did. `backup` is the copy taken before a migration, when there was data to lose. */
export interface Prepared {
	readonly pack: string;
	readonly migrations: readonly string[];
	readonly backup: string | undefined;
	readonly referenceRows: number;
}

async function tableExists(db: Kysely<Schema>, name: string): Promise<boolean> {
	const { rows } = await sql`select 1 from sqlite_schema where type = 'table' and name = ${name}`.execute(db);
	return rows.length > 0;
}

async function pendingMigrations(db: Kysely<Schema>): Promise<string[]> {
	if (!(await tableExists(db, 'kysely_migration'))) return Object.keys(MIGRATIONS);
	const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
	return Object.keys(MIGRATIONS).filter((name) => !done.rows.some((row) => row.name === name));
}

/** Copies the file to FILE.before-1, -2 … before its schema changes; an empty file needs no copy. */
async function backUp(database: Database): Promise<string | undefined> {
	const { rows } = await sql`select 1 from sqlite_schema limit 1`.execute(database.reader);
	if (!rows.length) return undefined;
	let number = 1;
	while (existsSync(`${database.file}.before-${number}`)) number += 1;
	const copy = `${database.file}.before-${number}`;
	await database.backup(copy);
	return copy;
}

async function packOf(db: Kysely<Schema>, wanted: string | undefined) {
	const present = (await tableExists(db, 'pack'))
		? await db.selectFrom('pack').select('code').executeTakeFirst()
		: undefined;
	const code = wanted ?? present?.code ?? 'bahrain';
	const pack = Object.hasOwn(packs, code) ? packs[code] : undefined;
	if (!pack)
		throw new StartRefused(`There is no pack "${code}"; known are ${Object.keys(packs).join(', ')}.`);
	return pack;
}

/**
 * Creates or migrates a database file and installs its country pack; safe to repeat. Without `packCode` the file
 * keeps its pack (a new file gets `bahrain`). Holds the instance lock meanwhile, so call it before taking the
 * lock yourself. Throws StartRefused when the file is newer than this program, belongs to another pack, or is
 * in use.
 */
export async function prepareDatabase(file: string, packCode?: string): Promise<Prepared> {
	const release = lockInstance(file);
	try {
		const database = openDatabase(file);
		try {
			const unknown = await unknownMigrations(database.reader);
			if (unknown.length) {
				throw new StartRefused(`${file} was made by a newer version (${unknown.join(', ')}); use that one.`);
			}
			const pack = await packOf(database.reader, packCode);
			const pending = await pendingMigrations(database.reader);
			const backup = pending.length ? await backUp(database) : undefined;
			const migrations = await migrate(database.writer);
			await refoldNames(database.writer);
			const referenceRows = await database.writer.transaction().execute((trx) => installPack(trx, pack));
			return { pack: pack.code, migrations, backup, referenceRows };
		} finally {
			await database.close();
		}
	} finally {
		release();
	}
}

/** A file in which no change waits is not opened for it: that would need the audit key. */
async function applyWaiting(file: string): Promise<number> {
	const database = openDatabase(file, { mustExist: true });
	const waiting = database.reader
		.selectFrom('reference_change')
		.select('id')
		.where('applied_at', 'is', null)
		.where('withdrawn_at', 'is', null)
		.limit(1);
	const isAny = await waiting.executeTakeFirst().finally(() => database.close());
	return isAny ? writing(file, applyDueChanges) : 0;
}

export const command: CliCommand = {
	usage: 'migrate [--pack bahrain]',
	help: 'Creates the database or brings it to the newest schema (after a copy), and installs the country pack.',
	async run(words) {
		const { values, file } = options(words, { pack: { type: 'string' } });
		const done = await prepareDatabase(file, typeof values.pack === 'string' ? values.pack : undefined);
		if (done.backup) console.log(`Copied the file to ${done.backup} first`);
		console.log(
			done.migrations.length ? `Migrated: ${done.migrations.join(', ')}` : 'The schema is the newest',
		);
		console.log(`Pack ${done.pack}: ${done.referenceRows} reference rows added or changed`);
		const applied = await applyWaiting(file);
		if (applied) console.log(`Changes whose day has come: ${applied} applied`);
		return 0;
	},
};
