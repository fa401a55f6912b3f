import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { AuditHead } from '../platform/context.ts';
import { GENESIS, seal, type Sealed } from './audit.server.ts';
import { nameFault, type Fault } from './tampering.server.ts';
import type { AnchorRecord, ChainVerdict, Finding } from './verdict.ts';

/** Entries checked at a time; between two batches other requests have their turn. */
const BATCH = 50;
/** Broken entries remembered for naming what happened; all of them are counted. */
const REMEMBERED = 200;

const UNANCHORED: AnchorRecord = { heads: [], lost: [], damaged: 0 };

/** The hash of one entry, or undefined when there is none. */
export async function hashAt(db: Kysely<Schema>, seq: number): Promise<string | undefined> {
	const row = await db.selectFrom('audit_entry').select('hash').where('seq', '=', seq).executeTakeFirst();
	return row?.hash;
}

function batchAfter(db: Kysely<Schema>, seq: number): Promise<(Sealed & { hash: string })[]> {
	return db
		.selectFrom('audit_entry')
		.selectAll()
		.where('seq', '>', seq)
		.orderBy('seq')
		.limit(BATCH)
		.execute();
}

/**
 * Walks the whole chain in batches and compares it with the heads kept outside the database: a changed, deleted,
 * inserted or swapped entry, a chain sealed anew without the key, missing newest entries, an older file put in
 * place. Read the anchors before the walk. `at` hears how far the walk has come.
 */
export async function verifyAudit(
	db: Kysely<Schema>,
	key: Buffer,
	anchors?: AnchorRecord,
	at: (done: number) => void = () => undefined,
): Promise<ChainVerdict> {
	const known = anchors ?? UNANCHORED;
	const heads = [...known.heads, ...known.lost.map(({ head }) => head)].toSorted((a, b) => a.seq - b.seq);
	const newest = heads.at(-1);
	const faults: Fault[] = [];
	let broken = 0;
	let entries = 0;
	let previous = GENESIS;
	let seq = 0;
	let nextHead = 0;
	let mismatch: AuditHead | undefined;

	const fault = (found: Fault) => {
		broken += 1;
		if (faults.length < REMEMBERED) faults.push(found);
	};
	const compare = (entry: Sealed, hash: string) => {
		while (nextHead < heads.length && heads[nextHead]!.seq <= entry.seq) {
			const anchor = heads[nextHead++]!;
			if (anchor.seq === entry.seq && anchor.hash !== hash) mismatch ??= anchor;
		}
	};

	for (;;) {
		const batch = await batchAfter(db, seq);
		for (const { hash, ...entry } of batch) {
			const follows = entry.seq === seq + 1;
			if (!follows) fault({ kind: 'gap', from: seq + 1, to: entry.seq - 1 });
			const isWhole = seal(key, entry) === hash;
			const isLinked = !follows || entry.prev_hash === previous;
			if (!isWhole || !isLinked) fault({ kind: 'entry', entry, hash, isWhole, isLinked });
			compare(entry, hash);
			entries += 1;
			seq = entry.seq;
			previous = hash;
		}
		if (!batch.length) break;
		at(entries);
		await setImmediate();
	}

	const named = [
		nameFault(faults, broken, { key, last: seq, newest }),
		mismatch && replaced(mismatch, known),
		newest && newest.seq > seq ? truncated(seq, newest, known) : undefined,
	];
	const found = named.filter((one) => one !== undefined).toSorted((a, b) => a.seq - b.seq);
	const [finding] = found;
	const anchored = anchors && { newest: newest ?? null, count: heads.length, damaged: known.damaged };
	const verdict = { entries, head: previous, ...(anchored && { anchored }) };
	if (!finding) return { ok: true, ...verdict };
	const further = Math.max(0, broken - 1) + found.length - 1;
	return { ok: false, ...verdict, firstBadSeq: finding.seq, finding, further };
}

/** An anchored entry that is another one now: from where on, when that was noted. */
function replaced(anchor: AuditHead, { lost }: AnchorRecord): Finding {
	const noted = lost.find(({ head, from }) => from <= anchor.seq && anchor.seq <= head.seq);
	if (!noted) return { kind: 'replaced', seq: anchor.seq, anchor };
	return { kind: 'replaced', seq: noted.from, to: noted.head.seq, anchor: noted.head };
}

/** The newest entries are gone: all behind the chain's end, and those whose places were written anew since. */
function truncated(last: number, anchor: AuditHead, { lost }: AnchorRecord): Finding {
	const from = lost.filter(({ head }) => head.seq > last).map((one) => one.from);
	return { kind: 'truncated', seq: Math.min(last + 1, ...from), to: anchor.seq, anchor };
}

/** One entry between its neighbours: does its seal hold, does it link to the one before, does the next link to it. */
export async function checkEntry(db: Kysely<Schema>, key: Buffer, seq: number) {
	const rows: (Sealed & { hash: string })[] = await db
		.selectFrom('audit_entry')
		.selectAll()
		.where('seq', '>=', seq - 1)
		.where('seq', '<=', seq + 1)
		.orderBy('seq')
		.execute();
	const at = (place: number) => rows.find((row) => row.seq === place);
	const found = at(seq);
	if (!found) return undefined;
	const { hash, ...entry } = found;
	const next = at(seq + 1);
	const before = seq === 1 ? GENESIS : at(seq - 1)?.hash;
	return {
		prevHash: entry.prev_hash,
		nextHash: next?.hash ?? null,
		isSealed: seal(key, entry) === hash,
		isLinked: entry.prev_hash === before,
		isFollowed: !next || next.prev_hash === hash,
	};
}
