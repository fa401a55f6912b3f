import type { AuditHead, Role } from '../platform/context.ts';

/** An anchor that says: `head` was known, but when `noted`, the entries from `from` on were no longer there. */
export interface LostHead {
	readonly head: AuditHead;
	readonly from: number;
	readonly noted: string;
}

/** What is kept of the chain outside the database. */
export interface AnchorRecord {
	/** Oldest first; empty when nothing was ever anchored. */
	readonly heads: readonly AuditHead[];
	readonly lost: readonly LostHead[];
	/** Lines without a true seal: damaged, or written by somebody without the key. */
	readonly damaged: number;
}

/** What is wrong with the chain at its first broken place. */
export interface Finding {
	/**
	 * `edited`: its content was changed. `missing`: deleted from the middle. `inserted`: not written by the product.
	 * `swapped`: stands in the place of `other`. `truncated`: the newest are gone. `rewritten`: all from here on
	 * sealed without the key. `replaced`: not the entries that were anchored, so an older file was put in place.
	 */
	readonly kind: 'edited' | 'missing' | 'inserted' | 'swapped' | 'truncated' | 'rewritten' | 'replaced';
	/** The first broken place. */
	readonly seq: number;
	/** The last one of a stretch. */
	readonly to?: number;
	/** The other of two swapped places. */
	readonly other?: number;
	/** The head outside the database that proves it. */
	readonly anchor?: AuditHead;
}

/** The result of walking the chain. */
export interface ChainVerdict {
	readonly ok: boolean;
	/** Entries the walk found. */
	readonly entries: number;
	/** Hash of the newest entry found. */
	readonly head: string;
	readonly firstBadSeq?: number;
	readonly finding?: Finding;
	/** Broken places beyond the first. */
	readonly further?: number;
	/** How far anchors vouch for the chain; absent when it was checked without them. */
	readonly anchored?: { readonly newest: AuditHead | null; readonly count: number; readonly damaged: number };
}

/** One walk of the chain: when, by whom (null: the server itself, every night), how long it took. */
export interface Verification {
	readonly at: string;
	readonly by: { readonly accountId: number | null; readonly role: Role } | null;
	readonly ms: number;
	readonly verdict: ChainVerdict;
}

/** Walks the chain on request and at night, one walk at a time, and remembers the last result. */
export interface ChainWatch {
	readonly running: { readonly done: number; readonly total: number } | null;
	readonly last: Verification | null;
	/** Everything kept outside the database. */
	anchors(): Promise<AnchorRecord>;
	/** Starts a walk, or joins the one under way. */
	verify(by: Verification['by'], now: Date): Promise<Verification>;
}
