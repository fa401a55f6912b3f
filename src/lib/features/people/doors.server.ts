import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { AccountRole, Context, Viewer } from '../../platform/context.ts';
import { transact } from '../../access/procedures.server.ts';
import type { Arrival } from '../../auth/arrival.server.ts';
import { createSession, endSession } from '../../auth/sessions.server.ts';
import type { Site } from '../../auth/site.server.ts';
import {
	cancelAttempt,
	normaliseLogin,
	reserveAttempt,
	settleAttempt,
	type Attempt,
} from '../../auth/throttle.server.ts';
import { isLoopback } from '../../platform/env.server.ts';
import { denied, missing } from '../../platform/errors.ts';
import { contextFor } from '../../platform/runtime.server.ts';

/** `refused` is one answer for an unknown login, a wrong password and a disabled account. */
export type SignIn =
	| { readonly kind: 'in'; readonly token: string; readonly role: AccountRole }
	| { readonly kind: 'refused' }
	| { readonly kind: 'later'; readonly waitSeconds: number };

interface Person {
	readonly id: number;
	readonly role: AccountRole;
	readonly society_id: number | null;
	readonly name_ar: string;
	readonly name_en: string;
	readonly authz_version: number;
}

const PERSON = ['id', 'role', 'society_id', 'name_ar', 'name_en', 'authz_version'] as const;

function contextOf(site: Site, person: Person, { requestId, locale }: Arrival): Context {
	const viewer: Viewer = {
		accountId: person.id,
		role: person.role,
		societyId: person.society_id,
		nameAr: person.name_ar,
		nameEn: person.name_en,
	};
	return contextFor(site.runtime, viewer, { requestId, locale });
}

/** Starts the session, ends the one the browser brought, writes the audit entry: one transaction. */
async function admit(
	site: Site,
	person: Person,
	arrival: Arrival,
	how: { authLevel: 'password' | 'demo'; attempt?: Attempt; passwordHash?: string | undefined },
): Promise<string> {
	return transact(contextOf(site, person, arrival), 'account.sign-in', async ({ trx, audit }) => {
		if (how.attempt) await settleAttempt(trx, how.attempt);
		if (how.passwordHash) {
			await trx
				.updateTable('account')
				.set({ password_hash: how.passwordHash })
				.where('id', '=', person.id)
				.where('authz_version', '=', person.authz_version)
				.execute();
		}
		if (arrival.presented) await endSession(trx, arrival.presented);
		// The version read before the password was checked: a reset in between makes this session void.
		const account = { id: person.id, role: person.role, authzVersion: person.authz_version };
		const { address, userAgent } = arrival;
		const token = await createSession(trx, { account, authLevel: how.authLevel, address, userAgent });
		await audit({ objectType: 'account', objectId: person.id, after: { authLevel: how.authLevel } });
		return token;
	});
}

/** Verifies within the process's limit; when its queue is full the attempt is not held against anybody. */
async function check(site: Site, attempt: Attempt, stored: string | null | undefined, password: string) {
	try {
		return await site.passwords.verify(stored, password);
	} catch (error) {
		await cancelAttempt(site.runtime, attempt);
		throw error;
	}
}

/**
 * Signs in with login and password. The attempt is booked before anything is verified, and an unknown login costs
 * the same work as a known one. Throws `busy` when too many passwords are being checked already.
 */
export async function signIn(site: Site, login: string, password: string, arrival: Arrival): Promise<SignIn> {
	const { requestId } = arrival;
	const reservation = await reserveAttempt(site.runtime, login, arrival.address);
	if (reservation.waitSeconds !== undefined) {
		const { who, axis, waitSeconds } = reservation;
		site.log.warn({ event: 'sign-in', outcome: 'later', who, axis, waitSeconds, requestId });
		return { kind: 'later', waitSeconds };
	}
	const { attempt } = reservation;
	const person = await site.runtime.database.reader
		.selectFrom('account')
		.select([...PERSON, 'password_hash', 'disabled_at'])
		.where('login', '=', normaliseLogin(login))
		.executeTakeFirst();
	const matches = await check(site, attempt, person?.password_hash, password);
	if (!person?.password_hash || !matches || person.disabled_at) {
		site.log.warn({ event: 'sign-in', outcome: 'refused', who: attempt.who, requestId });
		return { kind: 'refused' };
	}
	const passwordHash = site.passwords.isCurrent(person.password_hash)
		? undefined
		: await site.passwords.hash(password);
	const token = await admit(site, person, arrival, { authLevel: 'password', attempt, passwordHash });
	site.log.info({ event: 'sign-in', outcome: 'in', accountId: person.id, requestId });
	return { kind: 'in', token, role: person.role };
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
	const token = await admit(site, person, arrival, { authLevel: 'demo' });
	site.log.info({ event: 'sign-in', outcome: 'demo', accountId: person.id, requestId: arrival.requestId });
	return { token, role: person.role };
}
