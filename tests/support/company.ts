import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { transact } from '#lib/access/procedures.server.ts';
import { createSession } from '#lib/auth/sessions.server.ts';
import type { Database } from '#db/connection.server.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { keepContent } from '#lib/platform/files.server.ts';
import { startServer, type RunningServer } from './server.ts';
import { canary, worldOf, type Member, type Name } from './twosocieties.ts';
import { AUDIT_KEY, contextOf, viewerOf } from './world.ts';

/** Everybody who may knock: nobody signed in, each role, a second society, and somebody whose account was closed. */
export const PERSONS = [
	'anonymous',
	'alpha',
	'beta',
	'officer',
	'auditor',
	'leadership',
	'admin',
	'disabled',
] as const;
export type Person = (typeof PERSONS)[number];

/** The built application in production, over a file with two societies and an account of every kind. */
export interface Company {
	readonly server: RunningServer;
	readonly database: Database;
	readonly members: Record<Name, Member>;
	/** The address people type; unsafe requests come from there. */
	readonly origin: string;
	roleOf(person: Person): AccountRole | undefined;
	/** A new session's cookie; none for nobody. */
	cookieOf(person: Person): Promise<string>;
	close(): Promise<void>;
}

const ORIGIN = 'https://sharaka.example';
const SETTLED_WITHIN = 15_000;

/** Waits until the server wrote its first mails: what it does by itself after its start befalls no reader's test. */
async function settled(server: RunningServer): Promise<void> {
	const until = Date.now() + SETTLED_WITHIN;
	while (!server.output().includes('"event":"mails"') && Date.now() < until) await sleep(50);
}

async function addStaff(database: Database): Promise<Record<string, number>> {
	const found: Record<string, number> = {};
	for (const person of ['officer', 'auditor', 'leadership', 'admin', 'disabled'] as const) {
		const { id } = await database.writer
			.insertInto('account')
			.values({
				login: person,
				name_ar: 'موظف',
				name_en: 'Staff',
				role: person === 'disabled' ? 'officer' : person,
				disabled_at: person === 'disabled' ? '2026-01-01T00:00:00.000Z' : null,
				created_at: '2026-01-01T00:00:00.000Z',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		found[person] = id;
	}
	return found;
}

/** A colleague of each representative, who does the knocking: what the forms do to a person befalls nobody who knocks. */
async function addColleagues(
	database: Database,
	members: Record<Name, Member>,
): Promise<Record<Name, number>> {
	const add = async (name: Name) => {
		const { id } = await database.writer
			.insertInto('account')
			.values({
				login: `${name}-colleague`,
				name_ar: `زميل ${canary(name)}`,
				name_en: `Colleague ${canary(name)}`,
				role: 'society',
				society_id: members[name].societyId,
				created_at: '2026-01-01T00:00:00.000Z',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return id;
	};
	return { alpha: await add('alpha'), beta: await add('beta') };
}

/** Content for the societies' files and a first entry of the trail, so that their pages have something to say. */
async function addContent(database: Database, members: Record<Name, Member>): Promise<void> {
	for (const name of ['alpha', 'beta'] as const) {
		const bytes = Buffer.from(`%PDF-1.4 ${canary(name)}`);
		const sha256 = await keepContent(database.file, bytes);
		await database.writer
			.updateTable('stored_file')
			.set({ sha256, bytes: bytes.length })
			.where('id', '=', members[name].fileId)
			.execute();
	}
	const ctx = await contextOf(database, viewerOf('operator'));
	await transact(ctx, 'test.write', ({ audit }) => audit({ objectType: 'thing', objectId: 1 }));
}

/** Starts the company; `close` stops the server. */
export async function openCompany(): Promise<Company> {
	const { database, members } = await worldOf('alpha', 'beta');
	const staff = await addStaff(database);
	const colleagues = await addColleagues(database, members);
	await addContent(database, members);
	const keyFile = `${database.file}.key`;
	writeFileSync(keyFile, AUDIT_KEY.toString('hex'), { mode: 0o600 });
	const settings = { DATABASE_FILE: database.file, AUDIT_KEY_FILE: keyFile, ORIGIN };
	const server = await startServer('serve', settings);
	await settled(server);
	const roleOf = (person: Person): AccountRole | undefined => {
		if (person === 'anonymous' || person === 'disabled') return undefined;
		return person === 'alpha' || person === 'beta' ? 'society' : person;
	};
	return {
		server,
		database,
		members,
		origin: ORIGIN,
		roleOf,
		async cookieOf(person) {
			if (person === 'anonymous') return '';
			const id = person === 'alpha' || person === 'beta' ? colleagues[person] : staff[person]!;
			// What a person did to their own account in an earlier test made its version a later one.
			const { authz_version: authzVersion } = await database.reader
				.selectFrom('account')
				.select('authz_version')
				.where('id', '=', id)
				.executeTakeFirstOrThrow();
			const account = { id, role: roleOf(person) ?? 'officer', authzVersion } as const;
			// Staff come in with a second factor, or not at all.
			const authLevel = account.role === 'society' ? 'password' : 'totp';
			const born = { account, authLevel, address: '127.0.0.1', userAgent: 'Test' } as const;
			const token = await database.writer.transaction().execute((trx) => createSession(trx, born));
			return `__Host-sid=${token}`;
		},
		async close() {
			await server.stop();
			await database.close();
			rmSync(keyFile);
		},
	};
}
