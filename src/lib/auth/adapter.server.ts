import type { Kysely } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import type { Schema } from '#db/schema.ts';
import type { AccountRole } from '../platform/context.ts';

/** How its person came in: password alone, password and second factor, or one click in the demo. */
export type AuthLevel = 'password' | 'totp' | 'demo';

/** What a session row says beside its id, account and end. Times are milliseconds since 1970 UTC. */
export interface SessionAttributes {
	readonly public_id: string;
	readonly created_at: number;
	readonly authz_version: number;
	readonly auth_level: AuthLevel;
	/** When the person last proved to be present. */
	readonly confirmed_at: number | null;
	readonly address_prefix: string | null;
	readonly agent: string | null;
}

export interface AccountAttributes {
	readonly role: AccountRole;
	readonly society_id: number | null;
	readonly name_ar: string;
	readonly name_en: string;
	readonly authz_version: number;
	readonly disabled_at: string | null;
}

declare module 'lucia' {
	interface Register {
		UserId: number;
		DatabaseSessionAttributes: SessionAttributes;
		DatabaseUserAttributes: AccountAttributes;
	}
}

const SESSION = [
	'session.id', 'session.account_id', 'session.public_id', 'session.created_at', 'session.expires_at',
	'session.authz_version', 'session.auth_level', 'session.confirmed_at', 'session.address_prefix', 'session.agent',
] as const; // prettier-ignore

type SessionRow = SessionAttributes & { id: string; account_id: number; expires_at: number };

function asSession({ id, account_id, expires_at, ...attributes }: SessionRow): DatabaseSession {
	return { id, userId: account_id, expiresAt: new Date(expires_at), attributes };
}

/** A full, read-only or busy disk: a page that only reads must still be served then. */
function isPassing(error: unknown): boolean {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'string' && /^SQLITE_(FULL|READONLY|BUSY|LOCKED|IOERR_WRITE)/.test(code);
}

/**
 * Lucia's sessions in the `session` table. The ids Lucia sees are SHA-256 of the tokens, so the table never holds
 * one. `forgiving` is for reading requests: moving a session's end or clearing a dead one may fail, the page may not.
 */
export function sessionAdapter(
	read: Kysely<Schema>,
	write: Kysely<Schema>,
	{ forgiving = false } = {},
): Adapter {
	const attempt = async (change: () => Promise<unknown>) => {
		try {
			await change();
		} catch (error) {
			if (!forgiving || !isPassing(error)) throw error;
		}
	};
	return {
		async getSessionAndUser(id) {
			const row = await read
				.selectFrom('session')
				.innerJoin('account', 'account.id', 'session.account_id')
				.select([
					...SESSION,
					'account.role',
					'account.society_id',
					'account.name_ar',
					'account.name_en',
					'account.authz_version as account_authz_version',
					'account.disabled_at',
				]) // prettier-ignore
				.where('session.id', '=', id)
				.executeTakeFirst();
			if (!row) return [null, null];
			const { role, society_id, name_ar, name_en, account_authz_version, disabled_at, ...session } = row;
			const attributes = {
				role,
				society_id,
				name_ar,
				name_en,
				authz_version: account_authz_version,
				disabled_at,
			};
			return [asSession(session), { id: row.account_id, attributes }];
		},
		async getUserSessions(accountId) {
			const rows = await read
				.selectFrom('session')
				.select(SESSION)
				.where('account_id', '=', accountId)
				.orderBy('created_at', 'desc')
				.execute();
			return rows.map(asSession);
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			await write
				.insertInto('session')
				.values({ id, account_id: userId, expires_at: expiresAt.getTime(), ...attributes })
				.execute();
		},
		updateSessionExpiration: (id, expiresAt) =>
			attempt(() =>
				write.updateTable('session').set({ expires_at: expiresAt.getTime() }).where('id', '=', id).execute(),
			),
		deleteSession: (id) => attempt(() => write.deleteFrom('session').where('id', '=', id).execute()),
		deleteUserSessions: (accountId) =>
			attempt(() => write.deleteFrom('session').where('account_id', '=', accountId).execute()),
		deleteExpiredSessions: () =>
			attempt(() => write.deleteFrom('session').where('expires_at', '<=', Date.now()).execute()),
	};
}
