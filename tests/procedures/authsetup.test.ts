import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { createPasswords } from '#lib/auth/passwords.server.ts';
import { createSession, readSession } from '#lib/auth/sessions.server.ts';
import { openSite, type Site } from '#lib/auth/site.server.ts';
import { newToken } from '#lib/auth/tokens.server.ts';
import { createAccount, disableAccount, issueAccountCode } from '#lib/features/people/accounts.server.ts';
import { createDemoAccounts, signOut, signOutEverywhere } from '#lib/features/people/commands.server.ts';
import { signIn } from '#lib/features/people/doors.server.ts';
import { finishSetup, issueFirstAdminCode, readSetup } from '#lib/features/people/setup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { contextFor, OPERATOR } from '#lib/platform/runtime.server.ts';
import { arrival, siteOf } from '../support/site.ts';
import { dump } from '../support/twosocieties.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const MINUTE = 60_000;
const PASSWORD = 'otters juggle seven lanterns';
const FORM = {
	login: 'sara',
	nameAr: 'سارة البلوشي',
	nameEn: 'Sara Al-Balooshi',
	password: PASSWORD,
	again: PASSWORD,
};
const NEW = {
	login: 'yousif',
	role: 'auditor',
	societyId: null,
	nameAr: 'يوسف القصاب',
	nameEn: 'Yousif Al-Qassab',
};

const passwords = createPasswords();
let database: Database;
let site: Site;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-20T09:00:00Z') });
	database = await freshDatabase();
	({ site } = await siteOf(database, passwords));
});
afterEach(async () => {
	vi.useRealTimers();
	await database.close();
});

const operator = (): Context => contextFor(site.runtime, OPERATOR, { requestId: 'setup' });
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const finish = (code: string, over: Partial<typeof FORM> = {}) =>
	finishSetup(site, 'setup', code, { ...FORM, ...over });
const look = (code: string) => readSetup(site, 'setup', code);

async function firstCode(): Promise<string> {
	const code = await issueFirstAdminCode(operator());
	if (!code) throw new Error('there are accounts already');
	return code;
}

/** An account and the code its person gets. */
async function invited(over: object = {}): Promise<{ id: number; code: string }> {
	const { id } = await createAccount(operator(), { ...NEW, ...over });
	return { id, code: await issueAccountCode(operator(), { id }) };
}

/** The refusal leaves every row as it was. */
async function refuses(work: () => Promise<unknown>, refusal: object): Promise<void> {
	const before = await dump(database);
	await expect(work()).rejects.toMatchObject(refusal);
	expect(await dump(database)).toEqual(before);
}

describe('the first administrator', () => {
	test('is made once, with a code that only its hash is kept of', async () => {
		const code = await firstCode();
		expect((await dump(database)).join('\n')).not.toContain(code);
		expect(await look(code)).toEqual({ kind: 'first' });
		await finish(code);
		expect(await look(code)).toBeUndefined();
		await refuses(() => finish(code, { login: 'second' }), { code: 'conflict' });
		expect(await issueFirstAdminCode(operator())).toBeUndefined();
		expect(await database.reader.selectFrom('session').selectAll().execute()).toEqual([]);
		// Right, and yet no session: the second factor comes first.
		expect(await signIn(site, 'sara', PASSWORD, arrival())).toMatchObject({ kind: 'step' });
	});

	test('cannot be made twice at the same moment', async () => {
		const code = await firstCode();
		const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => finish(code, { login: `sara${n}` })));
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await database.reader.selectFrom('account').selectAll().execute()).toHaveLength(1);
	});

	test('needs the newest code, within half an hour', async () => {
		const [older, newer] = [await firstCode(), await firstCode()];
		expect(await look(older)).toBeUndefined();
		later(30 * MINUTE - 1);
		expect(await look(newer)).toEqual({ kind: 'first' });
		later(1);
		expect(await look(newer)).toBeUndefined();
		await refuses(() => finish(newer), { code: 'conflict' });
		for (const wrong of ['', newToken(), `${newer} `, 'x'.repeat(5000)])
			expect(await look(wrong)).toBeUndefined();
	});

	test.each([
		[{ login: 'سارة' }, 'login'],
		[{ login: 'a b c' }, 'login'],
		[{ nameAr: ' ' }, 'nameAr'],
		[{ nameEn: '' }, 'nameEn'],
		[{ password: 'short', again: 'short' }, 'password'],
		[{ password: 'Bahrain@2026!!', again: 'Bahrain@2026!!' }, 'password'],
		[{ again: `${PASSWORD} ` }, 'again'],
	])('with %j is told which field is wrong, and the code stays good', async (wrong, place) => {
		const code = await firstCode();
		await refuses(() => finish(code, wrong), { code: 'invalid', problems: [{ place }] });
		expect(await look(code)).toEqual({ kind: 'first' });
	});
});

