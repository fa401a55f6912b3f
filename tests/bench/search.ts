import { join } from 'node:path';
import { prepareDatabase } from '#db/cli/migrate.ts';
import { openDatabase, type Database } from '#db/connection.server.ts';
import { search } from '#lib/features/search/queries.server.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { contextFor, OPERATOR, openRuntime } from '#lib/platform/runtime.server.ts';
import { compare } from './measure.ts';

const KINDS = [
	'الخيرية',
	'النسائية',
	'للتنمية الاجتماعية',
	'الثقافية',
	'الإسلامية',
	'لرعاية الطفولة والأمومة',
	'الشبابية',
];
const PLACES = [
	'المحرق',
	'المنامة',
	'الرفاع',
	'سترة',
	'الحد',
	'البديع',
	'جدحفص',
	'عالي',
	'توبلي',
	'الدراز',
	'الزلاق',
];
const AR = [
	'النور',
	'الأمل',
	'الإحسان',
	'الرحمة',
	'المستقبل',
	'العطاء',
	'البر',
	'الهداية',
	'الإخاء',
	'الوفاء',
	'السلام',
];
const EN = ['Noor', 'Amal', 'Ihsan', 'Rahma', 'Future', 'Giving', 'Birr', 'Hidaya', 'Ikhaa', 'Wafa', 'Salam']; // prettier-ignore
/** Societies, and as many programs: together 168,000 names in each language. */
const EACH = 84_000;
const BATCH = 500;
const QUERIES = [
	'جمعية',
	'النور',
	'الاحسان والوفا',
	'رعاية طفولة المحرق',
	'نو',
	'noor society',
	'83999',
	'لا يوجد مثله',
	'تقرير النور مارس 2026',
];

const of = (list: readonly string[], i: number) => list[i % list.length]!;

async function fill({ writer }: Database): Promise<void> {
	await writer.transaction().execute(async (trx) => {
		const first = async (table: 'category' | 'governorate' | 'sector') =>
			(await trx.selectFrom(table).select('id').limit(1).executeTakeFirstOrThrow()).id;
		const place = { governorate_id: await first('governorate') };
		const [category_id, sector_id] = [await first('category'), await first('sector')];
		const named = (ar: string, en: string) => ({
			name_ar: ar,
			name_en: en,
			match_key: matchKey(ar),
			search_key: searchKey(ar, en),
		});
		for (let from = 1; from <= EACH; from += BATCH) {
			const ids = Array.from({ length: BATCH }, (_, i) => from + i);
			const societies = ids.map((id) => ({
				id, category_id, ...place, status: 'active' as const,
				...named(`جمعية ${of(AR, id)} و${of(AR, id >> 3)} ${of(KINDS, id >> 5)} في ${of(PLACES, id >> 2)} ${id}`, `${of(EN, id)} ${of(EN, id >> 3)} Society ${id}`),
			})); // prettier-ignore
			const programs = ids.map((id) => ({
				id, society_id: id, sector_id, ...place, starts_on: '2025-01-01', status: 'running' as const, frequency: 'monthly' as const,
				...named(`برنامج ${of(AR, id * 3)} ${of(KINDS, id)} رقم ${id}`, `Program ${of(EN, id * 3)} ${id}`),
			})); // prettier-ignore
			await trx.insertInto('society').values(societies).execute();
			await trx.insertInto('program').values(programs).execute();
		}
	});
}

/** Whole searches (societies, programs and reports, with counts) over 168,000 names, against a bare read of one row. */
export async function searchNames(folder: string): Promise<void> {
	const file = join(folder, 'names.db');
	await prepareDatabase(file, 'bahrain');
	const database = openDatabase(file);
	await fill(database);
	await database.close();
	const runtime = await openRuntime(file);
	const ctx = contextFor(runtime, OPERATOR, { locale: 'ar' });
	await compare(`Search over ${(2 * EACH).toLocaleString('en')} names`, [
		{
			name: 'one row by its key',
			run: () => ctx.db.selectFrom('society').selectAll().where('id', '=', 4000).execute(),
		},
		...QUERIES.map((q) => ({ name: q, run: () => search(ctx, { q, limit: 5 }) })),
	]);
	await runtime.database.close();
}
