import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';

/** One entry of a reference list. */
export interface Entry {
	readonly id: number;
	readonly code: string;
}

/** Finds an entry by its code or by either of its names, as a file may spell them. */
export type Lookup = (text: string) => Entry | undefined;

/** The pack's lists an outcome row points into. */
export interface Lists {
	readonly sector: Lookup;
	readonly governorate: Lookup;
	readonly segment: Lookup;
	readonly ageBand: Lookup;
	readonly aidType: Lookup;
}

const LIST_TABLES = {
	sector: 'sector',
	governorate: 'governorate',
	segment: 'segment',
	ageBand: 'age_band',
	aidType: 'aid_type',
} as const;

/** Reads the lists; retired entries stay, because history may name them. */
export async function readLists(db: Kysely<Schema>): Promise<Lists> {
	const lists: Partial<Record<keyof Lists, Lookup>> = {};
	for (const [key, table] of Object.entries(LIST_TABLES) as [
		keyof Lists,
		(typeof LIST_TABLES)[keyof Lists],
	][]) {
		const rows = await db.selectFrom(table).select(['id', 'code', 'name_ar', 'name_en']).execute();
		lists[key] = lookup(rows);
	}
	return lists as Lists;
}

function lookup(rows: readonly (Entry & { name_ar: string; name_en: string })[]): Lookup {
	const entries = new Map<string, Entry>();
	// Codes last: where a name of one entry is the code of another, the code wins.
	for (const { id, code, name_ar, name_en } of rows) {
		for (const name of [name_ar, name_en]) entries.set(matchKey(name), { id, code });
	}
	for (const { id, code } of rows) entries.set(matchKey(code), { id, code });
	// Folding costs more than finding, and a file repeats a handful of spellings.
	const seen = new Map<string, Entry | undefined>();
	return (text) => {
		if (!seen.has(text)) seen.set(text, entries.get(matchKey(text)));
		return seen.get(text);
	};
}
