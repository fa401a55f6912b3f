import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { checkFactor, hasFactor } from './factor.server.ts';
import { recordSignIn } from './history.server.ts';
import type { Site } from './site.server.ts';
import { cancelAttempt, reserveAttempt, settleAttempt } from './throttle.server.ts';

/** Who proves to be present, in which session, and what they typed. */
export interface PresenceProof {
	readonly accountId: number;
	/** The session's public id. */
	readonly session: string;
	readonly password: string;
	readonly code: string;
	readonly address: string;
	readonly userAgent: string | null;
}

/** `confirmed` at a moment in ms; otherwise what was wrong. */
export type PresenceVerdict =
	{ readonly kind: 'confirmed'; readonly at: number } | { readonly kind: 'password' | 'code' | 'later' };

async function markConfirmed(trx: Transaction<Schema>, proof: PresenceProof, at: number): Promise<void> {
	await trx
		.updateTable('session')
		.set({ confirmed_at: at })
		.where('public_id', '=', proof.session)
		.where('account_id', '=', proof.accountId)
		.execute();
}

async function checkPassword(site: Site, proof: PresenceProof, login: string, stored: string | null) {
	const reservation = await reserveAttempt(site.runtime, login, proof.address);
	if (reservation.waitSeconds !== undefined) return 'later';
	const { attempt } = reservation;
	try {
		return (await site.passwords.verify(stored, proof.password)) ? attempt : 'password';
	} catch (error) {
		await cancelAttempt(site.runtime, attempt);
		throw error;
	}
}

/** Whether a request that was sent twice proved it the first time: a code works only once. */
async function isConfirmedSince(site: Site, proof: PresenceProof, since: number): Promise<boolean> {
	const row = await site.runtime.database.reader
		.selectFrom('session')
		.select('confirmed_at')
		.where('public_id', '=', proof.session)
		.executeTakeFirst();
	return (row?.confirmed_at ?? 0) >= since;
}

/**
 * Proves that the person of a session is at the keyboard: password, and second factor where there is one, throttled
 * like a sign-in. A demo account has neither and confirms by one click. On success the session says when.
 */
export async function provePresence(site: Site, proof: PresenceProof): Promise<PresenceVerdict> {
	const since = Date.now();
	const { reader, writer } = site.runtime.database;
	const account = await reader
		.selectFrom('account')
		.select(['login', 'password_hash', 'is_demo'])
		.where('id', '=', proof.accountId)
		.executeTakeFirstOrThrow();
	if (account.is_demo && site.env.mode === 'demo') {
		await writer.transaction().execute((trx) => markConfirmed(trx, proof, since));
		return { kind: 'confirmed', at: since };
	}
	const refuse = async (kind: 'password' | 'code' | 'later'): Promise<PresenceVerdict> => {
		if (kind === 'code' && (await isConfirmedSince(site, proof, since)))
			return { kind: 'confirmed', at: since };
		const outcome = ({ password: 'wrong_password', code: 'wrong_factor', later: 'later' } as const)[kind];
		await recordSignIn(site.runtime, { ...proof, outcome });
		site.log.warn({ event: 'presence', outcome, accountId: proof.accountId });
		return { kind };
	};
	const attempt = await checkPassword(site, proof, account.login, account.password_hash);
	if (typeof attempt === 'string') return refuse(attempt);
	const factor = (await hasFactor(reader, proof.accountId))
		? await checkFactor(site, proof.accountId, proof.code)
		: undefined;
	if (factor && factor.kind !== 'right') return refuse(factor.kind === 'later' ? 'later' : 'code');
	const isProven = await writer.transaction().execute(async (trx) => {
		if (factor && !(await factor.spend(trx))) return false;
		await settleAttempt(trx, attempt);
		await markConfirmed(trx, proof, since);
		return true;
	});
	return isProven ? { kind: 'confirmed', at: since } : refuse('code');
}
