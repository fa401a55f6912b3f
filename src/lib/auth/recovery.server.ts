import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { westernDigits } from '../i18n/fold.ts';
import type { Passwords } from './passwords.server.ts';

/** How many codes an account gets at a time. */
const CODES = 10;
// Crockford's alphabet: no letter that looks like a digit.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The first characters find the row; the sixteen after them are the secret 80 bits. */
const PREFIX = 4;
const LENGTH = PREFIX + 16;

/** A recovery code, such as `7K2MX-…`: 20 characters in groups of five. */
function newRecoveryCode(): string {
	const characters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % 32]).join('');
	return (characters.match(/.{5}/g) ?? []).join('-');
}

/** A recovery code as it is compared: capitals, no dashes, O read as 0, I and L as 1; undefined when it cannot be one. */
function normaliseRecoveryCode(typed: string): string | undefined {
	const code = westernDigits(typed)
		.toUpperCase()
		.replace(/[\s-]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	return code.length === LENGTH && [...code].every((c) => ALPHABET.includes(c)) ? code : undefined;
}

/** A code and what the database keeps of it. */
export interface NewRecoveryCode {
	readonly code: string;
	readonly prefix: string;
	readonly hash: string;
}

/** Ten fresh codes with their hashes, made one after another so that sign-ins in between are not kept waiting. */
export async function makeRecoveryCodes(passwords: Passwords): Promise<NewRecoveryCode[]> {
	const made: NewRecoveryCode[] = [];
	while (made.length < CODES) {
		const code = newRecoveryCode();
		const plain = code.replaceAll('-', '');
		const prefix = plain.slice(0, PREFIX);
		if (made.some((other) => other.prefix === prefix)) continue;
		made.push({ code, prefix, hash: await passwords.hash(plain) });
	}
	return made;
}

/** Puts fresh codes in the place of all older ones. */
export async function storeRecoveryCodes(
	trx: Transaction<Schema>,
	accountId: number,
	codes: readonly NewRecoveryCode[],
): Promise<void> {
	await trx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
	const rows = codes.map(({ prefix, hash }) => ({ account_id: accountId, prefix, hash }));
	await trx.insertInto('recovery_code').values(rows).execute();
}

/** The unused row that a typed code names, if its hash agrees. Without a row the same work is done for nothing. */
export async function findRecoveryCode(
	db: Kysely<Schema>,
	passwords: Passwords,
	accountId: number,
	typed: string,
): Promise<number | undefined> {
	const code = normaliseRecoveryCode(typed);
	if (!code) return undefined;
	const row = await db
		.selectFrom('recovery_code')
		.select(['id', 'hash'])
		.where('account_id', '=', accountId)
		.where('prefix', '=', code.slice(0, PREFIX))
		.where('used_at', 'is', null)
		.executeTakeFirst();
	return (await passwords.verify(row?.hash, code)) ? row?.id : undefined;
}

/** Uses a code up; false when somebody was faster. */
export async function spendRecoveryCode(trx: Transaction<Schema>, id: number, at: string): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable('recovery_code')
		.set({ used_at: at })
		.where('id', '=', id)
		.where('used_at', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}
