import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';

type Db = Kysely<Schema>;

/** Finds a row by its key or, where only one row has it, by either of its names. */
export type Finder<Row> = (name: string) => Row | 'ambiguous' | undefined;

interface Named {
	readonly id: number;
	readonly match_key: string;
	readonly name_ar: string;
	readonly name_en: string;
}

/** An index of named rows; a new row of the file can join it. */
export function finder<Row extends Named>(rows: readonly Row[]): Finder<Row> {
	const byKey = new Map<string, Row>();
	const byName = new Map<string, Row | 'ambiguous'>();
	for (const row of rows) {
		byKey.set(row.match_key, row);
		for (const name of new Set([matchKey(row.name_ar), matchKey(row.name_en)])) {
			byName.set(name, byName.has(name) ? 'ambiguous' : row);
		}
	}
	return (name) => {
		const key = matchKey(name);
		return byKey.get(key) ?? byName.get(key);
	};
}

/** Rows of a list by code or by either name. */
export function listOf<Row extends { code: string; name_ar: string; name_en: string }>(
	rows: readonly Row[],
): (text: string) => Row | undefined {
	const found = new Map<string, Row>();
	for (const row of rows) for (const name of [row.name_ar, row.name_en]) found.set(matchKey(name), row);
	for (const row of rows) found.set(matchKey(row.code), row);
	return (text) => found.get(matchKey(text));
}

/** The register's societies; `only` narrows to one, so that another's name looks like none. */
export async function readSocieties(db: Db, only?: number) {
	let query = db.selectFrom('society').selectAll().orderBy('id').limit(100_000);
	if (only !== undefined) query = query.where('id', '=', only);
	return query.execute();
}

/** Registration numbers in force, by society. */
export async function readNumbers(db: Db) {
	return db
		.selectFrom('society_registration')
		.select(['society_id', 'number'])
		.where('ends_on', 'is', null)
		.orderBy('id')
		.limit(100_000)
		.execute();
}

/** Programs with their society; `only` narrows to one society's. */
export async function readPrograms(db: Db, only?: number) {
	let query = db.selectFrom('program').selectAll().orderBy('id').limit(200_000);
	if (only !== undefined) query = query.where('society_id', '=', only);
	return query.execute();
}

/** A list's rows as finders need them. */
export async function readList(
	db: Db,
	list: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit',
) {
	return db.selectFrom(list).select(['id', 'code', 'name_ar', 'name_en']).orderBy('id').limit(5000).execute();
}

/** Towns with the governorate they lie in. */
export async function readTowns(db: Db) {
	return db
		.selectFrom('town')
		.select(['id', 'code', 'name_ar', 'name_en', 'governorate_id'])
		.orderBy('id')
		.limit(5000)
		.execute();
}
