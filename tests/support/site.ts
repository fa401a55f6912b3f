import type { Database } from '#db/connection.server.ts';
import type { Arrival } from '#lib/auth/arrival.server.ts';
import type { Passwords } from '#lib/auth/passwords.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import type { Environment } from '#lib/platform/env.server.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { openLog } from '#lib/platform/log.server.ts';
import { readPack } from '#lib/platform/runtime.server.ts';
import { AUDIT_KEY } from './world.ts';

const PRODUCTION: Environment = {
	mode: 'production',
	origin: 'https://sharaka.example',
	secure: true,
	host: '127.0.0.1',
	port: 3000,
	databaseFile: 'data/test.db',
	auditKeyFile: undefined,
	auditAnchorFile: undefined,
	scanCommand: undefined,
	mail: undefined,
	logLevel: 'info',
};

/** A site over a test database, and the lines of its log. */
export async function siteOf(
	database: Database,
	passwords: Passwords,
	env: Partial<Environment> = {},
): Promise<{ site: Site; lines: string[] }> {
	const lines: string[] = [];
	const log = openLog('info', (line) => void lines.push(line));
	const runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
	return {
		site: {
			env: { ...PRODUCTION, ...env },
			runtime,
			passwords,
			log,
			isSample: false,
			uploading: { count: 0 },
		},
		lines,
	};
}

/** Somebody at the door, from an address set apart for documentation unless told otherwise. */
export function arrival(over: Partial<Arrival> = {}): Arrival {
	return {
		address: '192.0.2.7',
		userAgent: null,
		requestId: 'test-request',
		locale: 'ar',
		presented: undefined,
		...over,
	};
}

/** A society, for a representative to belong to. */
export async function addSociety({ writer }: Database, name = 'جمعية الاختبار'): Promise<number> {
	const firstOf = async (table: 'category' | 'governorate') =>
		(await writer.selectFrom(table).select('id').orderBy('id').executeTakeFirstOrThrow()).id;
	const { id } = await writer
		.insertInto('society')
		.values({
			name_ar: name,
			name_en: name,
			match_key: name,
			search_key: searchKey(name, name),
			category_id: await firstOf('category'),
			governorate_id: await firstOf('governorate'),
			founded_on: '2010-01-01',
			status: 'active',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
