/** Legal statuses of a society. */
export const STATUSES = ['active', 'suspended', 'temporary_board', 'merged', 'dissolved'] as const;
export type SocietyStatus = (typeof STATUSES)[number];

/** What may follow a status; merged and dissolved are final. */
export const NEXT_STATUS: Readonly<Record<SocietyStatus, readonly SocietyStatus[]>> = {
	active: ['suspended', 'temporary_board', 'merged', 'dissolved'],
	suspended: ['active', 'temporary_board', 'merged', 'dissolved'],
	temporary_board: ['active', 'suspended', 'merged', 'dissolved'],
	merged: [],
	dissolved: [],
};

/** Whether a society of this status still exists: it can be changed, run programs and be merged. */
export const isStanding = (status: SocietyStatus): boolean => NEXT_STATUS[status].length > 0;

/** Size bands of a society. */
export const SIZES = ['small', 'medium', 'large'] as const;

/** Places on a board; there is one chair at a time. */
export const POSITIONS = ['chair', 'deputy', 'secretary', 'treasurer', 'member'] as const;
export type Position = (typeof POSITIONS)[number];

/** Pairs of letters of a folded name; how alike two names are is counted in them. */
function pairsOf(key: string): Set<string> {
	const pairs = new Set<string>();
	for (let i = 0; i + 1 < key.length; i += 1) pairs.add(key.slice(i, i + 2));
	return pairs;
}

/**
 * How alike two folded names are, 0 to 1: letter pairs they share against the pairs they have (Dice). The words every
 * society's name begins with are to be left out first.
 */
export function likeness(a: string, b: string): number {
	const [left, right] = [pairsOf(a), pairsOf(b)];
	if (!left.size || !right.size) return a === b ? 1 : 0;
	return (2 * left.intersection(right).size) / (left.size + right.size);
}

const COMMON =
	/(^|\s)(ال)?(جمعيه|خيريه|اجتماعيه|بحرينيه|البحرين|society|association|charity|charitable|social|bahrain|bahraini|the|of|for)(?=\s|$)/g;

/** A folded name without the words that most names share; the whole name when nothing else is left. */
export function ownPart(key: string): string {
	const own = key.replace(COMMON, ' ').replace(/\s+/g, ' ').trim();
	return own || key;
}
