import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Checks } from './checks.server.ts';
import { LEVELS, type Level } from './model.ts';

const FOUND = 12;

/** A category, society or program a setting can be about. */
export interface Subject extends Text {
	readonly id: number;
	/** Of a program: its society. */
	readonly of?: Text;
}

/** To whom a setting applies, as its row has it. */
export interface Place {
	readonly level: Level;
	readonly category_id: number | null;
	readonly society_id: number | null;
	readonly program_id: number | null;
}

/** The columns of a setting's row for a level and the id of its subject. */
function placeOf(level: Level, id: number | null): Place {
	return {
		level,
		category_id: level === 'category' ? id : null,
		society_id: level === 'society' ? id : null,
		program_id: level === 'program' ? id : null,
	};
}

/** The id a setting's row names, whatever its level. */
export function subjectIdOf(place: Omit<Place, 'level'>): number | null {
	return place.category_id ?? place.society_id ?? place.program_id;
}

/** The name of a row's subject, joined as `subjectAr` and `subjectEn`. */
export function subjectName(row: {
	readonly subjectAr: string | null;
	readonly subjectEn: string | null;
}): Text | null {
	return row.subjectAr !== null && row.subjectEn !== null ? { ar: row.subjectAr, en: row.subjectEn } : null;
}

async function findPrograms(db: Kysely<Schema>, words: readonly string[], id?: number): Promise<Subject[]> {
	const rows = await db
		.selectFrom('program')
		.innerJoin('society', 'society.id', 'program.society_id')
		.select(['program.id', 'program.name_ar as ar', 'program.name_en as en'])
		.select(['society.name_ar as ofAr', 'society.name_en as ofEn'])
		.$if(id !== undefined, (q) => q.where('program.id', '=', id ?? -1))
		.where((eb) => eb.and(words.map((word) => eb('program.search_key', 'like', `%${word}%`))))
		.orderBy('program.name_ar')
		.orderBy('program.id')
		.limit(FOUND)
		.execute();
	return rows.map(({ ofAr, ofEn, ...row }) => ({ ...row, of: { ar: ofAr, en: ofEn } }));
}

async function findSubjects(
	db: Kysely<Schema>,
	level: Level,
	words: readonly string[],
	id?: number,
): Promise<Subject[]> {
	if (level === 'country') return [];
	if (level === 'program') return findPrograms(db, words, id);
	if (level === 'category') {
		return db
			.selectFrom('category')
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.$if(id !== undefined, (q) => q.where('id', '=', id ?? -1))
			.orderBy('sort')
			.limit(100)
			.execute();
	}
	return db
		.selectFrom('society')
		.select(['id', 'name_ar as ar', 'name_en as en'])
		.$if(id !== undefined, (q) => q.where('id', '=', id ?? -1))
		.where((eb) => eb.and(words.map((word) => eb('search_key', 'like', `%${word}%`))))
		.orderBy('name_ar')
		.orderBy('id')
		.limit(FOUND)
		.execute();
}

/** What a form's address says of whom it is about. */
export interface SubjectAsk {
	readonly level: string;
	readonly subject: string;
	readonly q: string;
}

export interface SubjectChoice {
	readonly level: Level;
	readonly q: string;
	readonly found: readonly Subject[];
	readonly chosen: Subject | null;
}

const wordsOf = (q: string) => matchKey(q.slice(0, 100)).split(' ').filter(Boolean);

/** The subjects a form's search finds, and the one chosen, among the levels it offers. */
export async function findChoice(
	db: Kysely<Schema>,
	{ level: asked, subject, q }: SubjectAsk,
	levels: readonly Level[] = LEVELS,
): Promise<SubjectChoice> {
	const level = levels.find((one) => one === asked) ?? 'country';
	const id = /^[1-9]\d{0,14}$/.test(subject) ? Number(subject) : undefined;
	const words = wordsOf(q);
	const open = level === 'category' || words.length > 0;
	return {
		level,
		q,
		found: open ? await findSubjects(db, level, words) : [],
		chosen: id === undefined ? null : ((await findSubjects(db, level, [], id))[0] ?? null),
	};
}

/** Whom a form is about: the subjects its search finds, and the one chosen. Only those who may change settings ask. */
export const chooseSubject = defineQuery<SubjectAsk, SubjectChoice>({
	action: 'settings.write',
	probe: ({ societyId }) => ({ level: 'society', subject: String(societyId), q: 'canary' }),
	run: ({ db }, _scope, ask) => findChoice(db, ask),
});

/** Reads level and subject of a form; the names are for the preview. */
export async function checkSubject(
	db: Kysely<Schema>,
	checks: Checks,
	fields: { readonly level: string; readonly subject: string },
): Promise<{ place: Place; subject: Subject | null }> {
	const level = checks.choice('level', fields.level, LEVELS);
	if (level === 'country') return { place: placeOf(level, null), subject: null };
	const id = /^[1-9]\d{0,14}$/.test(fields.subject) ? Number(fields.subject) : -1;
	const subject = (await findSubjects(db, level, [], id))[0] ?? null;
	if (!subject) {
		checks.wrong('subject', 'اختاروا لمن يسري التغيير.', 'Choose to whom the change applies.');
	}
	return { place: placeOf(level, subject?.id ?? null), subject };
}
