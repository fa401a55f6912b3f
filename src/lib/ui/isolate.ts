/** A piece of a sentence: plain text, a number, or Latin letters inside Arabic. */
export interface Piece {
	readonly kind: 'text' | 'number' | 'latin';
	readonly text: string;
}

const NUMBER = '[\\u2212+]?[0-9٠-٩]+(?:[.,٬٫:/-]?[0-9٠-٩]+)*[%٪]?';
const LATIN = "[A-Za-z][A-Za-z0-9]*(?:[ .&'’/_-]+[A-Za-z0-9]+)*";
const IN_ARABIC = new RegExp(`(${NUMBER})(?![A-Za-z])|(${LATIN})`, 'g');
const IN_LATIN = new RegExp(`(?<![\\w-])(${NUMBER})(?![\\w-])`, 'g');

/**
 * Splits a sentence at what needs its own direction: numbers, and in Arabic also codes and Latin names. Unisolated,
 * a percent sign or a minus jumps to the wrong side of an Arabic word.
 */
export function isolate(text: string, arabic: boolean): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	for (const match of text.matchAll(arabic ? IN_ARABIC : IN_LATIN)) {
		if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) });
		pieces.push({ kind: match[1] ? 'number' : 'latin', text: match[0] });
		at = match.index + match[0].length;
	}
	if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
	return pieces;
}
