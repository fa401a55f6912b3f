import { sql, type Kysely, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Arrival } from '../../auth/arrival.server.ts';
import { recordSignIn } from '../../auth/history.server.ts';
import { needsFactor } from '../../auth/limits.ts';
import type { Site } from '../../auth/site.server.ts';
import {
	cancelAttempt,
	normaliseLogin,
	reserveAttempt,
	settleAttempt,
	type Attempt,
} from '../../auth/throttle.server.ts';
import type { AccountRole } from '../../platform/context.ts';
import { isLoopback } from '../../platform/env.server.ts';
import { denied, missing } from '../../platform/errors.ts';
import { admit, beginStep, PERSON, type Person } from './admit.server.ts';

/**
 * `refused` is one answer for an unknown login, a wrong password and a disabled account; `step` leads to the second
 * step: the token is that step's, no session exists yet.
 */
export type SignIn =
	| { readonly kind: 'in'; readonly token: string; readonly role: AccountRole }
	| { readonly kind: 'step'; readonly token: string }
	| { readonly kind: 'refused' }
	| { readonly kind: 'later'; readonly waitSeconds: number };

/** Verifies within the process's limit; when its queue is full the attempt is not held against anybody. */
async function check(site: Site, attempt: Attempt, stored: string | null | undefined, password: string) {
	try {
		return await site.passwords.verify(stored, password);
	} catch (error) {
		await cancelAttempt(site.runtime, attempt);
		throw error;
	}
}

function personOf(db: Kysely<Schema>, login: string) {
	return db
		.selectFrom('account')
		.select([...PERSON, 'password_hash', 'disabled_at'])
		.select(sql<number>`exists (select 1 from totp where account_id = account.id)`.as('has_factor'))
		.where('login', '=', normaliseLogin(login))
		.executeTakeFirst();
}

/** Clears the booked attempt, and keeps a hash made with today's parameters. */
async function settle(
	trx: Transaction<Schema>,
	attempt: Attempt,
	person: Person,
	renewed: string | undefined,
) {
	await settleAttempt(trx, attempt);
	if (!renewed) return;
	await trx
		.updateTable('account')
		.set({ password_hash: renewed })
		.where('id', '=', person.id)
		.where('authz_version', '=', person.authz_version)
		.execute();
}

/**
 * Checks login and password: opens a session, or leads to the second step. The attempt is booked before anything is
 * verified, and an unknown login costs the same work and the same statements as a known one. Throws `busy` when too
 * many passwords are being checked already.
 */
export async function signIn(site: Site, login: string, password: string, arrival: Arrival): Promise<SignIn> {
	const { requestId, address, userAgent } = arrival;
	const reservation = await reserveAttempt(site.runtime, login, address);
	const person = await personOf(site.runtime.database.reader, login);
	const note = { accountId: person?.id ?? null, address, userAgent };
	if (reservation.waitSeconds !== undefined) {
		const { who, axis, waitSeconds } = reservation;
		await recordSignIn(site.runtime, { ...note, outcome: 'later' });
		site.log.warn({ event: 'sign-in', outcome: 'later', who, axis, waitSeconds, requestId });
		return { kind: 'later', waitSeconds };
	}
	const { attempt } = reservation;
	const matches = await check(site, attempt, person?.password_hash, password);
	if (!person?.password_hash || !matches || person.disabled_at) {
		const outcome = matches ? 'disabled' : 'wrong_password';
		await recordSignIn(site.runtime, { ...note, outcome });
		site.log.warn({ event: 'sign-in', outcome: 'refused', who: attempt.who, requestId });
		return { kind: 'refused' };
	}
	const isCurrent = site.passwords.isCurrent(person.password_hash);
	const renewed = isCurrent ? undefined : await site.passwords.hash(password);
	const { role, has_factor: hasFactor } = person;
	if (hasFactor || needsFactor(role)) {
		const token = await beginStep(site, person, arrival, !hasFactor, (trx) =>
			settle(trx, attempt, person, renewed),
		);
		site.log.info({ event: 'sign-in', outcome: 'step', accountId: person.id, requestId });
		return { kind: 'step', token };
	}
	const before = ({ trx }: { trx: Transaction<Schema> }) => settle(trx, attempt, person, renewed);
	const token = await admit(site, person, arrival, { level: 'password', before });
	site.log.info({ event: 'sign-in', outcome: 'in', accountId: person.id, requestId });
	return { kind: 'in', token, role };
}

/** The demo account of each role that has one, the first made of each, in the order they were made. */
export async function listDemoPersons(db: Kysely<Schema>): Promise<Person[]> {
	const persons = await db
		.selectFrom('account')
		.select(PERSON)
		.where('is_demo', '=', 1)
		.where('disabled_at', 'is', null)
		.orderBy('id')
		.limit(50)
		.execute();
	return persons.filter(({ role }, i) => persons.findIndex((other) => other.role === role) === i);
}

/** Whether one-click roles may be offered: demo mode, a server on loopback, and a visitor on this very machine. */
function mayDemo(site: Site, address: string): boolean {
	return site.env.mode === 'demo' && isLoopback(site.env.host) && isLoopback(address);
}

/** One demo account per role, for the sign-in page; empty wherever demo sign-in is not allowed. */
export async function listDemoDoors(site: Site, address: string) {
	if (!mayDemo(site, address)) return [];
	const persons = await listDemoPersons(site.runtime.database.reader);
	return persons.map(({ role, name_ar, name_en }) => ({ role, name: { ar: name_ar, en: name_en } }));
}

/** Signs in as a role's demo account, without a password. Throws `denied` outside the demo on loopback. */
export async function demoSignIn(site: Site, role: string, arrival: Arrival) {
	if (!mayDemo(site, arrival.address)) throw denied();
	const persons = await listDemoPersons(site.runtime.database.reader);
	const person = persons.find((candidate) => candidate.role === role);
	if (!person) throw missing();
	const token = await admit(site, person, arrival, { level: 'demo' });
	site.log.info({ event: 'sign-in', outcome: 'demo', accountId: person.id, requestId: arrival.requestId });
	return { token, role: person.role };
}
