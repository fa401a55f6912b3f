import type { Kysely } from 'kysely';
import { Lucia, TimeSpan, type Adapter } from 'lucia';
import type { Schema } from '#db/schema.ts';
import type { AccountRole, Viewer } from '../platform/context.ts';
import type { Runtime } from '../platform/runtime.server.ts';
import {
	sessionAdapter,
	type AccountAttributes,
	type AuthLevel,
	type SessionAttributes,
} from './adapter.server.ts';
import { agentFamily, placePrefix } from './address.server.ts';
import { CLOCK_TOLERANCE, limitsOf, needsFactor, SESSIONS_PER_ACCOUNT, TOUCH_EVERY } from './limits.ts';
import { isToken, newToken, tokenHash } from './tokens.server.ts';

/** A session as its owner may see it; `publicId` names it without opening anything. */
export interface SessionView {
	readonly publicId: string;
	/** ISO moments. */
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly authLevel: AuthLevel;
	readonly addressPrefix: string | null;
	readonly agent: string | null;
}

/**
 * Why a presented token opens nothing. `clock` means: born in the future, so the machine's clock is or was wrong;
 * `factor`: the role asks for a second factor, and this session was begun without one.
 */
export type Refusal = 'unknown' | 'disabled' | 'outdated' | 'absolute' | 'clock' | 'factor';

export type Reading =
	| {
			readonly viewer: Viewer;
			readonly session: SessionView;
			/** See `Context.confirmedAt`. */
			readonly confirmedAt: number | null;
			readonly refused?: undefined;
	  }
	| { readonly refused: Refusal };

/** What a new session needs to know about its account and about how the person came in. */
export interface NewSession {
	readonly account: { readonly id: number; readonly role: AccountRole; readonly authzVersion: number };
	readonly authLevel: AuthLevel;
	readonly address: string;
	readonly userAgent: string | null;
}

function luciaOver(adapter: Adapter, idle: number) {
	return new Lucia(adapter, {
		sessionExpiresIn: new TimeSpan(idle, 'ms'),
		getSessionAttributes: (attributes: SessionAttributes) => ({ ...attributes }),
		getUserAttributes: (attributes: AccountAttributes) => ({ ...attributes }),
	});
}

type LuciaSessions = ReturnType<typeof luciaOver>;

declare module 'lucia' {
	interface Register {
		Lucia: LuciaSessions;
	}
}

function viewOf(session: SessionAttributes & { expiresAt: Date }): SessionView {
	return {
		publicId: session.public_id,
		createdAt: new Date(session.created_at).toISOString(),
		expiresAt: session.expiresAt.toISOString(),
		authLevel: session.auth_level,
		addressPrefix: session.address_prefix,
		agent: session.agent,
	};
}

/**
 * Starts a session and returns its token, the only time it exists outside the browser. Always a new one: nothing a
 * browser brought along is adopted. Ends the account's oldest sessions beyond five. Call it inside a transaction.
 */
export async function createSession(db: Kysely<Schema>, born: NewSession): Promise<string> {
	const { account } = born;
	const token = newToken();
	const id = tokenHash(token);
	const lucia = luciaOver(sessionAdapter(db, db), limitsOf(account.role).idle);
	await lucia.deleteExpiredSessions();
	await lucia.createSession(
		account.id,
		{
			public_id: newToken(),
			created_at: Date.now(),
			authz_version: account.authzVersion,
			auth_level: born.authLevel,
			confirmed_at: Date.now(),
			address_prefix: placePrefix(born.address),
			agent: agentFamily(born.userAgent),
		},
		{ sessionId: id },
	);
	const others = (await lucia.getUserSessions(account.id)).filter((session) => session.id !== id);
	for (const session of others.slice(SESSIONS_PER_ACCOUNT - 1)) await lucia.invalidateSession(session.id);
	return token;
}

/**
 * Who a token belongs to, checked anew at every request: idle and absolute limits, disabled accounts, changed
 * rights. Moves the idle limit at most every two minutes; when that write fails (full or read-only disk) the page
 * is served all the same.
 */
export async function readSession(runtime: Runtime, token: string): Promise<Reading> {
	if (!isToken(token)) return { refused: 'unknown' };
	const { reader, writer } = runtime.database;
	const adapter = sessionAdapter(reader, writer, { forgiving: true });
	// Lucia extends only in the second half of one fixed lifetime; with none it never does, and `touch` below does.
	const { session, user } = await luciaOver(adapter, 0).validateSession(tokenHash(token));
	if (!session) return { refused: 'unknown' };
	const now = Date.now();
	const limits = limitsOf(user.role);
	const lastMoment = session.created_at + limits.absolute;
	if (session.created_at > now + CLOCK_TOLERANCE) return { refused: 'clock' };
	const refused: Refusal | undefined = user.disabled_at
		? 'disabled'
		: session.authz_version !== user.authz_version
			? 'outdated'
			: now >= lastMoment
				? 'absolute'
				: session.auth_level === 'password' && needsFactor(user.role)
					? 'factor'
					: undefined;
	if (refused) {
		await adapter.deleteSession(session.id);
		return { refused };
	}
	const wanted = Math.min(now + limits.idle, lastMoment);
	if (wanted - session.expiresAt.getTime() >= TOUCH_EVERY) {
		await adapter.updateSessionExpiration(session.id, new Date(wanted));
	}
	const { role, society_id: societyId, name_ar: nameAr, name_en: nameEn } = user;
	const viewer = { accountId: user.id, role, societyId, nameAr, nameEn };
	return { viewer, session: viewOf(session), confirmedAt: session.confirmed_at };
}

/** Ends the session a token opens; nothing happens when there is none. Call it inside a transaction. */
export async function endSession(db: Kysely<Schema>, token: string): Promise<void> {
	await luciaOver(sessionAdapter(db, db), 0).invalidateSession(tokenHash(token));
}

/** Ends one of an account's own sessions by its public id; false when the account has no such session. */
export async function endSessionOf(
	db: Kysely<Schema>,
	accountId: number,
	publicId: string,
): Promise<boolean> {
	const lucia = luciaOver(sessionAdapter(db, db), 0);
	const found = (await lucia.getUserSessions(accountId)).find((session) => session.public_id === publicId);
	if (found) await lucia.invalidateSession(found.id);
	return found !== undefined;
}

/** Ends every session of an account. Call it inside a transaction. */
export async function endAllSessions(db: Kysely<Schema>, accountId: number): Promise<void> {
	await luciaOver(sessionAdapter(db, db), 0).invalidateUserSessions(accountId);
}

/** An account's live sessions, newest first. */
export async function listSessions(db: Kysely<Schema>, accountId: number): Promise<SessionView[]> {
	const sessions = await luciaOver(sessionAdapter(db, db), 0).getUserSessions(accountId);
	return sessions.map(viewOf);
}
