const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
// Zero-width, bidi controls, soft hyphen, BOM and tatweel carry no meaning; `trim()` leaves most of them.
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad\u0640]/g;
const ODD_SPACES = /[\u00a0\u202f\u2000-\u200a\u3000]/g;
const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f]/g;

/** Arabic-Indic (U+0660..) and Persian (U+06F0..) digits become 0-9; `\d` and `Number` know neither. */
export function westernDigits(text: string): string {
	return text.replace(DIGITS, (d) => String(d.charCodeAt(0) & 0xf));
}

/** What a person typed on one line, without control, bidi and other invisible characters or odd spaces; spelling is kept. */
export function cleanText(text: string): string {
	return text
		.toWellFormed()
		.replace(INVISIBLE, '')
		.replace(ODD_SPACES, ' ')
		.replace(/\s+/g, ' ')
		.replace(/\p{Cc}/gu, '')
		.trim();
}

/**
 * The key by which two spellings of one name are the same: hamza forms, alif maqsura, ta marbuta, marks,
 * tatweel, digits, case and accents folded. For matching and search only; never shown.
 */
export function matchKey(text: string): string {
	return westernDigits(cleanText(text).normalize('NFKD'))
		.replace(MARKS, '')
		.replace(/[أإآٱا]/g, 'ا')
		.replace(/ؤ/g, 'و')
		.replace(/[ئىیي]/g, 'ي')
		.replace(/[ةه]/g, 'ه')
		.replace(/ک/g, 'ك')
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.trim();
}

/** Letters that are one letter to somebody who searches, after NFKD: hamza seats, ya, ta marbuta, Persian and Urdu forms. */
const SAME: Readonly<Record<string, string>> = {
	ٱ: 'ا',
	ى: 'ي',
	ی: 'ي',
	ې: 'ي',
	ة: 'ه',
	ۀ: 'ه',
	ہ: 'ه',
	ھ: 'ه',
	ە: 'ه',
	ک: 'ك',
	ڪ: 'ك',
	گ: 'ك',
	پ: 'ب',
	چ: 'ج',
	ڤ: 'ف',
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ł: 'l',
	ı: 'i',
};
const SEATED: Readonly<Record<string, string>> = { و: 'ؤ', ي: 'ئ' };
const ONE_MARK = new RegExp(MARKS.source);
const ONE_INVISIBLE = new RegExp(INVISIBLE.source);
const APOSTROPHE = /['’‘ʼ`´ʿʾ]/;
const GAP = /[\s\p{P}\p{S}\p{C}]/u;

/** A folded letter and the stretch of the original it stands for (UTF-16 offsets). */
export interface FoldedLetter {
	letter: string;
	readonly from: number;
	to: number;
}

/** Letters one by one: marks and invisible characters widen the letter before them, punctuation becomes one space. */
function letters(text: string): FoldedLetter[] {
	const found: FoldedLetter[] = [];
	let at = 0;
	for (const point of text) {
		const from = at;
		at += point.length;
		for (const part of point.normalize('NFKD').toLowerCase().normalize('NFKD')) {
			const last = found.at(-1);
			if (part === '\u0654' && last) last.letter = SEATED[last.letter] ?? last.letter;
			if (ONE_MARK.test(part) || ONE_INVISIBLE.test(part) || APOSTROPHE.test(part)) {
				if (last && last.letter !== ' ') last.to = at;
				continue;
			}
			const letter = GAP.test(part) ? ' ' : westernDigits(SAME[part] ?? part);
			if (letter !== ' ' || (last && last.letter !== ' ')) found.push({ letter, from, to: at });
		}
	}
	if (found.at(-1)?.letter === ' ') found.pop();
	return found;
}

const isLetter = (cell: FoldedLetter | undefined) => cell !== undefined && cell.letter !== ' ';

const wordAt = (cells: readonly FoldedLetter[], from: number, to: number) =>
	cells
		.slice(Math.max(0, from), to)
		.map(({ letter }) => letter)
		.join('');

/** Whether the article at `i` is grown together with `abd` before it: عبدالرحمن is عبد الرحمن. */
function isGrownTogether(cells: readonly FoldedLetter[], i: number): boolean {
	if (cells[i]!.letter !== 'ا') return false;
	return wordAt(cells, i - 3, i + 2) === 'عبدال' && !isLetter(cells[i - 4]) && isLetter(cells[i + 2]);
}

/** Where the article ends that begins at `i`; in Latin `al-` and `el-` are words of their own. */
function article(cells: readonly FoldedLetter[], i: number): number {
	if (!'اae'.includes(cells[i]!.letter) || isLetter(cells[i - 1])) return i;
	const word = wordAt(cells, i, i + 3);
	if (word.startsWith('ال') && isLetter(cells[i + 2])) return i + 2;
	return (word === 'al ' || word === 'el ') && cells[i + 3] ? i + 3 : i;
}

/** Whether a hamza on a seat, or alone, is silent before its neighbour: مسؤول and مسئول, قراءة and قرائة. */
function isSilent(cells: readonly FoldedLetter[], i: number): boolean {
	const { letter } = cells[i]!;
	if (letter === 'ء') return true;
	if (letter !== 'ؤ' && letter !== 'ئ') return false;
	const next = cells[i + 1]?.letter;
	return next === 'و' || next === 'ؤ' || (letter === 'ئ' && next === 'ه' && cells[i - 1]?.letter === 'ا');
}

/**
 * The text as a search reads it, letter by letter with its place in the original: hamza forms, ya and alif maqsura,
 * ta marbuta and ha, doubled waw and ya, the article at the beginning of a word, marks, tatweel, invisible characters,
 * digits, case, accents and punctuation make no difference.
 */
export function foldLetters(text: string): FoldedLetter[] {
	const cells = letters(text);
	const found: FoldedLetter[] = [];
	for (let i = 0; i < cells.length; i += 1) {
		if (isGrownTogether(cells, i)) {
			found.push({ ...cells[i]!, letter: ' ' });
			i += 2;
		}
		i = article(cells, i);
		const cell = cells[i]!;
		const last = found.at(-1);
		if (isSilent(cells, i)) {
			if (last && last.letter !== ' ') last.to = cell.to;
			continue;
		}
		const letter = cell.letter === 'ؤ' ? 'و' : cell.letter === 'ئ' ? 'ي' : cell.letter;
		if ((letter === 'و' || letter === 'ي') && last?.letter === letter) last.to = cell.to;
		else if (letter !== ' ' || (last && last.letter !== ' ')) found.push({ ...cell, letter });
	}
	if (found.at(-1)?.letter === ' ') found.pop();
	return found;
}

/** A text as a search reads it, see `foldLetters`. For finding only: different names may share it. */
export function foldText(text: string): string {
	return foldLetters(text)
		.map(({ letter }) => letter)
		.join('');
}

/** Stands between the two names of a search key; folding never makes it. */
const BETWEEN = ' | ';

/** What a search looks through: both names folded, so that either spelling finds the row. Kept in `search_key` by whoever writes the names. */
export function searchKey(nameAr: string, nameEn: string): string {
	return `${foldText(nameAr)}${BETWEEN}${foldText(nameEn)}`;
}
