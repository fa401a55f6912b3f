import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { createChallenge } from '#lib/auth/challenge.server.ts';
import { createPasswords } from '#lib/auth/passwords.server.ts';
import { readSession } from '#lib/auth/sessions.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import { openSecret, sealSecret } from '#lib/auth/totp.server.ts';
import { signIn } from '#lib/features/people/doors.server.ts';
import { finishStep, readStep } from '#lib/features/people/steps.server.ts';
import { codeOf } from '../support/factor.ts';
import { arrival, siteOf } from '../support/site.ts';
import { dump } from '../support/twosocieties.ts';
import { AUDIT_KEY, freshDatabase } from '../support/world.ts';

const PASSWORD = 'otters juggle seven lanterns';
const HALF_MINUTE = 30_000;

const passwords = createPasswords();
let stored: string;
let database: Database;
let site: Site;

beforeAll(async () => {
	stored = await passwords.hash(PASSWORD);
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

/** Sets the factor up as a person does at the first sign-in: the key, the recovery codes, and a later moment. */
async function enrolled(login = 'maryam') {
	const step = await knock(login);
	const view = await readStep(site, step);
	if (view?.kind !== 'enrol') throw new Error('nothing to enrol');
	const outcome = await finish(step, codeOf(view.enrolment.typed));
	if (outcome.kind !== 'in') throw new Error(outcome.kind);
	later(HALF_MINUTE);
	return { key: view.enrolment.typed, token: outcome.token, codes: outcome.codes! };
}

describe('the first sign-in of staff', () => {
	test('opens no session by the password alone, and one of level totp after the factor is proven', async () => {
		const step = await knock();
		expect(await sessions()).toEqual([]);
		expect(await readSession(site.runtime, step)).toEqual({ refused: 'unknown' });
		const { token, codes } = await enrolled();
		expect(await readSession(site.runtime, token)).toMatchObject({ session: { authLevel: 'totp' } });
		expect(new Set(codes).size).toBe(10);
		expect(codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/.test(code))).toBe(true);
	});

	test('keeps the secret and the recovery codes out of the file', async () => {
		const { key, codes, token } = await enrolled();
		const file = (await dump(database)).join('\n');
		for (const secret of [
			key,
			key.replaceAll(' ', ''),
			token,
			...codes,
			...codes.map((c) => c.replaceAll('-', '')),
		])
			expect(file).not.toContain(secret);
	});

	test('is not finished by a wrong code, and the step is over after five', async () => {
		const step = await knock();
		const view = await readStep(site, step);
		if (view?.kind !== 'enrol') throw new Error('nothing to enrol');
		const right = codeOf(view.enrolment.typed);
		for (const wrong of ['', '12345', 'abcdef', `${right}0`, right === '000000' ? '111111' : '000000'])
			expect(await finish(step, wrong)).toEqual({ kind: 'wrong' });
		expect(await finish(step, right)).toEqual({ kind: 'over' });
		expect(await readStep(site, step)).toBeUndefined();
		expect(await sessions()).toEqual([]);
		expect(await database.reader.selectFrom('totp').selectAll().execute()).toEqual([]);
	});

	test('never replaces a factor that its owner set up meanwhile', async () => {
		const { key } = await enrolled();
		const person = await database.reader
			.selectFrom('account')
			.select(['id', 'authz_version'])
			.where('login', '=', 'maryam')
			.executeTakeFirstOrThrow();
		// A sign-in whose password was still being checked when the owner finished.
		const late = await database.writer.transaction().execute((trx) =>
			createChallenge(trx, AUDIT_KEY, {
				accountId: person.id,
				authzVersion: person.authz_version,
				isEnrolment: true,
			}),
		);
		const view = await readStep(site, late);
		if (view?.kind !== 'enrol') throw new Error('nothing to enrol');
		const before = await database.reader.selectFrom('totp').selectAll().execute();
		expect(await finish(late, codeOf(view.enrolment.typed))).toEqual({ kind: 'wrong' });
		expect(await database.reader.selectFrom('totp').selectAll().execute()).toEqual(before);
		later(HALF_MINUTE);
		expect(await finish(await knock(), codeOf(key))).toMatchObject({ kind: 'in' });
	});

	test('keeps at most one factor when two browsers finish at once', async () => {
		const step = await knock();
		const view = await readStep(site, step);
		if (view?.kind !== 'enrol') throw new Error('nothing to enrol');
		const code = codeOf(view.enrolment.typed);
		const outcomes = await Promise.all([1, 2, 3].map(() => finish(step, code)));
		expect(outcomes.filter(({ kind }) => kind === 'in')).toHaveLength(1);
		expect(await sessions()).toHaveLength(1);
		expect(await database.reader.selectFrom('recovery_code').selectAll().execute()).toHaveLength(10);
	});
});

describe('a secret in the file', () => {
	test('opens only for its own account and under its own key', () => {
		const secret = Buffer.alloc(20, 1);
		const sealed = sealSecret(AUDIT_KEY, 1, secret);
		expect(openSecret(AUDIT_KEY, 1, sealed)).toEqual(secret);
		expect(sealSecret(AUDIT_KEY, 1, secret)).not.toBe(sealed);
		expect(() => openSecret(AUDIT_KEY, 2, sealed)).toThrow();
		expect(() => openSecret(Buffer.alloc(32, 8), 1, sealed)).toThrow();
		expect(() => openSecret(AUDIT_KEY, 1, `${sealed.slice(0, -2)}AA`)).toThrow();
	});
});
