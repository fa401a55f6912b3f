import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { createPasswords } from '#lib/auth/passwords.server.ts';
import { createSession, readSession } from '#lib/auth/sessions.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import { disableAccount } from '#lib/features/people/accounts.server.ts';
import { confirming } from '#lib/features/people/confirm.server.ts';
import { csvOrProblems, type CsvFile } from '#lib/features/exchange/export.server.ts';
import { changePassword, removeFactor } from '#lib/features/people/own.server.ts';
import { contextFor } from '#lib/platform/runtime.server.ts';
import { codeOf, equip } from '../support/factor.ts';
import { arrival, siteOf } from '../support/site.ts';
import { dump } from '../support/twosocieties.ts';
import { freshDatabase } from '../support/world.ts';

const PASSWORD = 'otters juggle seven lanterns';
const passwords = createPasswords();
let stored: string;
let database: Database;
let site: Site;
let key: string;

beforeAll(async () => {
	stored = await passwords.hash(PASSWORD);
});
beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-20T09:00:00Z') });
	database = await freshDatabase();
	({ site } = await siteOf(database, passwords));
	const names = { name_ar: 'مريم', name_en: 'Maryam', password_hash: stored };
	for (const login of ['maryam', 'second', 'third']) {
		await database.writer
			.insertInto('account')
			.values({ login, role: 'admin', ...names, created_at: '2026-01-01T00:00:00Z' })
			.execute();
	}
	key = await equip(site, 1, [{ code: '', prefix: 'XXXX', hash: stored }]);
});
afterEach(async () => {
	vi.useRealTimers();
	await database.close();
});

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

async function sit() {
	const account = { id: 1, role: 'admin' as const, authzVersion: 1 };
	const born = { account, authLevel: 'totp' as const, address: '192.0.2.7', userAgent: null };
	return createSession(database.writer, born);
}

/** A request of the session, as the hooks prepare it. */
async function requestOf(token: string) {
	const found = await readSession(site.runtime, token);
	if (found.refused) throw new Error(found.refused);
	const { viewer, session, confirmedAt } = found;
	const ctx = contextFor(site.runtime, viewer, { requestId: 'test', confirmedAt });
	const locals = { ctx, session, site, address: '192.0.2.7', requestId: 'test' } as unknown as App.Locals;
	return { locals, request: new Request('https://sharaka.example/people/2') };
}

const fields = (confirmPassword = '', confirmCode = '') => ({ confirmPassword, confirmCode });

describe('a guarded step', () => {
	test('goes through within five minutes of signing in, and later only with a fresh proof', async () => {
		const token = await sit();
		await disableAccount(await confirming(await requestOf(token), fields()), { id: 2 });
		later(5 * 60_000 + 1);
		const unproven = await confirming(await requestOf(token), fields());
		const before = await dump(database);
		await expect(disableAccount(unproven, { id: 3 })).rejects.toMatchObject({ code: 'confirm', status: 403 });
		expect(await dump(database)).toEqual(before);
		const proven = await confirming(await requestOf(token), fields(PASSWORD, codeOf(key)));
		await disableAccount(proven, { id: 3 });
		expect((await requestOf(token)).locals.ctx?.confirmedAt).toBe(Date.now());
	});

	test.each([
		['a wrong password', 'nonsense password', () => codeOf(key), 'confirmPassword'],
		['a wrong code', PASSWORD, () => (codeOf(key) === '000000' ? '111111' : '000000'), 'confirmCode'],
		['no code', PASSWORD, () => '', 'confirmCode'],
		['no password', '', () => codeOf(key), 'confirmPassword'],
	])('with %s is refused at its field and confirms nothing', async (_, password, code, place) => {
		const token = await sit();
		later(6 * 60_000);
		const event = await requestOf(token);
		const wrong = confirming(event, fields(password, code()));
		await expect(wrong).rejects.toMatchObject({ code: 'confirm', problems: [{ place }] });
		const again = await confirming(await requestOf(token), fields());
		await expect(disableAccount(again, { id: 2 })).rejects.toMatchObject({ code: 'confirm' });
	});

	test('sent twice at once with one code is proven for both', async () => {
		const token = await sit();
		later(6 * 60_000);
		const event = await requestOf(token);
		const code = codeOf(key);
		const both = await Promise.all([1, 2].map(() => confirming(event, fields(PASSWORD, code))));
		expect(both.every((ctx) => ctx.confirmedAt === Date.now())).toBe(true);
	});

	test('guessed a hundred times at once has at most five passwords looked at', async () => {
		const token = await sit();
		later(6 * 60_000);
		const event = await requestOf(token);
		let checks = 0;
		const counting: Site = {
			...site,
			passwords: { ...passwords, verify: (...args) => ((checks += 1), passwords.verify(...args)) },
		};
		const locals = { ...event.locals, site: counting } as App.Locals;
		const guesses = Array.from({ length: 100 }, (_, n) =>
			confirming({ ...event, locals }, fields(`guess number ${n}`, '123456')),
		);
		const outcomes = await Promise.allSettled(guesses);
		expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
		expect(checks).toBe(5);
	});
});

