import { sql, type RawBuilder } from 'kysely';

// The search indexes: SQLite's FTS5 over names folded by `foldText`, by groups of three letters. A phrase of three or
// more letters is found by the index wherever it stands; `| ` and ` |` stand around each name.

/** The index answers from this many letters on. */
export const INDEXED = 3;

/** Whether the index can look for this text; shorter ones it cannot see. */
export function isIndexed(text: string): boolean {
	return [...text].length >= INDEXED;
}

/** A folded text as one phrase of a MATCH expression: nothing in it is an operator. */
export function phrase(text: string): string {
	return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}

/** A folded search text as a registration number is kept: without gaps. */
export function bareNumber(text: string): string {
	return text.replaceAll(' ', '');
}

/** Ids of the societies in whose name, former name or registration number a folded text stands. */
export function societiesNamed(text: string): RawBuilder<unknown> {
	const bare = bareNumber(text);
	if (isIndexed(text) && isIndexed(bare)) {
		const match = `{name former} : ${phrase(text)} OR number : ${phrase(bare)}`;
		return sql`(select rowid from search_society where search_society match ${match})`;
	}
	return sql`(select rowid from search_society
		where instr(name, ${text}) or instr(former, ${text}) or instr(number, ${bare}))`;
}

/** Ids of the programs in whose name a folded text stands. */
export function programsNamed(text: string): RawBuilder<unknown> {
	return isIndexed(text)
		? sql`(select rowid from search_program where search_program match ${`name : ${phrase(text)}`})`
		: sql`(select rowid from search_program where instr(name, ${text}))`;
}
