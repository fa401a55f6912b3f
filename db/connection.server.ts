import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteAdapter, SqliteDialect, type Driver } from 'kysely';
import type { Schema } from './schema.ts';

/** The engine below this lost committed pages when a checkpoint raced a write (the WAL-reset bug). */
const OLDEST_SAFE_SQLITE = [3, 51, 3];

const PRAGMAS: readonly (readonly [name: string, set: string, expected: unknown])[] = [
	['busy_timeout', '5000', 5000],
	['foreign_keys', 'on', 1],
	['trusted_schema', 'off', 0],
	['cell_size_check', 'on', 1],
	['secure_delete', 'on', 1],
	['wal_autocheckpoint', '1000', 1000],
	['journal_size_limit', '67108864', 67108864],
	// Last, and read back: better-sqlite3 reopens a WAL file with NORMAL, which loses acknowledged writes on power loss.
	['synchronous', 'full', 2],
];

class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

/** Kysely begins DEFERRED and does not migrate in a transaction on SQLite; a writer needs both otherwise. */
class WriterDialect extends SqliteDialect {
	readonly #database: SQLite.Database;
	constructor(database: SQLite.Database) {
		super({ database });
		this.#database = database;
	}
	override createAdapter(): SqliteAdapter {
		return new TransactionalAdapter();
	}
	override createDriver(): Driver {
		const driver = super.createDriver();
		driver.beginTransaction = async (connection) => {
			await connection.executeQuery(CompiledQuery.raw('begin immediate'));
		};
		// A full disk makes SQLite roll back by itself; a second rollback would hide what really happened.
		const rollback = driver.rollbackTransaction.bind(driver);
		driver.rollbackTransaction = async (connection) => {
			if (this.#database.inTransaction) await rollback(connection);
		};
		return driver;
	}
}

/** One open database file: a single writer, a read-only reader, and nobody else holding a raw handle. */
export interface Database {
	readonly file: string;
	readonly writer: Kysely<Schema>;
	readonly reader: Kysely<Schema>;
	/** A further read-only connection, for exports and other long reads; the caller destroys it. */
	openReader(): Kysely<Schema>;
	/** A consistent copy of the whole file through SQLite's backup API (never through `fs`). */
	backup(to: string): Promise<void>;
	close(): Promise<void>;
}

/** Thrown at start; the message is one sentence for the operator. */
export class StartRefused extends Error {}

function handle(file: string, readonly: boolean): SQLite.Database {
	const db = new SQLite(file, { readonly, fileMustExist: readonly });
	const { version } = db.prepare('select sqlite_version() as version').get() as { version: string };
	const parts = version.split('.').map(Number);
	const older = OLDEST_SAFE_SQLITE.findIndex((n, i) => n !== parts[i]);
	if (older >= 0 && (parts[older] ?? 0) < OLDEST_SAFE_SQLITE[older]!) {
		throw new StartRefused(`SQLite ${version} can lose committed pages; 3.51.3 or newer is needed.`);
	}
	if (!readonly) db.pragma('journal_mode = wal');
	for (const [name, set] of PRAGMAS) db.pragma(`${name} = ${set}`);
	assertPragmas(db);
	return db;
}

function assertPragmas(db: SQLite.Database): void {
	const mode = db.pragma('journal_mode', { simple: true });
	if (mode !== 'wal') throw new StartRefused(`journal_mode is ${String(mode)}, wal is required.`);
	for (const [name, , expected] of PRAGMAS) {
		const actual = db.pragma(name, { simple: true });
		if (actual !== expected) {
			throw new StartRefused(`${name} is ${String(actual)}, ${String(expected)} is required.`);
		}
	}
}

/** Opens (and, unless told otherwise, creates) the database file. Throws StartRefused when a pragma or the engine is unsafe. */
export function openDatabase(file: string, { mustExist = false } = {}): Database {
	if (mustExist && !existsSync(file)) throw new StartRefused(`There is no database at ${file}.`);
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const writerHandle = handle(file, false);
	chmodSync(file, 0o600);
	const openReader = () =>
		new Kysely<Schema>({ dialect: new SqliteDialect({ database: handle(file, true) }) });
	const writer = new Kysely<Schema>({ dialect: new WriterDialect(writerHandle) });
	const reader = openReader();
	return {
		file,
		writer,
		reader,
		openReader,
		backup: async (to) => void (await writerHandle.backup(to)),
		close: async () => {
			await reader.destroy();
			if (writerHandle.open) writerHandle.pragma('wal_checkpoint(truncate)');
			await writer.destroy();
		},
	};
}

/**
 * Only one process writes. Holds an exclusive SQLite lock on `FILE.lock` until released; the operating
 * system frees it when the process dies. Throws StartRefused when another process holds it.
 */
export function lockInstance(file: string): () => void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const lock = new SQLite(`${file}.lock`, { timeout: 0 });
	try {
		lock.pragma('locking_mode = exclusive');
		lock.exec('begin exclusive');
	} catch {
		lock.close();
		throw new StartRefused(`Another process is using ${file}; stop it first.`);
	}
	return () => lock.close();
}
