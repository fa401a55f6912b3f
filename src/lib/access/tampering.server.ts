import type { AuditHead } from '../platform/context.ts';
import { seal, type Sealed } from './audit.server.ts';
import type { Finding } from './verdict.ts';

/** A place of the chain that does not hold. */
export type Fault =
	| { readonly kind: 'gap'; readonly from: number; readonly to: number }
	| {
			readonly kind: 'entry';
			readonly entry: Sealed;
			readonly hash: string;
			/** Its seal fits its content. */
			readonly isWhole: boolean;
			/** It links to the entry before it. */
			readonly isLinked: boolean;
	  };

type Broken = Extract<Fault, { kind: 'entry' }>;

interface Chain {
	readonly key: Buffer;
	readonly last: number;
	readonly newest: AuditHead | undefined;
}

/** How far from its place an entry is looked for. */
const NEARBY = 100;

/** The number an entry was sealed with, when it is another than the place it stands in. */
function trueSeq({ entry, hash }: Broken, others: readonly Broken[], { key, last, newest }: Chain) {
	const candidates = new Set(others.map((other) => other.entry.seq));
	for (let by = 1; by <= NEARBY; by++) candidates.add(entry.seq + by).add(entry.seq - by);
	// When entries were deleted and the rest renumbered, the anchor tells by how much.
	if (newest) candidates.add(entry.seq + newest.seq - last);
	candidates.delete(entry.seq);
	for (const seq of candidates) {
		if (seq > 0 && seal(key, { ...entry, seq }) === hash) return seq;
	}
	return undefined;
}

/** Whether the content of `other` belongs in the place of `broken`: two contents exchanged, numbers and hashes left. */
function belongs({ key }: Chain, { entry, hash }: Broken, other: Broken): boolean {
	const { seq, prev_hash } = entry;
	return seal(key, { ...other.entry, seq, prev_hash }) === hash;
}

function nameBroken(first: Broken, entries: readonly Broken[], count: number, chain: Chain): Finding {
	const { seq } = first.entry;
	const others = entries.filter((one) => one !== first);
	const next = others.find((one) => one.entry.seq === seq + 1);
	const own = first.isWhole ? undefined : trueSeq(first, others, chain);
	if (own !== undefined) {
		const there = others.find((one) => one.entry.seq === own);
		if (there && trueSeq(there, entries, chain) === seq) return { kind: 'swapped', seq, other: own };
		return own > seq ? { kind: 'missing', seq, to: own - 1 } : { kind: 'swapped', seq, other: own };
	}
	if (!first.isWhole) {
		if (next && trueSeq(next, others, chain) === seq) return { kind: 'inserted', seq };
		const other = others.find((one) => belongs(chain, first, one));
		if (other) return { kind: 'swapped', seq, other: other.entry.seq };
	}
	const length = chain.last - seq + 1;
	const isAnchored = !chain.newest || seq <= chain.newest.seq;
	if (!isAnchored) return { kind: 'inserted', seq, ...(length > 1 && { to: chain.last }) };
	const areAllSealedAnew = count >= length && entries.every((one) => one.isLinked || one === first);
	if (length > 1 && areAllSealedAnew) return { kind: 'rewritten', seq, to: chain.last };
	return { kind: 'edited', seq };
}

/** Says what happened at the first broken place. `faults` are the first ones in order, `count` is how many there are. */
export function nameFault(faults: readonly Fault[], count: number, chain: Chain): Finding | undefined {
	const [first] = faults;
	if (!first) return undefined;
	if (first.kind === 'gap') {
		return { kind: 'missing', seq: first.from, ...(first.to > first.from && { to: first.to }) };
	}
	const entries = faults.filter((fault) => fault.kind === 'entry');
	return nameBroken(first, entries, count, chain);
}
