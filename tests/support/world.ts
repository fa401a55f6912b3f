import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '#db/cli/migrate.ts';
import { openDatabase, type Database } from '#db/connection.server.ts';
import { contextFor, readPack } from '#lib/platform/runtime.server.ts';
import type { Context, Role, Viewer } from '#lib/platform/context.ts';

/** The audit key of every test database. */
export const AUDIT_KEY = Buffer.alloc(32, 7);

let folder: string | undefined;

/** This worker's part of the run's folder, which goes when the run ends. */
function ownFolder(): string {
	folder ??= mkdtempSync(join(process.env.SHARAKA_TEST_FOLDER ?? tmpdir(), 'world-'));
	return folder;
}

const templates = new Map<string, Promise<string>>();
let copies = 0;

async function template(pack: string): Promise<string> {
	const file = join(ownFolder(), `template-${pack}.db`);
	await prepareDatabase(file, pack);
	return file;
}

/** A path for a file of this test run; the folder goes when the run ends. */
export function temporaryFile(name: string): string {
	copies += 1;
	return join(ownFolder(), `${copies}-${name}`);
}

/** A new migrated database file with the pack installed and no rows of its own. The caller closes it. */
export async function freshDatabase(pack = 'bahrain'): Promise<Database> {
	const made = templates.get(pack) ?? template(pack);
	templates.set(pack, made);
	const file = temporaryFile(`${pack}.db`);
	copyFileSync(await made, file);
	return openDatabase(file, { mustExist: true });
}

/** A person of a role; without `accountId` the audit names the role only. */
export function viewerOf(role: Role, { societyId = null, accountId = null }: Partial<Viewer> = {}): Viewer {
	return { accountId, role, societyId, nameAr: 'مستخدم', nameEn: 'User' };
}

/** The context of one call on a test database. */
export async function contextOf(
	database: Database,
	viewer: Viewer,
	options: Parameters<typeof contextFor>[2] = {},
): Promise<Context> {
	const runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
	// Somebody who just proved to be present, unless the test says otherwise.
	return contextFor(runtime, viewer, { confirmedAt: (options?.now ?? new Date()).getTime(), ...options });
}
