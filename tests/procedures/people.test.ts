import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { createSession, readSession } from '#lib/auth/sessions.server.ts';
import {
	createAccount,
	disableAccount,
	editAccount,
	enableAccount,
	endAccountSessions,
	issueAccountCode,
	resetFactor,
	revokeAccountCode,
} from '#lib/features/people/accounts.server.ts';
import { readPortfolio } from '#lib/features/people/choices.server.ts';
import { assignGroup, assignSociety, unassignSociety } from '#lib/features/people/portfolio.server.ts';
import { listPeople, readPerson } from '#lib/features/people/queries.server.ts';
import { readAccountTrail } from '#lib/features/people/trail.server.ts';
import type { AccountRole, Context } from '#lib/platform/context.ts';
import { dump, worldOf, type Member, type Name } from '../support/twosocieties.ts';
import { AUDIT_KEY, contextOf, viewerOf } from '../support/world.ts';
import { readPack } from '#lib/platform/runtime.server.ts';

let database: Database;
let members: Record<Name, Member>;
let admin: Context;
let ids: { root: number; officer: number };

beforeEach(async () => {
	({ database, members } = await worldOf('alpha', 'beta'));
	ids = { root: await person('root', 'admin'), officer: await person('huda', 'officer') };
	admin = await contextOf(database, viewerOf('admin', { accountId: ids.root }));
});
afterEach(() => database.close());

