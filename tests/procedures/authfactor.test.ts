import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { createPasswords } from '#lib/auth/passwords.server.ts';
import { makeRecoveryCodes, type NewRecoveryCode } from '#lib/auth/recovery.server.ts';
import { readSession } from '#lib/auth/sessions.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import { newToken } from '#lib/auth/tokens.server.ts';
import { issueAccountCode } from '#lib/features/people/accounts.server.ts';
import { signIn } from '#lib/features/people/doors.server.ts';
import { finishSetup } from '#lib/features/people/setup.server.ts';
import { finishStep, readStep } from '#lib/features/people/steps.server.ts';
import { contextFor, OPERATOR } from '#lib/platform/runtime.server.ts';
import { codeOf, equip } from '../support/factor.ts';
import { arrival, siteOf } from '../support/site.ts';
import { freshDatabase } from '../support/world.ts';

const PASSWORD = 'otters juggle seven lanterns';
const HALF_MINUTE = 30_000;
const QUARTER_HOUR = 15 * 60_000;

const passwords = createPasswords();
let stored: string;
let codes: NewRecoveryCode[];
let database: Database;
let site: Site;

beforeAll(async () => {
	stored = await passwords.hash(PASSWORD);
	codes = await makeRecoveryCodes(passwords);
});
beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-20T09:00:00Z') });
	database = await freshDatabase();
	({ site } = await siteOf(database, passwords));
	const names = { name_ar: 'مريم', name_en: 'Maryam', password_hash: stored };
	for (const [login, role] of [['maryam', 'officer'], ['other', 'auditor']] as const) {
		await database.writer
			.insertInto('account')
			.values({ login, role, ...names, created_at: '2026-01-01T00:00:00Z' })
			.execute();
	} // prettier-ignore
});
afterEach(async () => {
	vi.useRealTimers();
	await database.close();
});

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** The password is right: the token of the second step. */
async function knock(login = 'maryam'): Promise<string> {
	const outcome = await signIn(site, login, PASSWORD, arrival());
	if (outcome.kind !== 'step') throw new Error(outcome.kind);
	return outcome.token;
}

const finish = (step: string | undefined, code: string) => finishStep(site, step, code, arrival());
const sessions = () => database.reader.selectFrom('session').selectAll().execute();

/** An account that has its factor already: the key in its telephone and the codes in its drawer. */
async function enrolled(login = 'maryam', paper = codes) {
	const { id } = await database.reader
		.selectFrom('account')
		.select('id')
		.where('login', '=', login)
		.executeTakeFirstOrThrow();
	const key = await equip(site, id, paper);
	return { key, codes: paper.map(({ code }) => code) };
}

describe('a code', () => {
	test('opens once: the same one again is refused, at another step too', async () => {
		const { key } = await enrolled();
		const code = codeOf(key);
		expect(await finish(await knock(), code)).toMatchObject({ kind: 'in' });
		expect(await finish(await knock(), code)).toEqual({ kind: 'wrong' });
		later(HALF_MINUTE);
		expect(await finish(await knock(), code)).toEqual({ kind: 'wrong' });
		expect(await finish(await knock(), codeOf(key))).toMatchObject({ kind: 'in' });
	});

	test('older than the last one used is refused, although its half minute still counts', async () => {
		const { key } = await enrolled();
		later(HALF_MINUTE);
		const [earlier, now] = [codeOf(key, Date.now(), -1), codeOf(key)];
		expect(await finish(await knock(), now)).toMatchObject({ kind: 'in' });
		expect(await finish(await knock(), earlier)).toEqual({ kind: 'wrong' });
	});

	test('may be half a minute early or late, and no more; Arabic digits and spaces are read', async () => {
		const { key } = await enrolled();
		later(QUARTER_HOUR);
		expect(await finish(await knock(), codeOf(key, Date.now(), -2))).toEqual({ kind: 'wrong' });
		expect(await finish(await knock(), codeOf(key, Date.now(), 2))).toEqual({ kind: 'wrong' });
		const arabic = codeOf(key, Date.now(), -1).replace(/\d/g, (d) => '٠١٢٣٤٥٦٧٨٩'[Number(d)]!);
		expect(await finish(await knock(), `${arabic.slice(0, 3)} ${arabic.slice(3)}`)).toMatchObject({
			kind: 'in',
		});
		expect(await finish(await knock(), codeOf(key, Date.now(), 1))).toMatchObject({ kind: 'in' });
	});

	test('sent fifty times at once opens one session', async () => {
		const { key } = await enrolled();
		const before = (await sessions()).length;
		const step = await knock();
		const code = codeOf(key);
		const outcomes = await Promise.all(Array.from({ length: 50 }, () => finish(step, code)));
		expect(outcomes.filter(({ kind }) => kind === 'in')).toHaveLength(1);
		expect(await sessions()).toHaveLength(before + 1);
	});

	test('of another account opens nothing', async () => {
		const mine = await enrolled();
		const theirs = await enrolled('other', await makeRecoveryCodes(passwords));
		expect(await finish(await knock(), codeOf(theirs.key))).toEqual({ kind: 'wrong' });
		expect(await finish(await knock(), theirs.codes[0]!)).toEqual({ kind: 'wrong' });
		expect(await finish(await knock(), codeOf(mine.key))).toMatchObject({ kind: 'in' });
	});

	test('guessed wrong five times in a quarter of an hour makes even the right one wait, at any step', async () => {
		const { key } = await enrolled();
		const wrong = codeOf(key) === '000000' ? '111111' : '000000';
		for (let n = 0; n < 5; n++) expect(await finish(await knock(), wrong)).toEqual({ kind: 'wrong' });
		expect(await finish(await knock(), codeOf(key))).toEqual({ kind: 'later', waitSeconds: 900 });
		later(QUARTER_HOUR);
		expect(await finish(await knock(), codeOf(key))).toMatchObject({ kind: 'in' });
	});

	test('guessed two hundred times at once is evaluated five times, the right one among the rest is not', async () => {
		const { key } = await enrolled();
		const right = codeOf(key);
		const step = await knock();
		const guesses = Array.from({ length: 200 }, (_, n) => (n === 150 ? right : String(n).padStart(6, '0')));
		const outcomes = await Promise.all(guesses.map((guess) => finish(step, guess)));
		expect(outcomes.filter(({ kind }) => kind === 'wrong').length).toBeLessThanOrEqual(5);
		expect(outcomes.some(({ kind }) => kind === 'in')).toBe(false);
		const tried = await database.reader
			.selectFrom('sign_in_attempt')
			.selectAll()
			.where('axis', '=', 'factor')
			.execute();
		expect(tried.filter(({ failed }) => failed === 1)).toHaveLength(5);
	});
});

