import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { westernDigits } from '../i18n/fold.ts';
import { findRecoveryCode, spendRecoveryCode } from './recovery.server.ts';
import type { Site } from './site.server.ts';
import { cancelAttempt, reserveFactor, settleAttempt } from './throttle.server.ts';
import { openSecret, stepOf } from './totp.server.ts';

/** What was typed as a second factor. `spend` uses it up, inside the transaction of what it opens; false: it was used already. */
export type FactorCheck =
	| { readonly kind: 'later'; readonly waitSeconds: number }
	| { readonly kind: 'wrong' }
	| {
			readonly kind: 'right';
			readonly level: 'totp' | 'recovery';
			spend(trx: Transaction<Schema>): Promise<boolean>;
	  };

/** Whether an account has a second factor. */
export async function hasFactor(db: Kysely<Schema>, accountId: number): Promise<boolean> {
	const row = await db
		.selectFrom('totp')
		.select('account_id')
		.where('account_id', '=', accountId)
		.executeTakeFirst();
	return row !== undefined;
}

/** Makes a step the newest one used; false when it, or a later one, was used before (a replay). */
async function spendStep(trx: Transaction<Schema>, accountId: number, step: number): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable('totp')
		.set({ last_step: step })
		.where('account_id', '=', accountId)
		.where('last_step', '<', step)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

type Spend = (trx: Transaction<Schema>) => Promise<boolean>;

async function fromAuthenticator(site: Site, accountId: number, code: string): Promise<Spend | undefined> {
	const { auditKey, database } = site.runtime;
	const row = await database.reader
		.selectFrom('totp')
		.select('secret')
		.where('account_id', '=', accountId)
		.executeTakeFirst();
	const step = row && stepOf(openSecret(auditKey, accountId, row.secret), code, Date.now());
	return step === undefined ? undefined : (trx) => spendStep(trx, accountId, step);
}

async function fromPaper(site: Site, accountId: number, typed: string): Promise<Spend | undefined> {
	const id = await findRecoveryCode(site.runtime.database.reader, site.passwords, accountId, typed);
	return id === undefined ? undefined : (trx) => spendRecoveryCode(trx, id, new Date().toISOString());
}

/**
 * Checks a six-digit code or a recovery code. The try is booked before anything is looked at: five wrong ones in 15
 * minutes and account, however many arrive at once. Throws `busy` when too many passwords are being checked.
 */
export async function checkFactor(site: Site, accountId: number, typed: string): Promise<FactorCheck> {
	const reservation = await reserveFactor(site.runtime, accountId);
	if (reservation.waitSeconds !== undefined) return { kind: 'later', waitSeconds: reservation.waitSeconds };
	const { attempt } = reservation;
	const digits = westernDigits(typed).replace(/\s/g, '');
	const isCode = /^\d{6}$/.test(digits);
	let use: Spend | undefined;
	try {
		use = await (isCode ? fromAuthenticator(site, accountId, digits) : fromPaper(site, accountId, typed));
	} catch (error) {
		await cancelAttempt(site.runtime, attempt);
		throw error;
	}
	if (!use) return { kind: 'wrong' };
	const right = use;
	return {
		kind: 'right',
		level: isCode ? 'totp' : 'recovery',
		async spend(trx) {
			const isFirst = await right(trx);
			if (isFirst) await settleAttempt(trx, attempt);
			return isFirst;
		},
	};
}