async function person(login: string, role: AccountRole): Promise<number> {
	const names = { name_ar: 'هدى أحمد', name_en: 'Huda Ahmed' };
	const { id } = await database.writer
		.insertInto('account')
		.values({ login, role, ...names, password_hash: 'x', created_at: '2026-01-01T00:00:00Z' })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

/** A representative of a society, freshly confirmed. */
const of = (name: Name) =>
	contextOf(
		database,
		viewerOf('society', { societyId: members[name].societyId, accountId: members[name].accountId }),
	);

async function refuses(work: Promise<unknown>, refusal: object): Promise<void> {
	await expect(work).rejects.toMatchObject(refusal);
}

/** The refusal leaves every row as it was. */
async function refused(work: () => Promise<unknown>, refusal: object): Promise<void> {
	const before = await dump(database);
	await refuses(work(), refusal);
	expect(await dump(database)).toEqual(before);
}

const STAFF = { role: 'officer', societyId: null, nameAr: 'هدى أحمد', nameEn: 'Huda Ahmed' };

async function session(id: number, role: AccountRole) {
	const { authz_version: authzVersion } = await database.reader
		.selectFrom('account')
		.select('authz_version')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	const born = { authLevel: 'totp' as const, address: '192.0.2.7', userAgent: null };
	const token = await createSession(database.writer, { ...born, account: { id, role, authzVersion } });
	const runtime = { database, auditKey: AUDIT_KEY, pack: await readPack(database) };
	return async () => (await readSession(runtime, token)).refused === undefined;
}

describe('somebody who did not just prove to be present', () => {
	test('changes nothing about accounts', async () => {
		const stale = await contextOf(database, viewerOf('admin', { accountId: ids.root }), {
			confirmedAt: null,
		});
		const id = ids.officer;
		for (const step of [
			() => createAccount(stale, { login: 'new', ...STAFF }),
			() => editAccount(stale, { id, ...STAFF, role: 'auditor' }),
			() => disableAccount(stale, { id }),
			() => enableAccount(stale, { id }),
			() => endAccountSessions(stale, { id }),
			() => issueAccountCode(stale, { id }),
			() => revokeAccountCode(stale, { id }),
			() => resetFactor(stale, { id, reason: 'lost telephone' }),
			() => assignSociety(stale, { id, societyId: members.alpha.societyId, startsOn: '2026-01-01' }),
			() => assignGroup(stale, { id, category: 1, governorate: null, startsOn: '2026-01-01' }),
			() => unassignSociety(stale, { id, societyId: members.alpha.societyId }),
		])
			await refused(step, { code: 'confirm', status: 403 });
	});
});

describe('the last administrator', () => {
	test('who can sign in is neither disabled nor given another role', async () => {
		const operator = await contextOf(database, viewerOf('operator'));
		const invited = await createAccount(admin, { login: 'next', ...STAFF, role: 'admin' });
		await refused(() => disableAccount(operator, { id: ids.root }), { problems: [{ place: 'state' }] });
		await refused(() => editAccount(operator, { id: ids.root, ...STAFF }), { problems: [{ place: 'role' }] });
		await database.writer
			.updateTable('account')
			.set({ password_hash: 'x' })
			.where('id', '=', invited.id)
			.execute();
		await editAccount(operator, { id: ids.root, ...STAFF });
		await refused(() => disableAccount(operator, { id: invited.id }), { problems: [{ place: 'state' }] });
	});

	test('is not the only one bound: nobody changes their own role or disables themselves', async () => {
		await person('other', 'admin');
		await refused(() => editAccount(admin, { id: ids.root, ...STAFF }), { problems: [{ place: 'role' }] });
		await refused(() => disableAccount(admin, { id: ids.root }), { problems: [{ place: 'state' }] });
		await refused(() => resetFactor(admin, { id: ids.root, reason: 'lost telephone' }), {
			problems: [{ place: 'reason' }],
		});
		await editAccount(admin, { id: ids.root, ...STAFF, role: 'admin', nameEn: 'Huda A.' });
	});
});

describe('a society’s representative', () => {
	test('sees and keeps the accounts of the own society only', async () => {
		const alpha = await of('alpha');
		const all = { q: '', role: null, state: null, page: 1 };
		expect((await listPeople(alpha, all)).rows.map(({ id }) => id)).toEqual([members.alpha.accountId]);
		const { length: everybody } = await database.reader.selectFrom('account').select('id').execute();
		expect((await listPeople(admin, all)).total).toBe(everybody);
		expect(everybody).toBeGreaterThan(4);
		const { id } = await createAccount(alpha, {
			login: 'colleague', role: 'society', societyId: members.alpha.societyId, nameAr: 'زميلة', nameEn: 'Colleague',
		}); // prettier-ignore
		await issueAccountCode(alpha, { id });
		await disableAccount(alpha, { id });
		expect((await readPerson(alpha, id)).person.state).toBe('disabled');
	});

	test('finds nobody else: other societies and the ministry are 404 like nobody at all', async () => {
		const alpha = await of('alpha');
		for (const id of [members.beta.accountId, ids.officer, ids.root, 9999]) {
			for (const step of [
				() => readPerson(alpha, id),
				() => readAccountTrail(alpha, id),
				() => disableAccount(alpha, { id }),
				() => issueAccountCode(alpha, { id }),
				() => endAccountSessions(alpha, { id }),
				() => resetFactor(alpha, { id, reason: 'lost telephone' }),
				() => editAccount(alpha, { id, ...STAFF }),
			])
				await refused(step, { code: 'missing', status: 404 });
		}
	});

	test('makes no staff, and moves nobody to another society', async () => {
		const alpha = await of('alpha');
		const id = members.alpha.accountId;
		const { societyId } = members.beta;
		await refused(() => createAccount(alpha, { login: 'staff', ...STAFF }), { code: 'missing' });
		await refused(() => createAccount(alpha, { login: 'theirs', ...STAFF, role: 'society', societyId }), {
			code: 'missing',
		});
		await refused(() => editAccount(alpha, { id, ...STAFF, role: 'admin' }), { code: 'missing' });
		await refused(() => editAccount(alpha, { id, ...STAFF, role: 'society', societyId }), {
			code: 'missing',
		});
		await refused(() => assignGroup(alpha, { id, category: 1, governorate: null, startsOn: '2026-01-01' }), {
			code: 'denied',
		});
	});
});

describe('on the very next request', () => {
	test('a changed role, a disabled account and ended sessions act', async () => {
		const id = ids.officer;
		const first = await session(id, 'officer');
		await editAccount(admin, { id, ...STAFF, role: 'auditor' });
		expect(await first()).toBe(false);
		const second = await session(id, 'auditor');
		await endAccountSessions(admin, { id });
		expect(await second()).toBe(false);
		const third = await session(id, 'auditor');
		await disableAccount(admin, { id });
		expect(await third()).toBe(false);
		await enableAccount(admin, { id });
		expect(await third()).toBe(false);
		const fourth = await session(id, 'auditor');
		await resetFactor(admin, { id, reason: 'lost telephone' });
		expect(await fourth()).toBe(false);
	});

	test('a changed name alone leaves the sessions open', async () => {
		const open = await session(ids.officer, 'officer');
		await editAccount(admin, { id: ids.officer, ...STAFF, nameEn: 'Huda A. Ahmed' });
		expect(await open()).toBe(true);
	});
});

test('what is disabled or open already is said to be so, and nothing is noted', async () => {
	const id = ids.officer;
	await refused(() => enableAccount(admin, { id }), { code: 'conflict', status: 409 });
	await disableAccount(admin, { id });
	await refused(() => disableAccount(admin, { id }), { code: 'conflict', status: 409 });
	await enableAccount(admin, { id });
	expect((await readPerson(admin, id)).person.state).toBe('active');
});

test('a form sent twice makes one account; another with its login is refused at the field', async () => {
	const keyed = { ...admin, formKey: 'form-1' };
	const first = await createAccount(keyed, { login: 'twice', ...STAFF });
	expect(await createAccount(keyed, { login: 'twice', ...STAFF })).toEqual(first);
	await refused(() => createAccount(admin, { login: 'Twice ', ...STAFF }), {
		problems: [{ place: 'login' }],
	});
});

test('a code is kept nowhere, the newest voids the older, and a revoked one is gone', async () => {
	const id = ids.officer;
	const codes = [await issueAccountCode(admin, { id }), await issueAccountCode(admin, { id })];
	for (const code of codes) expect((await dump(database)).join('\n')).not.toContain(code);
	expect(await database.reader.selectFrom('setup_token').selectAll().execute()).toHaveLength(1);
	expect((await readPerson(admin, id)).person.codeUntil).not.toBeNull();
	await revokeAccountCode(admin, { id });
	expect((await readPerson(admin, id)).person.codeUntil).toBeNull();
	await disableAccount(admin, { id });
	await refused(() => issueAccountCode(admin, { id }), { code: 'conflict' });
});

test('people are found by either spelling of a name, by login, role and state', async () => {
	const find = async (over: object) =>
		(await listPeople(admin, { q: '', role: null, state: null, page: 1, ...over })).rows.map(
			({ login }) => login,
		);
	expect(await find({ q: 'هدي احمد', role: 'officer' })).toEqual(['huda']);
	expect(await find({ q: 'HUDA', role: 'officer' })).toEqual(['huda']);
	expect(await find({ q: '100%_' })).toEqual([]);
	expect(await find({ role: 'society' })).toHaveLength(2);
	expect(await find({ role: 'society', state: 'invited' })).toHaveLength(2);
});

describe('a portfolio', () => {
	const FROM = '2026-01-01';

	test('takes societies one by one or by group, once each, and lets them go', async () => {
		const id = ids.officer;
		const { societyId } = members.alpha;
		await assignSociety(admin, { id, societyId, startsOn: FROM });
		await assignSociety(admin, { id, societyId, startsOn: '2026-02-01' });
		expect((await readPortfolio(admin, id)).societies).toMatchObject([
			{ id: societyId, startsOn: '2026-02-01' },
		]);
		const { category_id } = await database.reader
			.selectFrom('society')
			.select('category_id')
			.where('id', '=', societyId)
			.executeTakeFirstOrThrow();
		await assignGroup(admin, { id, category: category_id, governorate: null, startsOn: FROM });
		expect((await readPortfolio(admin, id)).total).toBe(2);
		await unassignSociety(admin, { id, societyId });
		expect((await readPortfolio(admin, id)).total).toBe(1);
		await editAccount(admin, { id, ...STAFF, role: 'auditor' });
		expect((await readPortfolio(admin, id)).total).toBe(0);
	});

	test('belongs to officers, holds societies that exist, and no group is everything', async () => {
		const { societyId } = members.alpha;
		await refused(() => assignSociety(admin, { id: ids.root, societyId, startsOn: FROM }), {
			code: 'invalid',
		});
		await refused(() => assignSociety(admin, { id: ids.officer, societyId: 999, startsOn: FROM }), {
			code: 'missing',
		});
		await refused(() => assignSociety(admin, { id: ids.officer, societyId, startsOn: 'soon' }), {
			problems: [{ place: 'startsOn' }],
		});
		await refused(
			() => assignGroup(admin, { id: ids.officer, category: null, governorate: null, startsOn: FROM }),
			{ problems: [{ place: 'category' }] },
		);
	});
});