test('a changed password ends the other sessions and gives this one a new token', async () => {
	const [here, there] = [await sit(), await sit()];
	const event = await requestOf(here);
	const call = { site, ctx: event.locals.ctx!, arrival: arrival({ presented: here }) };
	const weak = changePassword(call, { password: 'short', again: 'other' });
	await expect(weak).rejects.toMatchObject({ problems: [{ place: 'password' }, { place: 'again' }] });
	expect((await readSession(site.runtime, there)).refused).toBeUndefined();
	const renewed = 'quiet kettles paint the harbour';
	const token = await changePassword(call, { password: renewed, again: renewed });
	expect(await readSession(site.runtime, here)).toEqual({ refused: 'unknown' });
	expect(await readSession(site.runtime, there)).toEqual({ refused: 'unknown' });
	expect(await readSession(site.runtime, token)).toMatchObject({ session: { authLevel: 'totp' } });
	later(6 * 60_000);
	const stale = { ...call, ctx: (await requestOf(token)).locals.ctx! };
	const before = await dump(database);
	await expect(changePassword(stale, { password: PASSWORD, again: PASSWORD })).rejects.toMatchObject({
		code: 'confirm',
	});
	expect(await dump(database)).toEqual(before);
});

test('whose role asks for a second factor cannot turn it off', async () => {
	const event = await requestOf(await sit());
	const call = { site, ctx: event.locals.ctx!, arrival: arrival() };
	await expect(removeFactor(call)).rejects.toMatchObject({ code: 'conflict' });
	expect(await database.reader.selectFrom('totp').selectAll().execute()).toHaveLength(1);
});

describe('a file of more than five thousand rows of everybody’s', () => {
	const file = (rows: number): CsvFile => ({
		action: 'audit.export',
		id: 'probe',
		table: { id: 'probe', title: { ar: 'أ', en: 'A' }, columns: [] },
		lang: 'en',
		fileName: 'probe.csv',
		filters: '',
		unapplied: [],
		page(after, limit) {
			const from = typeof after === 'number' ? after : 0;
			const to = Math.min(rows, from + Math.min(limit, 1000));
			const page = { rows: Array.from({ length: to - from }, () => ({})), next: to < rows ? to : undefined };
			return Promise.resolve(page);
		},
	});
	const ask = async (token: string, rows: number, accept: string) => {
		const { locals } = await requestOf(token);
		const url = new URL('https://sharaka.example/exports/reach.csv?lang=en');
		const request = new Request(url, { headers: { accept } });
		return csvOrProblems(locals.ctx!, () => Promise.resolve(file(rows)), { request, url });
	};

	test('leads a browser to the proof and back, tells a script so, and leaves after the proof', async () => {
		const token = await sit();
		expect((await ask(token, 5001, 'text/html')).status).toBe(200);
		later(6 * 60_000);
		expect((await ask(token, 5000, 'text/html')).status).toBe(200);
		const led = await ask(token, 5001, 'text/html,*/*');
		expect(led.status).toBe(303);
		expect(led.headers.get('location')).toBe('/account/confirm?to=%2Fexports%2Freach.csv%3Flang%3Den');
		const told = await ask(token, 5001, '*/*');
		expect(told.status).toBe(403);
		expect(await told.text()).toContain('أكّدوا');
		await confirming(await requestOf(token), fields(PASSWORD, codeOf(key)));
		expect((await ask(token, 5001, 'text/html')).status).toBe(200);
	});
});
