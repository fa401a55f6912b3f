import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Runtime } from '../platform/runtime.server.ts';
import { STEP_SECONDS } from './limits.ts';
import { isToken, newToken, tokenHash } from './tokens.server.ts';
import { newFactorSecret, openSecret, sealSecret } from './totp.server.ts';

const TRIES = 5;

/** A step that waits for a code: of a known second factor, or of the one being set up, whose secret it holds. */
export interface Challenge {
	readonly accountId: number;
	readonly authzVersion: number;
	/** Set while a second factor is being set up. */
	readonly secret: Buffer | undefined;
}

/** For whom a step begins. */
interface NewChallenge {
	readonly accountId: number;
	readonly authzVersion: number;
	/** Whether a second factor is to be set up. */
	readonly isEnrolment: boolean;
}

/**
 * Begins a step and returns its token; always a new one, nothing a browser brought along is adopted. An account is at
 * one step at a time, so a newer one voids the older.
 */
export async function createChallenge(
	trx: Transaction<Schema>,
	auditKey: Buffer,
	{ accountId, authzVersion, isEnrolment }: NewChallenge,
): Promise<string> {
	const token = newToken();
	const now = Date.now();
	await trx
		.deleteFrom('login_challenge')
		.where((eb) => eb.or([eb('expires_at', '<=', now), eb('account_id', '=', accountId)]))
		.execute();
	await trx
		.insertInto('login_challenge')
		.values({
			id: tokenHash(token),
			account_id: accountId,
			authz_version: authzVersion,
			expires_at: now + STEP_SECONDS * 1000,
			secret: isEnrolment ? sealSecret(auditKey, accountId, newFactorSecret()) : null,
		})
		.execute();
	return token;
}

/** The step a token stands for; undefined when it is unknown, over, tried too often, or its account changed meanwhile. */
export async function readChallenge(
	{ database, auditKey }: Runtime,
	token: string | undefined,
): Promise<Challenge | undefined> {
	if (!token || !isToken(token)) return undefined;
	const row = await database.reader
		.selectFrom('login_challenge')
		.innerJoin('account', 'account.id', 'login_challenge.account_id')
		.select(['login_challenge.account_id', 'login_challenge.authz_version', 'login_challenge.secret'])
		.where('login_challenge.id', '=', tokenHash(token))
		.where('login_challenge.expires_at', '>', Date.now())
		.where('login_challenge.tries', '<', TRIES)
		.whereRef('login_challenge.authz_version', '=', 'account.authz_version')
		.where('account.disabled_at', 'is', null)
		.executeTakeFirst();
	if (!row) return undefined;
	const secret = row.secret === null ? undefined : openSecret(auditKey, row.account_id, row.secret);
	return { accountId: row.account_id, authzVersion: row.authz_version, secret };
}

/** Books one try before anything is compared; false when the step has none left. */
export async function reserveTry({ database }: Runtime, token: string): Promise<boolean> {
	const { numUpdatedRows } = await database.writer
		.updateTable('login_challenge')
		.set((eb) => ({ tries: eb('tries', '+', 1) }))
		.where('id', '=', tokenHash(token))
		.where('tries', '<', TRIES)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Ends a step; false when it was over already. Call it inside the transaction of what the step opens. */
export async function endChallenge(trx: Kysely<Schema>, token: string): Promise<boolean> {
	const { numDeletedRows } = await trx
		.deleteFrom('login_challenge')
		.where('id', '=', tokenHash(token))
		.executeTakeFirst();
	return numDeletedRows === 1n;
}

/** Ends every step an account is at: after a reset, a changed factor, or when it is closed. */
export async function endChallengesOf(trx: Kysely<Schema>, accountId: number): Promise<void> {
	await trx.deleteFrom('login_challenge').where('account_id', '=', accountId).execute();
}
