import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { contentOf as programContent } from '../programs/content.server.ts';
import { partsOf, type Content, type Kind, type Parts } from './model.ts';

type Db = Kysely<Schema>;

/** Which record a proposal is about. */
export interface RecordRef {
	readonly kind: Kind;
	readonly societyId: number;
	readonly programId: number | null;
	readonly content: Pick<Content, 'act' | 'target'>;
}

/** A record of today: its version and its parts. */
export interface RecordNow {
	readonly version: number;
	readonly parts: Parts;
}

/** What a proposal for something new begins with. */
const NOTHING: RecordNow = { version: 0, parts: {} };

async function profileNow(db: Db, id: number): Promise<RecordNow | undefined> {
	const row = await db.selectFrom('society').selectAll().where('id', '=', id).executeTakeFirst();
	return (
		row && {
			version: row.version,
			parts: {
				nameAr: row.name_ar,
				nameEn: row.name_en,
				governorate: row.governorate_id,
				town: row.town_id,
				scopeAr: row.scope_ar,
				scopeEn: row.scope_en,
				sizeBand: row.size_band,
				email: row.email,
				phone: row.phone,
			},
		}
	);
}

async function contactNow(db: Db, societyId: number, id: number): Promise<RecordNow | undefined> {
	const row = await db
		.selectFrom('contact')
		.selectAll()
		.where('id', '=', id)
		.where('society_id', '=', societyId)
		.executeTakeFirst();
	return (
		row && {
			version: row.version,
			parts: {
				nameAr: row.name_ar,
				nameEn: row.name_en,
				dutyAr: row.duty_ar,
				dutyEn: row.duty_en,
				email: row.email,
				phone: row.phone,
				endsOn: row.ends_on,
			},
		}
	);
}

async function boardNow(db: Db, societyId: number): Promise<RecordNow> {
	const society = await db
		.selectFrom('society')
		.select('version')
		.where('id', '=', societyId)
		.executeTakeFirstOrThrow();
	const term = await db
		.selectFrom('board_term')
		.selectAll()
		.where('society_id', '=', societyId)
		.orderBy('starts_on', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!term) return { version: society.version, parts: {} };
	const members = await db
		.selectFrom('board_member')
		.select(['name_ar as nameAr', 'name_en as nameEn', 'position'])
		.where('term_id', '=', term.id)
		.orderBy('id')
		.limit(100)
		.execute();
	return {
		version: society.version,
		parts: {
			startsOn: term.starts_on,
			endsOn: term.ends_on,
			decision: term.decision,
			file: term.file_id,
			members,
		},
	};
}

async function programNow(db: Db, societyId: number, id: number, today: string) {
	const row = await db
		.selectFrom('program')
		.selectAll()
		.where('id', '=', id)
		.where('society_id', '=', societyId)
		.executeTakeFirst();
	return row && { version: row.version, parts: partsOf(await programContent(db, row, today)) };
}

/** The record a proposal is about as it is today; undefined when it is gone. A new one begins with nothing. */
export async function recordNow(db: Db, ref: RecordRef, today: string): Promise<RecordNow | undefined> {
	const { kind, societyId, programId, content } = ref;
	if (kind === 'profile') return profileNow(db, societyId);
	if (kind === 'board') return boardNow(db, societyId);
	if (content.act === 'new') return NOTHING;
	if (kind === 'contact') return contactNow(db, societyId, content.target ?? 0);
	return programNow(db, societyId, programId ?? 0, today);
}
