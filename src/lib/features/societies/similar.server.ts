import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import { likeness, ownPart } from './model.ts';

/** A society whose name resembles another's. */
export interface Similar {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly likeness: number;
}

const ALIKE = 0.72;
const SHOWN = 5;
/** Far above any country's register; a bound all the same. */
const MOST = 20_000;

/** Societies whose names of today or before, folded and without the words all share, are much like these; most alike first. */
export async function findSimilar(
	db: Kysely<Schema>,
	names: { readonly nameAr: string; readonly nameEn: string },
): Promise<Similar[]> {
	const [ar, en] = [ownPart(matchKey(names.nameAr)), ownPart(matchKey(names.nameEn))];
	const now = db
		.selectFrom('society')
		.select(['id', 'name_ar as nameAr', 'name_en as nameEn', 'name_ar as ar', 'name_en as en']);
	const before = db
		.selectFrom('society_name as n')
		.innerJoin('society as s', 's.id', 'n.society_id')
		.select(['s.id', 's.name_ar as nameAr', 's.name_en as nameEn', 'n.name_ar as ar', 'n.name_en as en']);
	const rows = await now.unionAll(before).limit(MOST).execute();
	const found = new Map<number, Similar>();
	for (const row of rows) {
		const alike = Math.max(likeness(ar, ownPart(matchKey(row.ar))), likeness(en, ownPart(matchKey(row.en))));
		if (alike < ALIKE || alike <= (found.get(row.id)?.likeness ?? 0)) continue;
		found.set(row.id, { id: row.id, nameAr: row.nameAr, nameEn: row.nameEn, likeness: alike });
	}
	return [...found.values()].sort((a, b) => b.likeness - a.likeness || a.id - b.id).slice(0, SHOWN);
}

/** What the form shows before a society is created whose name resembles others. */
export const readSimilar = defineQuery<{ nameAr: string; nameEn: string }, Similar[]>({
	action: 'society.write',
	probe: () => ({ nameAr: 'جمعية canary-beta', nameEn: 'Society canary-beta' }),
	run: (ctx, _scope, names) => findSimilar(ctx.db, names),
});
