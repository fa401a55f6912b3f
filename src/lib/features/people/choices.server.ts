import { sql } from 'kysely';
import { defineQuery } from '../../access/procedures.server.ts';
import { matchKey } from '../../i18n/fold.ts';

const PORTFOLIO_SHOWN = 300;

/** An officer's societies by name, the first 300, and how many there are. */
export const readPortfolio = defineQuery({
	action: 'account.read',
	probe: ({ accountId }) => accountId,
	async run({ db }, scope, id: number) {
		const mine = db
			.selectFrom('portfolio')
			.innerJoin('society', 'society.id', 'portfolio.society_id')
			.where('portfolio.account_id', '=', id)
			.$if(scope.reach === 'own', (query) => query.where('portfolio.account_id', '<', 0));
		const { n } = await mine.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
		const rows = await mine
			.select(['society.id', 'society.name_ar', 'society.name_en', 'portfolio.starts_on'])
			.orderBy('society.name_ar')
			.limit(PORTFOLIO_SHOWN)
			.execute();
		const societies = rows.map((row) => ({
			id: row.id,
			name: { ar: row.name_ar, en: row.name_en },
			startsOn: row.starts_on,
		}));
		return { total: n, societies };
	},
});

/** Societies by a search text, for giving them to somebody; the first 20. */
export const findSocieties = defineQuery({
	action: 'account.read',
	probe: () => '',
	async run({ db }, scope, q: string) {
		const like = `%${matchKey(q).replace(/[%_\\]/g, '\\$&')}%`;
		const rows = await db
			.selectFrom('society')
			.select(['id', 'name_ar', 'name_en'])
			.where(sql<boolean>`search_key like ${like} escape '\\'`)
			.$if(scope.reach === 'own', (query) =>
				query.where('id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.orderBy('name_ar')
			.limit(20)
			.execute();
		return rows.map(({ id, name_ar, name_en }) => ({ id, name: { ar: name_ar, en: name_en } }));
	},
});

/** Categories and governorates, for giving an officer whole groups of societies. */
export const listGroups = defineQuery({
	action: 'portfolio.write',
	probe: () => undefined,
	async run({ db }, _scope, _args: undefined) {
		const of = async (table: 'category' | 'governorate') => {
			const rows = await db.selectFrom(table).select(['id', 'name_ar', 'name_en']).orderBy('id').execute();
			return rows.map(({ id, name_ar, name_en }) => ({ id, name: { ar: name_ar, en: name_en } }));
		};
		return { categories: await of('category'), governorates: await of('governorate') };
	},
});

const MOST_SOCIETIES = 3000;

/** Every society by name, for choosing the one a representative belongs to. */
export const listSocietyChoices = defineQuery({
	action: 'account.read',
	probe: () => undefined,
	async run({ db, locale }, scope, _args: undefined) {
		const rows = await db
			.selectFrom('society')
			.select(['id', 'name_ar', 'name_en'])
			.$if(scope.reach === 'own', (query) =>
				query.where('id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.orderBy(locale === 'ar' ? 'name_ar' : 'name_en')
			.limit(MOST_SOCIETIES)
			.execute();
		return rows.map(({ id, name_ar, name_en }) => ({ id, name: { ar: name_ar, en: name_en } }));
	},
});
