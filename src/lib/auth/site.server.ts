import type { Kysely } from 'kysely';
import { StartRefused } from '#db/connection.server.ts';
import { unknownMigrations } from '#db/migrate.ts';
import type { Schema } from '#db/schema.ts';
import type { Environment } from '../platform/env.server.ts';
import { openLog, type Log } from '../platform/log.server.ts';
import { openRuntime, type Runtime } from '../platform/runtime.server.ts';
import { createPasswords, type Passwords } from './passwords.server.ts';

/** What a serving process holds for its lifetime; every request finds it in `locals.site`. */
export interface Site {
	readonly env: Environment;
	readonly runtime: Runtime;
	readonly passwords: Passwords;
	readonly log: Log;
	/** Whether the file holds the invented world: every page then says so. */
	readonly isSample: boolean;
	/** How many large bodies are being taken in. */
	readonly uploading: { count: number };
}

/**
 * Opens the database for serving. Throws StartRefused when the file is newer than this program or, in production,
 * when it holds demo accounts: those open without a password.
 */
export async function openSite(env: Environment, log: Log = openLog(env.logLevel)): Promise<Site> {
	const runtime = await openRuntime(env.databaseFile, {
		...env,
		report: (what, err) => log.error({ event: 'audit-anchor', what, err }),
	});
	let isSample: boolean;
	try {
		const { reader } = runtime.database;
		const unknown = await unknownMigrations(reader);
		if (unknown.length) {
			throw new StartRefused(`${env.databaseFile} was made by a newer version (${unknown.join(', ')}).`);
		}
		const demo = await reader.selectFrom('account').select('id').where('is_demo', '=', 1).executeTakeFirst();
		if (demo && env.mode !== 'demo') {
			throw new StartRefused(
				`${env.databaseFile} holds demo accounts, which need no password; use another file.`,
			);
		}
		const seeded = await reader
			.selectFrom('audit_entry')
			.select('seq')
			.where('object_type', '=', 'seed')
			.limit(1)
			.executeTakeFirst();
		isSample = seeded !== undefined;
	} catch (error) {
		await runtime.database.close();
		throw error;
	}
	return { env, runtime, passwords: createPasswords(), log, isSample, uploading: { count: 0 } };
}

/** Whether a file holds anything that a demo must not be planted over. */
export async function holdsData(db: Kysely<Schema>): Promise<boolean> {
	const society = await db.selectFrom('society').select('id').limit(1).executeTakeFirst();
	const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst();
	return society !== undefined || account !== undefined;
}

/** Whether the database answers. */
export async function isAlive({ runtime }: Site): Promise<boolean> {
	try {
		await runtime.database.reader.selectFrom('pack').select('id').executeTakeFirstOrThrow();
		return true;
	} catch {
		return false;
	}
}
