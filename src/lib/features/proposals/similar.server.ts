import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';
import { likeness } from '../societies/model.ts';
import { findSimilar } from '../societies/similar.server.ts';
import type { Content } from './model.ts';
import type { RecordRef } from './records.server.ts';

/** A record whose name resembles a proposed one. */
export interface Alike extends Text {
	readonly href: string;
	readonly society: Text | null;
}

const ALIKE = 0.6;
const SHOWN = 5;
/** Programs of one sector that are looked through. */
const MOST = 5000;

async function alikePrograms(db: Kysely<Schema>, { next }: Content, except: number): Promise<Alike[]> {
	const key = matchKey(String(next['nameAr'] ?? ''));
	const rows = await db
		.selectFrom('program as p')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select(['p.id', 'p.name_ar as ar', 'p.name_en as en', 'p.match_key as key'])
		.select(['s.name_ar as societyAr', 's.name_en as societyEn'])
		.where('p.sector_id', '=', Number(next['sector'] ?? 0))
		.where('p.id', '<>', except)
		.limit(MOST)
		.execute();
	return rows
		.map((row) => ({ ...row, likeness: likeness(key, row.key) }))
		.filter((row) => row.likeness >= ALIKE)
		.sort((a, b) => b.likeness - a.likeness || a.id - b.id)
		.slice(0, SHOWN)
		.map(({ id, ar, en, societyAr, societyEn }) => ({
			ar,
			en,
			href: `/programs/${id}`,
			society: { ar: societyAr, en: societyEn },
		}));
}

/** Records an officer should look at before approving: a new program or a new name may be there already. */
export async function similarTo(
	db: Kysely<Schema>,
	{ kind, societyId, programId, content }: RecordRef & { readonly content: Content },
): Promise<Alike[]> {
	if (kind === 'program' && content.act === 'new') return alikePrograms(db, content, programId ?? 0);
	if (kind !== 'profile' || content.next['nameAr'] === content.base['nameAr']) return [];
	const names = { nameAr: String(content.next['nameAr']), nameEn: String(content.next['nameEn']) };
	const found = await findSimilar(db, names);
	return found
		.filter(({ id }) => id !== societyId)
		.map(({ id, nameAr, nameEn }) => ({ ar: nameAr, en: nameEn, href: `/societies/${id}`, society: null }));
}
