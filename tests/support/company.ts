import { rmSync, writeFileSync } from 'node:fs';
import { createSession } from '#lib/auth/sessions.server.ts';
import type { Database } from '#db/connection.server.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { startServer, type RunningServer } from './server.ts';
import { worldOf, type Member, type Name } from './twosocieties.ts';
import { AUDIT_KEY } from './world.ts';

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

/** Starts the company; `close` stops the server. */
export async function openCompany(): Promise<Company> {
	const { database, members } = await worldOf('alpha', 'beta');
	const staff = await addStaff(database);
	const keyFile = `${database.file}.key`;
	writeFileSync(keyFile, AUDIT_KEY.toString('hex'), { mode: 0o600 });
	const settings = { DATABASE_FILE: database.file, AUDIT_KEY_FILE: keyFile, ORIGIN };
	const server = await startServer('serve', settings);
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
			const id = person === 'alpha' || person === 'beta' ? members[person].accountId : staff[person]!;
			const account = { id, role: roleOf(person) ?? 'officer', authzVersion: 1 } as const;
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
