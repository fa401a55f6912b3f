import { sql, type Kysely } from 'kysely';
import type { Schema, SignIn } from '#db/schema.ts';
import type { Runtime } from '../platform/runtime.server.ts';
import { agentFamily, placePrefix } from './address.server.ts';

const DAY = 24 * 60 * 60_000;
/** Attempts on logins that do not exist are of no use after a day; those of accounts tell a year's story. */
const STRANGERS_KEPT = DAY;
const KEPT = 400 * DAY;
const PRUNED_AT_ONCE = 100;
/** A flood of refused attempts leaves one line a minute. */
const LATER_EVERY = 60_000;

/** What the history of sign-ins keeps of one attempt; `accountId` is null for an unknown login. */
export interface SignInNote {
	readonly accountId: number | null;
	readonly outcome: SignIn['outcome'];
	readonly level?: NonNullable<SignIn['auth_level']>;
	readonly address: string;
	readonly userAgent: string | null;
}

async function prune(db: Kysely<Schema>, now: number): Promise<void> {
	const oldest = db.selectFrom('sign_in').select('id').orderBy('id').limit(PRUNED_AT_ONCE);
	await db
		.deleteFrom('sign_in')
		.where('id', 'in', oldest)
		.where((eb) =>
			eb.or([
				eb('at', '<', new Date(now - KEPT).toISOString()),
				eb('account_id', 'is', null).and('at', '<', new Date(now - STRANGERS_KEPT).toISOString()),
			]),
		)
		.execute();
}

/** Writes an attempt into the history outside of any transaction. */
export function recordSignIn(runtime: Runtime, note: SignInNote): Promise<void> {
	return writeSignIn(runtime.database.writer, note);
}

/** Writes an attempt into the history, known login or not, with the same statements, and drops what is too old. */
export async function writeSignIn(db: Kysely<Schema>, note: SignInNote): Promise<void> {
	const now = Date.now();
	await prune(db, now);
	const { accountId, outcome, level = null, address, userAgent } = note;
	const since = new Date(now - LATER_EVERY).toISOString();
	const row = sql`select ${accountId}, ${new Date(now).toISOString()}, ${outcome}, ${level},
		${placePrefix(address)}, ${agentFamily(userAgent)}`;
	await sql`insert into sign_in (account_id, at, outcome, auth_level, address_prefix, agent) ${row}
		where ${outcome} <> 'later' or not exists (select 1 from sign_in
			where account_id is ${accountId} and outcome = 'later' and at > ${since})`.execute(db);
}
