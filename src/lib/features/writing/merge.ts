import type { Typed } from './form.ts';

/** What becomes of the cells somebody sent. */
export interface Merged {
	/** To be written: only the sender changed them. */
	readonly take: Typed;
	/** Kept as they are because somebody else changed them and the sender did not: news for the sender. */
	readonly theirs: readonly string[];
	/** Changed by both, differently: nobody's word is overwritten. */
	readonly conflicts: readonly string[];
}

/**
 * Three-way merge, cell by cell: what the sender began from (`before`), what stands now, what was sent. `before` is
 * undefined where that is no longer known; then every difference is a conflict.
 */
export function mergeCells(
	sent: Typed,
	before: (cell: string) => string | undefined,
	now: (cell: string) => string,
): Merged {
	const take: Record<string, string> = {};
	const theirs: string[] = [];
	const conflicts: string[] = [];
	for (const [cell, mine] of Object.entries(sent)) {
		const [base, stands] = [before(cell), now(cell)];
		if (mine === stands) continue;
		if (mine === base) theirs.push(cell);
		else if (stands === base) take[cell] = mine;
		else conflicts.push(cell);
	}
	return { take, theirs, conflicts };
}
