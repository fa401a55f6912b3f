import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { transact } from '../../access/procedures.server.ts';
import type { Arrival } from '../../auth/arrival.server.ts';
import { createChallenge } from '../../auth/challenge.server.ts';
import { writeSignIn } from '../../auth/history.server.ts';
import { createSession, endSession } from '../../auth/sessions.server.ts';
import type { Site } from '../../auth/site.server.ts';
import type { AccountRole, Context, Viewer, WriteContext } from '../../platform/context.ts';
import { contextFor } from '../../platform/runtime.server.ts';

/** Somebody at the door, as the account says. */
export interface Person {
	readonly id: number;
	readonly role: AccountRole;
	readonly society_id: number | null;
	readonly name_ar: string;
	readonly name_en: string;
	readonly authz_version: number;
}

export const PERSON = ['id', 'role', 'society_id', 'name_ar', 'name_en', 'authz_version'] as const;

/** A context in the name of somebody who is about to come in. */
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

/** How somebody came in, and what else belongs to the same transaction; what `before` throws keeps them out. */
interface Entrance {
	readonly level: 'password' | 'totp' | 'recovery' | 'demo';
	before?(write: WriteContext): Promise<void>;
}

/** Starts the session, ends the one the browser brought, writes history and audit: one transaction. Returns the token. */
export function admit(site: Site, person: Person, arrival: Arrival, how: Entrance): Promise<string> {
	return transact(contextOf(site, person, arrival), 'account.sign-in', async (write) => {
		const { trx, audit } = write;
		await how.before?.(write);
		if (arrival.presented) await endSession(trx, arrival.presented);
		// The version read before anything was checked: a reset in between makes this session void.
		const account = { id: person.id, role: person.role, authzVersion: person.authz_version };
		const authLevel = how.level === 'recovery' ? 'totp' : how.level;
		const { address, userAgent } = arrival;
		const token = await createSession(trx, { account, authLevel, address, userAgent });
		await writeSignIn(trx, { accountId: person.id, outcome: 'in', level: how.level, address, userAgent });
		await audit({ objectType: 'account', objectId: person.id, after: { authLevel: how.level } });
		return token;
	});
}

/** Begins the second step for somebody whose password was right; no session yet. Returns the step's token. */
export function beginStep(
	site: Site,
	person: Person,
	arrival: Arrival,
	isEnrolment: boolean,
	before: (trx: Transaction<Schema>) => Promise<void>,
): Promise<string> {
	return transact(contextOf(site, person, arrival), 'account.sign-in', async ({ trx, audit, auditKey }) => {
		await before(trx);
		const step = { accountId: person.id, authzVersion: person.authz_version, isEnrolment };
		const token = await createChallenge(trx, auditKey, step);
		await audit({ objectType: 'account', objectId: person.id, after: { password: 'right' } });
		return token;
	});
}
