/** A reproducible source of chance: the same name always gives the same sequence. */
export interface Random {
	/** At least 0, below 1. */
	next(): number;
	/** A whole number, both ends included. */
	int(from: number, to: number): number;
	between(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly T[]): T;
	/** One entry, with the chance its weight has among all. */
	weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T;
	/** Mean 0, standard deviation 1, cut at three. */
	normal(): number;
	shuffle<T>(list: readonly T[]): T[];
}

/** FNV-1a over UTF-16 units, then mixed, so that neighbouring names give unrelated sequences. */
function hash(name: string): number {
	let h = 0x811c9dc5;
	for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

/** A source for one purpose; give every thing its own name, so that adding one does not shift the others. */
export function randomFor(name: string): Random {
	let state = hash(name);
	// mulberry32: 32 bits of state are plenty for a few hundred draws per name.
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
	const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		int,
		between: (from, to) => from + next() * (to - from),
		chance: (probability) => next() < probability,
		pick: (list) => list[int(0, list.length - 1)]!,
		weighted(entries) {
			let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [value, weight] of entries) {
				left -= weight;
				if (left < 0) return value;
			}
			return entries.at(-1)![0];
		},
		normal() {
			const value = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
			return Math.max(-3, Math.min(3, value));
		},
		shuffle(list) {
			const copy = [...list];
			for (let i = copy.length - 1; i > 0; i -= 1) {
				const j = int(0, i);
				[copy[i], copy[j]] = [copy[j]!, copy[i]!];
			}
			return copy;
		},
	};
}
