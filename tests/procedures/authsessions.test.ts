import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { dump } from '../support/twosocieties.ts';
import { AUDIT_KEY, freshDatabase } from '../support/world.ts';
import type { AccountRole } from '#lib/platform/context.ts';
import { readPack, type Runtime } from '#lib/platform/runtime.server.ts';
import {
	createSession,
	endAllSessions,
	endSession,
	endSessionOf,
	listSessions,
	readSession,
} from '#lib/auth/sessions.server.ts';
import { newToken, tokenHash } from '#lib/auth/tokens.server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BORN = new Date('2026-06-20T06:00:00Z');

let database: Database;
let runtime: Runtime;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: BORN });
	database = await freshDatabase();
	runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
});
afterEach(async () => {
	vi.useRealTimers();
	await database.close();
});

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

async function person(role: AccountRole = 'officer', login: string = role): Promise<number> {
	const values = { login, name_ar: 'أ', name_en: 'A', role, created_at: BORN.toISOString() };
	const row = await database.writer
		.insertInto('account')
		.values(values)
		.returning('id')
		.executeTakeFirstOrThrow();
	return row.id;
}

function enter(id: number, role: AccountRole = 'officer'): Promise<string> {
	return createSession(database.writer, {
		account: { id, role, authzVersion: 1 },
		authLevel: 'totp',
		address: '192.0.2.7',
		userAgent: null,
	});
}

const opens = async (token: string) => (await readSession(runtime, token)).refused === undefined;
const expiry = async () =>
	(await database.reader.selectFrom('session').select('expires_at').executeTakeFirstOrThrow()).expires_at;

