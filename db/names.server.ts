import { sql, type RawBuilder } from 'kysely';

// The search indexes: SQLite's FTS5 over names folded by `foldText`, by groups of three letters. A phrase of three or
// more letters is found by the index wherever it stands. `| ` and ` |` stand around each name, spaces around each number.

/** Which columns of an index a text is looked for in. */
const SOCIETY = '{name former}';
const PROGRAM = '{name society}';

const lengthOf = (text: string) => [...text].length;

/** A folded text as one phrase of a MATCH expression: nothing in it is an operator. */
function phrase(text: string): string {
	return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}

/** A folded search text as a registration number is kept: without gaps. */
function bareNumber(text: string): string {
	return text.replaceAll(' ', '');
}

/**
 * The words of a folded text that can be looked for: three letters stand anywhere, two begin a word, a single digit
 * beside other words is a number of its own, a single letter says nothing.
 */
function wordsOf(text: string): string[] {
	const words = text.split(' ');
	if (!words.some((word) => lengthOf(word) > 1)) return [];
	return words
		.filter((word) => lengthOf(word) > 1 || /\d/.test(word))
		.map((word) => (lengthOf(word) > 2 ? word : lengthOf(word) > 1 ? ` ${word}` : ` ${word} `));
}

function everyWord(columns: string, text: string): string | undefined {
	const words = wordsOf(text).map(phrase);
	return words.length ? `(${columns} : (${words.join(' AND ')}))` : undefined;
}

function number(text: string): string | undefined {
	const bare = bareNumber(text);
	if (!/\d/.test(bare) || lengthOf(bare) < 2) return undefined;
	return `(number : ${phrase(lengthOf(bare) > 2 ? bare : ` ${bare}`)})`;
}

/** Every word in a society's name or former name, or the whole text in a registration number; undefined: too short. */
export function societyMatch(text: string): string | undefined {
	return (
		[everyWord(SOCIETY, text), number(text)].filter((part) => part !== undefined).join(' OR ') || undefined
	);
}

/** Every word in a program's name or its society's; undefined: too short for the index. */
export function programMatch(text: string): string | undefined {
	return everyWord(PROGRAM, text);
}

/** The whole text as a name, and the whole text anywhere in a name: what must not be missed among very many. */
export function wholeMatches(text: string): string[] {
	const anywhere = lengthOf(text) > 2 ? text : ` ${text}`;
	return [`| ${text} |`, anywhere].map((part) => `name : ${phrase(part)}`);
}

/** How well a search key answers a text: the name itself, its beginning, the beginning of a word, anywhere, only its words. */
export function placeIn(searchKey: string, text: string): number {
	const key = `| ${searchKey} |`;
	const place = [`| ${text} |`, `| ${text}`, ` ${text}`, text].findIndex((part) => key.includes(part));
	return place < 0 ? 4 : place;
}

/** Ids of the societies a folded text finds, as a subquery. */
export function societiesNamed(text: string): RawBuilder<unknown> {
	const match = societyMatch(text);
	return match === undefined
		? sql`(select rowid from search_society where instr(name, ${` ${text}`}) or instr(former, ${` ${text}`}))`
		: sql`(select rowid from search_society where search_society match ${match})`;
}

/** Ids of the programs a folded text finds, as a subquery. */
export function programsNamed(text: string): RawBuilder<unknown> {
	const match = programMatch(text);
	return match === undefined
		? sql`(select rowid from search_program where instr(name, ${` ${text}`}) or instr(society, ${` ${text}`}))`
		: sql`(select rowid from search_program where search_program match ${match})`;
}