describe('an account made on the command line', () => {
	test('opens with the password its person set with the code', async () => {
		const { id, code } = await invited();
		expect(await signIn(site, 'yousif', '', arrival())).toEqual({ kind: 'refused' });
		expect(await look(code)).toMatchObject({ kind: 'account', accountId: id, login: 'yousif' });
		await finish(code);
		expect(await signIn(site, 'yousif', PASSWORD, arrival())).toMatchObject({ kind: 'step' });
		await refuses(() => finish(code), { code: 'conflict' });
	});

	test('gets a new password without losing its name, and loses every open session', async () => {
		const { id, code } = await invited();
		await finish(code);
		const before = await createSession(database.writer, {
			account: { id, role: 'auditor', authzVersion: 2 },
			authLevel: 'totp',
			address: '192.0.2.7',
			userAgent: null,
		});
		expect((await readSession(site.runtime, before)).refused).toBeUndefined();
		const renewed = 'quiet kettles paint the harbour';
		await finish(await issueAccountCode(operator(), { id }), {
			password: renewed,
			again: renewed,
		});
		expect(await readSession(site.runtime, before)).toEqual({ refused: 'unknown' });
		expect(await signIn(site, 'yousif', PASSWORD, arrival())).toEqual({ kind: 'refused' });
		expect(await signIn(site, 'yousif', renewed, arrival())).toMatchObject({ kind: 'step' });
	});

	test('is closed at once when disabled, with its sessions and codes', async () => {
		const { id, code } = await invited();
		await finish(code);
		const account = { id, role: 'auditor' as const, authzVersion: 2 };
		const session = await createSession(database.writer, {
			account, authLevel: 'totp', address: '', userAgent: null,
		}); // prettier-ignore
		const pending = await issueAccountCode(operator(), { id });
		await disableAccount(operator(), { id });
		expect(await readSession(site.runtime, session)).toEqual({ refused: 'unknown' });
		expect(await look(pending)).toBeUndefined();
		expect(await signIn(site, 'yousif', PASSWORD, arrival())).toEqual({ kind: 'refused' });
	});

	test('is refused when taken, incomplete, or a representative of nobody', async () => {
		await createAccount(operator(), NEW);
		await refuses(() => createAccount(operator(), NEW), {
			code: 'invalid',
			problems: [{ place: 'login' }],
		});
		await refuses(() => createAccount(operator(), { ...NEW, login: 'x', extra: 1 }), { code: 'invalid' });
		await refuses(() => createAccount(operator(), { ...NEW, login: 'rep', role: 'society' }), {
			code: 'invalid',
		});
		await refuses(() => createAccount(operator(), { ...NEW, login: 'rep', societyId: 1 }), {
			code: 'invalid',
		});
		const nowhere = { ...NEW, login: 'rep', role: 'society', societyId: 999 };
		await refuses(() => createAccount(operator(), nowhere), { code: 'missing' });
		const officer = await contextOf(database, viewerOf('officer'));
		await refuses(() => createAccount(officer, { ...NEW, login: 'other' }), { code: 'denied' });
	});
});

describe('signing out', () => {
	test('ends the named session of one’s own, and never another’s', async () => {
		const { id: mine, code } = await invited();
		const { id: theirs } = await createAccount(operator(), { ...NEW, login: 'other' });
		await finish(code);
		const born = (id: number, authzVersion: number) => ({
			account: { id, role: 'auditor' as const, authzVersion },
			authLevel: 'totp' as const,
			address: '192.0.2.7',
			userAgent: null,
		});
		const [here, there] = [
			await createSession(database.writer, born(mine, 2)),
			await createSession(database.writer, born(mine, 2)),
		];
		const stranger = await createSession(database.writer, born(theirs, 1));
		const me = await contextOf(database, viewerOf('auditor', { accountId: mine }));
		const foreign = await readSession(site.runtime, stranger);
		const far = await readSession(site.runtime, there);
		if (foreign.refused || far.refused) throw new Error('a session is missing');
		await refuses(() => signOut(me, { publicId: foreign.session.publicId }), { code: 'missing' });
		await signOut(me, { publicId: far.session.publicId });
		expect(await readSession(site.runtime, there)).toEqual({ refused: 'unknown' });
		expect((await readSession(site.runtime, here)).refused).toBeUndefined();
		await signOutEverywhere(me, {});
		expect(await readSession(site.runtime, here)).toEqual({ refused: 'unknown' });
		expect((await readSession(site.runtime, stranger)).refused).toBeUndefined();
	});
});

test('a file of real data can get demo accounts, one per role, twice without harm', async () => {
	for (let n = 0; n < 2; n++) await createDemoAccounts(operator(), { societyId: null });
	const accounts = await database.reader.selectFrom('account').selectAll().orderBy('id').execute();
	expect(accounts.map(({ role }) => role)).toEqual(['leadership', 'officer', 'auditor', 'admin']);
	expect(accounts.every(({ is_demo, password_hash }) => is_demo === 1 && password_hash === null)).toBe(true);
	await refuses(() => createDemoAccounts(operator(), { societyId: 999 }), { code: 'missing' });
});

test('production refuses a file with demo accounts', async () => {
	const demo = { login: 'demo', name_ar: 'أ', name_en: 'A', role: 'officer' as const, is_demo: 1 };
	await database.writer
		.insertInto('account')
		.values({ ...demo, created_at: '2026-01-01' })
		.execute();
	const env = { ...site.env, databaseFile: database.file };
	await expect(openSite(env, site.log)).rejects.toThrow(/demo accounts/);
	const opened = await openSite({ ...env, mode: 'demo' }, site.log);
	await opened.runtime.database.close();
});
