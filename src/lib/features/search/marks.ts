import { foldLetters, type FoldedLetter } from '#lib/i18n/fold.ts';

/** A stretch of a text; `isHit` is what the search found. */
export interface Piece {
	readonly text: string;
	readonly isHit: boolean;
}

type Stretch = [from: number, to: number];

/** Where the letters of `sought` stand, in folded letters. */
function places(letters: readonly FoldedLetter[], sought: string): Stretch[] {
	const key = letters.map(({ letter }) => letter);
	const parts = [...sought];
	const found: Stretch[] = [];
	for (let i = 0; i + parts.length <= key.length; i += 1) {
		if (parts.every((part, k) => key[i + k] === part)) found.push([i, i + parts.length - 1]);
	}
	return found;
}

/** Two letters are looked for at the beginning of a word only, one not at all: so they are marked. */
function shown(letters: readonly FoldedLetter[], word: string): Stretch[] {
	const length = [...word].length;
	if (length < 2) return [];
	return places(letters, word).filter(
		([from]) => length > 2 || from === 0 || letters[from - 1]?.letter === ' ',
	);
}

/** The letters without their gaps: a registration number is found however it is divided. */
const joined = (letters: readonly FoldedLetter[]) => letters.filter(({ letter }) => letter !== ' ');

/**
 * A text cut where a folded search text was found in it, in its original spelling: marks and tatweel stay with their
 * letter. A `number` is compared without its gaps.
 */
export function markedPieces(text: string, sought: string, isNumber = false): Piece[] {
	const folded = foldLetters(text);
	const letters = isNumber ? joined(folded) : folded;
	const whole = isNumber ? places(letters, sought.replaceAll(' ', '')) : places(letters, sought);
	const hits = !sought || whole.length ? whole : sought.split(' ').flatMap((word) => shown(letters, word));
	const stretches = (sought ? hits : [])
		.map(([from, to]): Stretch => [letters[from]!.from, letters[to]!.to])
		.toSorted((a, b) => a[0] - b[0]);
	const pieces: Piece[] = [];
	let at = 0;
	for (const [from, to] of stretches) {
		if (to <= at) continue;
		if (from > at) pieces.push({ text: text.slice(at, from), isHit: false });
		pieces.push({ text: text.slice(Math.max(at, from), to), isHit: true });
		at = to;
	}
	if (at < text.length) pieces.push({ text: text.slice(at), isHit: false });
	return pieces;
}