describe('a session', () => {
	it('opens with its token and says who is there', async () => {
		const id = await person();
		const found = await readSession(runtime, await enter(id));
		expect(found).toMatchObject({
			viewer: { accountId: id, role: 'officer', societyId: null, nameEn: 'A' },
			session: { authLevel: 'totp', addressPrefix: '192.0.2.0/24', createdAt: BORN.toISOString() },
		});
	});

	it('is 256 random bits, of which the file holds only the hash', async () => {
		const token = await enter(await person());
		expect(token).toMatch(/^[\w-]{43}$/);
		expect((await dump(database)).join('\n')).not.toContain(token);
		const ids = await database.reader.selectFrom('session').select(['id', 'public_id']).execute();
		expect(ids[0]!.id).toBe(tokenHash(token));
		expect(ids[0]!.public_id).not.toContain(token);
	});

	it('does not open with its hash, its public id, or anything made up', async () => {
		const token = await enter(await person());
		const row = await database.reader.selectFrom('session').selectAll().executeTakeFirstOrThrow();
		for (const wrong of [
			row.id,
			row.public_id,
			tokenHash(row.id),
			newToken(),
			'',
			`${token} `,
			token.slice(1),
			'x'.repeat(5000),
		]) {
			expect(await readSession(runtime, wrong)).toEqual({ refused: 'unknown' });
		}
		expect(await opens(token)).toBe(true);
	});

	it('is always a new one: a token brought along is never adopted', async () => {
		const id = await person();
		const planted = newToken();
		const [first, second] = [await enter(id), await enter(id)];
		expect(new Set([planted, first, second]).size).toBe(3);
		expect(await opens(planted)).toBe(false);
	});

	it('ends after half an hour of rest, and use keeps it open', async () => {
		const token = await enter(await person());
		for (let n = 0; n < 6; n++) {
			later(27 * MINUTE);
			expect(await opens(token)).toBe(true);
		}
		later(30 * MINUTE);
		expect(await opens(token)).toBe(false);
		expect(await database.reader.selectFrom('session').selectAll().execute()).toEqual([]);
	});

	it('ends after twelve hours in any case', async () => {
		const token = await enter(await person());
		for (let at = 0; at < 12 * HOUR - 20 * MINUTE; at += 20 * MINUTE) {
			later(20 * MINUTE);
			expect(await opens(token)).toBe(true);
		}
		later(20 * MINUTE);
		expect(await opens(token)).toBe(false);
	});

	it('of an administrator ends after a quarter of an hour of rest and eight hours in any case', async () => {
		const id = await person('admin');
		const resting = await enter(id, 'admin');
		later(15 * MINUTE);
		expect(await opens(resting)).toBe(false);
		const working = await enter(id, 'admin');
		for (let at = 0; at < 8 * HOUR - 10 * MINUTE; at += 10 * MINUTE) {
			later(10 * MINUTE);
			expect(await opens(working)).toBe(true);
		}
		later(10 * MINUTE);
		expect(await opens(working)).toBe(false);
	});

	it('writes at most once in two minutes, however many pages are read', async () => {
		const token = await enter(await person());
		const ends = new Set([await expiry()]);
		for (let n = 0; n < 40; n++) {
			later(3_000);
			await readSession(runtime, token);
			ends.add(await expiry());
		}
		expect(ends.size).toBe(2);
	});

	it('stays readable when the file cannot be written', async () => {
		const token = await enter(await person());
		later(10 * MINUTE);
		const before = await expiry();
		// The read-only connection refuses writes as a read-only disk does.
		const stuck = { ...runtime, database: { ...database, writer: database.reader } };
		expect((await readSession(stuck, token)).refused).toBeUndefined();
		expect(await expiry()).toBe(before);
		later(HOUR);
		expect((await readSession(stuck, token)).refused).toBe('unknown');
	});

	it('ends at once when the account is disabled or its rights change', async () => {
		const id = await person();
		const token = await enter(id);
		await database.writer.updateTable('account').set({ disabled_at: BORN.toISOString() }).execute();
		expect(await readSession(runtime, token)).toEqual({ refused: 'disabled' });
		await database.writer.updateTable('account').set({ disabled_at: null }).execute();
		expect(await opens(token)).toBe(false);
		const second = await enter(id);
		await database.writer.updateTable('account').set({ role: 'auditor', authz_version: 2 }).execute();
		expect(await readSession(runtime, second)).toEqual({ refused: 'outdated' });
		expect(await opens(second)).toBe(false);
	});

	it('of a role that asks for a second factor does not open when it was begun without one', async () => {
		for (const role of ['officer', 'leadership', 'auditor', 'admin'] as const) {
			const account = { id: await person(role), role, authzVersion: 1 };
			const born = { account, address: '192.0.2.7', userAgent: null };
			const weak = await createSession(database.writer, { ...born, authLevel: 'password' });
			expect(await readSession(runtime, weak)).toEqual({ refused: 'factor' });
			const strong = await createSession(database.writer, { ...born, authLevel: 'totp' });
			expect(await opens(strong)).toBe(true);
		}
	});

	it('born in the future is refused, a few minutes aside', async () => {
		const token = await enter(await person());
		vi.setSystemTime(BORN.getTime() - 4 * MINUTE);
		expect(await opens(token)).toBe(true);
		vi.setSystemTime(BORN.getTime() - 6 * MINUTE);
		expect(await readSession(runtime, token)).toEqual({ refused: 'clock' });
	});

	it('is one of five at most; the oldest ends', async () => {
		const id = await person();
		const tokens: string[] = [];
		for (let n = 0; n < 7; n++) {
			tokens.push(await enter(id));
			later(1000);
		}
		expect(await Promise.all(tokens.map(opens))).toEqual([false, false, true, true, true, true, true]);
		expect(await listSessions(database.reader, id)).toHaveLength(5);
	});

	it('can be ended: this one, another one by its public id, or all', async () => {
		const [id, other] = [await person(), await person('auditor')];
		const [here, there] = [await enter(id), await enter(id)];
		const stranger = await enter(other, 'auditor');
		await endSession(database.writer, here);
		expect(await opens(here)).toBe(false);
		const [session] = await listSessions(database.reader, id);
		expect(await endSessionOf(database.writer, other, session!.publicId)).toBe(false);
		expect(await opens(there)).toBe(true);
		expect(await endSessionOf(database.writer, id, session!.publicId)).toBe(true);
		expect(await opens(there)).toBe(false);
		const again = [await enter(id), await enter(id)];
		await endAllSessions(database.writer, id);
		expect(await Promise.all(again.map(opens))).toEqual([false, false]);
		expect(await opens(stranger)).toBe(true);
	});
});
