import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { AuditEntry, Schema } from '#db/schema.ts';
import type { AuditHead, AuditNote, Viewer } from '../platform/context.ts';

const DOMAIN = 'sharaka-audit:v1';
/** What the first entry links to. */
export const GENESIS = '0'.repeat(64);

/** What a seal covers. */
export type Sealed = Omit<AuditEntry, 'hash' | 'seq'> & { seq: number };

/** The seal of an entry: HMAC-SHA-256 over the domain, every field length-prefixed, and the previous hash. */
export function seal(key: Buffer, e: Sealed): string {
	const hmac = createHmac('sha256', key);
	const fields = [
		DOMAIN, e.seq, e.at, e.actor_id, e.role, e.action, e.object_type, e.object_id,
		e.before, e.after, e.request_id, e.prev_hash,
	]; // prettier-ignore
	for (const field of fields) {
		const bytes = Buffer.from(field === null ? '' : String(field));
		hmac.update(`${field === null ? 'n' : 's'}${bytes.length}:`).update(bytes);
	}
	return hmac.digest('hex');
}

export interface AuditMark {
	readonly at: Date;
	readonly viewer: Pick<Viewer, 'accountId' | 'role'>;
	readonly action: string;
	readonly requestId: string;
	readonly key: Buffer;
}

/** Appends one entry to the chain, inside the caller's transaction; returns the new head. */
export async function appendAudit(
	trx: Transaction<Schema>,
	mark: AuditMark,
	note: AuditNote,
): Promise<AuditHead> {
	const head = await trx
		.selectFrom('audit_entry')
		.select(['seq', 'hash'])
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	const entry: Sealed = {
		seq: (head?.seq ?? 0) + 1,
		at: mark.at.toISOString(),
		actor_id: mark.viewer.accountId,
		role: mark.viewer.role,
		action: mark.action,
		object_type: note.objectType,
		object_id: String(note.objectId),
		before: note.before ? JSON.stringify(note.before) : null,
		after: note.after ? JSON.stringify(note.after) : null,
		request_id: mark.requestId,
		prev_hash: head?.hash ?? GENESIS,
	};
	const hash = seal(mark.key, entry);
	await trx
		.insertInto('audit_entry')
		.values({ ...entry, hash })
		.execute();
	return { seq: entry.seq, hash, at: entry.at };
}

/** Whether anything was ever audited. */
export async function hasAuditEntries(db: Kysely<Schema>): Promise<boolean> {
	const first = await db.selectFrom('audit_entry').select('seq').limit(1).executeTakeFirst();
	return first !== undefined;
}

/**
 * Whether this key sealed the chain: its first or its newest entry holds (one edited entry is for `verifyAudit` to
 * name, it does not make the key wrong). True for an empty chain.
 */
export async function isSealedWith(db: Kysely<Schema>, key: Buffer): Promise<boolean> {
	const ends = await db
		.selectFrom('audit_entry')
		.selectAll()
		.where(({ or, eb, selectFrom }) =>
			or([
				eb('seq', '=', 1),
				eb(
					'seq',
					'=',
					selectFrom('audit_entry').select((e) => e.fn.max('seq').as('seq')),
				),
			]),
		)
		.execute();
	return ends.length === 0 || ends.some(({ hash, ...entry }) => seal(key, entry) === hash);
}