describe('a recovery code', () => {
	test('opens once, however it is typed, and leaves nine', async () => {
		const { codes } = await enrolled();
		const typed = ` ${codes[3]!.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
		expect(await finish(await knock(), typed)).toMatchObject({ kind: 'in' });
		expect(await finish(await knock(), codes[3]!)).toEqual({ kind: 'wrong' });
		const left = await database.reader
			.selectFrom('recovery_code')
			.selectAll()
			.where('used_at', 'is', null)
			.execute();
		expect(left).toHaveLength(9);
		expect(await finish(await knock(), codes[4]!)).toMatchObject({ kind: 'in' });
	});

	test('sent fifty times at once opens one session', async () => {
		const { codes } = await enrolled();
		const step = await knock();
		const outcomes = await Promise.all(Array.from({ length: 50 }, () => finish(step, codes[0]!)));
		expect(outcomes.filter(({ kind }) => kind === 'in')).toHaveLength(1);
		const used = await database.reader
			.selectFrom('recovery_code')
			.selectAll()
			.where('used_at', 'is not', null)
			.execute();
		expect(used).toHaveLength(1);
	});
});

describe('the second step', () => {
	test('is never one that a browser brought along', async () => {
		const { key } = await enrolled();
		const planted = newToken();
		const step = await knock();
		expect(step).not.toBe(planted);
		expect(await readStep(site, planted)).toBeUndefined();
		expect(await finish(planted, codeOf(key))).toEqual({ kind: 'over' });
		expect(await finish(undefined, codeOf(key))).toEqual({ kind: 'over' });
	});

	test('ends after five minutes, when a newer one begins, and when it is used', async () => {
		const { key } = await enrolled();
		const [older, newer] = [await knock(), await knock()];
		expect(await finish(older, codeOf(key))).toEqual({ kind: 'over' });
		later(5 * 60_000);
		expect(await readStep(site, newer)).toBeUndefined();
		expect(await finish(newer, codeOf(key))).toEqual({ kind: 'over' });
		const used = await knock();
		expect(await finish(used, codeOf(key))).toMatchObject({ kind: 'in' });
		later(HALF_MINUTE);
		expect(await finish(used, codeOf(key))).toEqual({ kind: 'over' });
	});

	test('is over when the account is closed or its rights change meanwhile', async () => {
		const { key } = await enrolled();
		const step = await knock();
		await database.writer.updateTable('account').set({ authz_version: 2 }).execute();
		expect(await finish(step, codeOf(key))).toEqual({ kind: 'over' });
		const again = await knock();
		await database.writer.updateTable('account').set({ disabled_at: '2026-06-20T09:00:00Z' }).execute();
		expect(await finish(again, codeOf(key))).toEqual({ kind: 'over' });
	});
});

test('a password set anew does not skip the second factor', async () => {
	const { key } = await enrolled();
	const open = await finish(await knock(), codeOf(key));
	if (open.kind !== 'in') throw new Error(open.kind);
	later(HALF_MINUTE);
	const operator = contextFor(site.runtime, OPERATOR, { requestId: 'reset' });
	const code = await issueAccountCode(operator, { id: 1 });
	const form = { login: '', nameAr: '', nameEn: '', password: PASSWORD, again: PASSWORD };
	await finishSetup(site, 'reset', code, form);
	expect(await readSession(site.runtime, open.token)).toEqual({ refused: 'unknown' });
	const step = await knock();
	expect(await readStep(site, step)).toEqual({ kind: 'ask' });
	expect(await sessions()).toEqual([]);
	expect(await finish(step, codeOf(key))).toMatchObject({ kind: 'in' });
});

test('the history says each way in and each refusal, and nothing that opens a door', async () => {
	const { key, codes } = await enrolled();
	await finish(await knock(), '000001');
	await finish(await knock(), codeOf(key));
	await finish(await knock(), codes[0]!);
	await signIn(site, 'maryam', 'a wrong password', arrival());
	await signIn(site, 'nobody', 'a wrong password', arrival());
	const rows = await database.reader.selectFrom('sign_in').selectAll().orderBy('id').execute();
	expect(rows.map((row) => [row.account_id, row.outcome, row.auth_level])).toEqual([
		[1, 'wrong_factor', null],
		[1, 'in', 'totp'],
		[1, 'in', 'recovery'],
		[1, 'wrong_password', null],
		[null, 'wrong_password', null],
	]);
	expect(rows.every((row) => row.address_prefix === '192.0.2.0/24')).toBe(true);
});
