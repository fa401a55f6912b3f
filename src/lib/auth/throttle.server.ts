import { createHmac } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Runtime } from '../platform/runtime.server.ts';
import { throttlePrefix } from './address.server.ts';
import { purposeKey } from './tokens.server.ts';

const MINUTE = 60_000;
const WINDOW = 15 * MINUTE;
const FREE_FAILURES = 5;
const FIRST_DELAY = 30_000;
const LONGEST_DELAY = 15 * MINUTE;
const ADDRESS_FAILURES = 30;
const KEPT = 24 * 60 * MINUTE;
const PRUNED_AT_ONCE = 200;

/** A reserved attempt: counted as failed until it is settled. */
export interface Attempt {
	readonly ids: readonly number[];
	/** Names the login in logs without saying it. */
	readonly who: string;
}

export type Reservation =
	| { readonly attempt: Attempt; readonly waitSeconds?: undefined }
	| { readonly waitSeconds: number; readonly axis: 'account' | 'address'; readonly who: string };

/** A login as it is compared: people type capitals and spaces around it. */
export function normaliseLogin(login: string): string {
	return login.trim().toLowerCase();
}

function pseudonym(runtime: Runtime, text: string): string {
	return createHmac('sha256', purposeKey(runtime.auditKey, 'throttle')).update(text).digest('hex');
}

/**
 * When the account key may be tried again. Five failures are free; then 30 s, 60 s … up to 15 min after the last
 * one, never for good. A success or a quiet quarter of an hour clears the count.
 */
async function accountOpensAt(trx: Transaction<Schema>, key: string, now: number): Promise<number> {
	const rows = await trx
		.selectFrom('sign_in_attempt')
		.select(['at', 'failed'])
		.where('axis', '=', 'account')
		.where('key', '=', key)
		.where('at', '>', now - KEPT)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(FREE_FAILURES + 10)
		.execute();
	let streak = 0;
	let later = now;
	for (const row of rows) {
		if (!row.failed || later - row.at > WINDOW) break;
		streak += 1;
		later = row.at;
	}
	if (streak < FREE_FAILURES) return now;
	const delay = Math.min(FIRST_DELAY * 2 ** (streak - FREE_FAILURES), LONGEST_DELAY);
	return (rows[0]?.at ?? now) + delay;
}

/** When the address may try again: at most 30 failures in any 15 minutes, whatever the logins. */
async function addressOpensAt(trx: Transaction<Schema>, key: string, now: number): Promise<number> {
	const rows = await trx
		.selectFrom('sign_in_attempt')
		.select('at')
		.where('axis', '=', 'address')
		.where('key', '=', key)
		.where('at', '>', now - WINDOW)
		.where('failed', '=', 1)
		.orderBy('at', 'desc')
		.limit(ADDRESS_FAILURES)
		.execute();
	const oldest = rows[ADDRESS_FAILURES - 1];
	return oldest ? oldest.at + WINDOW : now;
}

async function prune(trx: Transaction<Schema>, now: number): Promise<void> {
	const oldest = trx.selectFrom('sign_in_attempt').select('id').orderBy('id').limit(PRUNED_AT_ONCE);
	await trx
		.deleteFrom('sign_in_attempt')
		.where('id', 'in', oldest)
		.where('at', '<', now - KEPT)
		.execute();
}

/**
 * Books a sign-in attempt before anything is verified, in one immediate transaction, so that of 200 parallel
 * guesses five are evaluated. Unknown logins are counted like known ones; rows hold keyed hashes, not names.
 */
export async function reserveAttempt(runtime: Runtime, login: string, address: string): Promise<Reservation> {
	const accountKey = pseudonym(runtime, `account:${normaliseLogin(login)}`);
	const addressKey = pseudonym(runtime, `address:${throttlePrefix(address)}`);
	const who = accountKey.slice(0, 16);
	const now = Date.now();
	return runtime.database.writer.transaction().execute(async (trx) => {
		await prune(trx, now);
		const opens = {
			address: await addressOpensAt(trx, addressKey, now),
			account: await accountOpensAt(trx, accountKey, now),
		};
		const axis = opens.address > now ? 'address' : 'account';
		if (opens[axis] > now) return { waitSeconds: Math.ceil((opens[axis] - now) / 1000), axis, who };
		const rows = await trx
			.insertInto('sign_in_attempt')
			.values([
				{ axis: 'account', key: accountKey, at: now, failed: 1 },
				{ axis: 'address', key: addressKey, at: now, failed: 1 },
			])
			.returning('id')
			.execute();
		return { attempt: { ids: rows.map((row) => row.id), who } };
	});
}

/**
 * Books a try at a second factor before it is looked at: at most five wrong ones in any 15 minutes and account. A right
 * one does not clear the count, or whoever knows the password could guess on after each sign-in of its owner.
 */
export async function reserveFactor(
	runtime: Runtime,
	accountId: number,
): Promise<
	{ readonly attempt: Attempt; readonly waitSeconds?: undefined } | { readonly waitSeconds: number }
> {
	const key = pseudonym(runtime, `factor:${accountId}`);
	const now = Date.now();
	return runtime.database.writer.transaction().execute(async (trx) => {
		const rows = await trx
			.selectFrom('sign_in_attempt')
			.select('at')
			.where('axis', '=', 'factor')
			.where('key', '=', key)
			.where('at', '>', now - WINDOW)
			.where('failed', '=', 1)
			.orderBy('at', 'desc')
			.limit(FREE_FAILURES)
			.execute();
		const oldest = rows[FREE_FAILURES - 1];
		if (oldest) return { waitSeconds: Math.ceil((oldest.at + WINDOW - now) / 1000) };
		const { id } = await trx
			.insertInto('sign_in_attempt')
			.values({ axis: 'factor', key, at: now, failed: 1 })
			.returning('id')
			.executeTakeFirstOrThrow();
		return { attempt: { ids: [id], who: key.slice(0, 16) } };
	});
}

/** Marks a reserved attempt as a success; call it in the transaction that starts the session. */
export async function settleAttempt(trx: Transaction<Schema>, attempt: Attempt): Promise<void> {
	await trx.updateTable('sign_in_attempt').set({ failed: 0 }).where('id', 'in', attempt.ids).execute();
}

/** Takes a reserved attempt back because nothing was evaluated (the queue for passwords was full). */
export async function cancelAttempt(runtime: Runtime, attempt: Attempt): Promise<void> {
	await runtime.database.writer.deleteFrom('sign_in_attempt').where('id', 'in', attempt.ids).execute();
}
