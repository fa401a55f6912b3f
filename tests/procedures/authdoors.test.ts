import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { createPasswords, type Passwords } from '#lib/auth/passwords.server.ts';
import { readSession } from '#lib/auth/sessions.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import { newToken } from '#lib/auth/tokens.server.ts';
import { demoSignIn, listDemoDoors, signIn } from '#lib/features/people/doors.server.ts';
import { Expected } from '#lib/platform/errors.ts';
import { addSociety, arrival, siteOf } from '../support/site.ts';
import { dump } from '../support/twosocieties.ts';
import { AUDIT_KEY, freshDatabase } from '../support/world.ts';

const PASSWORD = 'غيمة تحت البرتقال الطائر';
/** The same password hashed with 19 MiB and two passes. */
const MADE_EARLIER =
	'$argon2id$v=19$m=19456,t=2,p=1$pfm8YWMI7ApoiNVJIcFncw$T3NmhZN4j29PKFCPOg3zYqDSO47QcvBhgqUQ8xnx72o';
const passwords = createPasswords();
let stored: string;
let database: Database;
let site: Site;
let lines: string[];
let societyId: number;

beforeAll(async () => {
	stored = await passwords.hash(PASSWORD);
});
beforeEach(async () => {
	database = await freshDatabase();
	({ site, lines } = await siteOf(database, passwords));
	societyId = await addSociety(database);
	await person('fatima');
	await person('gone', { disabled_at: '2026-01-01T00:00:00Z' });
	await person('invited', { password_hash: null });
	await person('demo-officer', { password_hash: null, is_demo: 1, role: 'officer', society_id: null });
});
afterEach(() => database.close());

async function person(login: string, over: object = {}): Promise<void> {
	const base = {
		login,
		name_ar: 'فاطمة',
		name_en: 'Fatima',
		role: 'society' as const,
		society_id: societyId,
		password_hash: stored,
	};
	await database.writer
		.insertInto('account')
		.values({ ...base, created_at: '2026-01-01T00:00:00Z', ...over })
		.execute();
}

/** The work asked of the password checker, counted; results stay those of the real one. */
function counted(): { passwords: Passwords; checks: () => number } {
	let checks = 0;
	const verify: Passwords['verify'] = (hashed, password) => {
		checks += 1;
		return passwords.verify(hashed, password);
	};
	return { passwords: { ...passwords, verify }, checks: () => checks };
}

test('the right login and password open a session, and the audit says so', async () => {
	const outcome = await signIn(site, ' Fatima ', PASSWORD, arrival());
	if (outcome.kind !== 'in') throw new Error(outcome.kind);
	expect(await readSession(site.runtime, outcome.token)).toMatchObject({ viewer: { nameEn: 'Fatima' } });
	const entry = await database.reader.selectFrom('audit_entry').selectAll().executeTakeFirstOrThrow();
	expect(entry).toMatchObject({ action: 'account.sign-in', actor_id: 1, object_id: '1', role: 'society' });
	expect(await verifyAudit(database.reader, AUDIT_KEY)).toMatchObject({ ok: true, entries: 1 });
	expect([...(await dump(database)), ...lines].join('\n')).not.toContain(outcome.token);
	expect([...(await dump(database)), ...lines].join('\n')).not.toContain(PASSWORD);
});

test('a session brought along ends, and is not adopted', async () => {
	const first = await signIn(site, 'fatima', PASSWORD, arrival({ presented: newToken() }));
	if (first.kind !== 'in') throw new Error(first.kind);
	const second = await signIn(site, 'fatima', PASSWORD, arrival({ presented: first.token }));
	if (second.kind !== 'in') throw new Error(second.kind);
	expect(second.token).not.toBe(first.token);
	expect(await readSession(site.runtime, first.token)).toEqual({ refused: 'unknown' });
	expect((await readSession(site.runtime, second.token)).refused).toBeUndefined();
});

describe('every refusal', () => {
	const REFUSED: readonly [who: string, login: string, password: string][] = [
		['a wrong password', 'fatima', `${PASSWORD}!`],
		['a trimmed password', 'fatima', PASSWORD.slice(1)],
		['an unknown login', 'nobody', PASSWORD],
		['an account without a password', 'invited', ''],
		['a disabled account', 'gone', PASSWORD],
		['a demo account', 'demo-officer', ''],
		['text that looks like SQL', "' or 1=1 --", "' or 1=1 --"],
		['nothing at all', '', ''],
	];

	test.each(REFUSED)(
		'of %s is the same answer, costs one check, and opens nothing',
		async (_, login, password) => {
			const counting = counted();
			const outcome = await signIn({ ...site, passwords: counting.passwords }, login, password, arrival());
			expect(outcome).toEqual({ kind: 'refused' });
			expect(counting.checks()).toBe(1);
			expect(await database.reader.selectFrom('session').selectAll().execute()).toEqual([]);
			expect(await database.reader.selectFrom('audit_entry').selectAll().execute()).toEqual([]);
			const attempts = await database.reader.selectFrom('sign_in_attempt').select('failed').execute();
			expect(attempts).toEqual([{ failed: 1 }, { failed: 1 }]);
			// Known or not, the history gets its line: the same statements on both ways.
			expect(await database.reader.selectFrom('sign_in').select('id').execute()).toHaveLength(1);
		},
	);

	test.each(REFUSED)('of %s turns into the same wait after five', async (_, login, password) => {
		for (let n = 0; n < 5; n++) await signIn(site, login, password, arrival());
		expect(await signIn(site, login, password, arrival())).toEqual({ kind: 'later', waitSeconds: 30 });
	});

	test('is logged without saying the login or the password', async () => {
		await signIn(site, 'canary-login', 'canary-password', arrival());
		expect(lines).toHaveLength(1);
		expect(JSON.parse(lines[0]!)).toMatchObject({
			event: 'sign-in',
			outcome: 'refused',
			requestId: 'test-request',
		});
		expect(lines[0]).not.toContain('canary');
	});
});

test('of 200 guesses at once five are evaluated, and the right one among the rest is not', async () => {
	const counting = counted();
	const guesses = Array.from({ length: 200 }, (_, n) => (n === 150 ? PASSWORD : `guess number ${n}`));
	const outcomes = await Promise.all(
		guesses.map((guess) => signIn({ ...site, passwords: counting.passwords }, 'fatima', guess, arrival())),
	);
	expect(counting.checks()).toBe(5);
	const kinds = outcomes.map(({ kind }) => kind);
	expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(5);
	expect(kinds.filter((kind) => kind === 'later')).toHaveLength(195);
});

test('from one address the thirty-first guess waits, whatever the logins', async () => {
	for (let n = 0; n < 30; n++) await signIn(site, `person${n}`, 'guess', arrival());
	expect(await signIn(site, 'fatima', PASSWORD, arrival())).toMatchObject({ kind: 'later' });
	expect(await signIn(site, 'fatima', PASSWORD, arrival({ address: '198.51.100.1' }))).toMatchObject({
		kind: 'in',
	});
});

test('when too many passwords are being checked nobody is blamed', async () => {
	const narrow = createPasswords({ atOnce: 1, waiting: 0 });
	const busy = { ...site, passwords: narrow };
	const held = narrow.hash('something that takes a while');
	await expect(signIn(busy, 'fatima', PASSWORD, arrival())).rejects.toMatchObject({
		code: 'busy',
		status: 503,
	});
	expect(await database.reader.selectFrom('sign_in_attempt').selectAll().execute()).toEqual([]);
	await held;
});

test('a hash made with older parameters is renewed by the sign-in that proves it', async () => {
	await person('veteran', { password_hash: MADE_EARLIER });
	expect(await signIn(site, 'veteran', PASSWORD, arrival())).toMatchObject({ kind: 'in' });
	const { password_hash } = await database.reader
		.selectFrom('account')
		.select('password_hash')
		.where('login', '=', 'veteran')
		.executeTakeFirstOrThrow();
	expect(passwords.isCurrent(password_hash!)).toBe(true);
	expect(await signIn(site, 'veteran', PASSWORD, arrival())).toMatchObject({ kind: 'in' });
});

describe('the demo’s own doors', () => {
	const here = arrival({ address: '127.0.0.1' });

	test('open on this machine only, in the demo only', async () => {
		const demo = { ...site, env: { ...site.env, mode: 'demo' as const } };
		expect(await listDemoDoors(demo, '127.0.0.1')).toEqual([
			{ role: 'officer', name: { ar: 'فاطمة', en: 'Fatima' } },
		]);
		const { token } = await demoSignIn(demo, 'officer', here);
		expect(await readSession(demo.runtime, token)).toMatchObject({ session: { authLevel: 'demo' } });
		await expect(demoSignIn(demo, 'admin', here)).rejects.toMatchObject({ code: 'missing' });

		const outside = [
			{ where: site, who: here },
			{ where: demo, who: arrival({ address: '192.0.2.7' }) },
			{ where: demo, who: arrival({ address: '' }) },
			{ where: { ...demo, env: { ...demo.env, host: '0.0.0.0' } }, who: here },
		];
		for (const { where, who } of outside) {
			const before = await dump(database);
			await expect(demoSignIn(where, 'officer', who)).rejects.toBeInstanceOf(Expected);
			expect(await listDemoDoors(where, who.address)).toEqual([]);
			expect(await dump(database)).toEqual(before);
		}
	});
});
