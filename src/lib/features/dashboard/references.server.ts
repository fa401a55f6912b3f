import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { CodeDim } from '#lib/kpi/filter.ts';
import { SEX_LABEL } from '../beneficiaries/columns.ts';
import { SECTION_LABEL } from '../reports/reviewcolumns.ts';

/** One value of a dimension: its code in addresses and files, its names, and what a governorate knows beside them. */
export interface Reference {
	readonly code: string;
	readonly ar: string;
	readonly en: string;
	readonly kind?: string;
	readonly population?: number;
	readonly populationYear?: number;
	readonly populationSource?: string;
}

export type References = Readonly<Record<CodeDim, readonly Reference[]>>;

/** The values of every dimension, in their own order. Reference data is nobody's secret, so no scope applies. */
export async function listReferences(db: Kysely<Schema>): Promise<References> {
	const plain = (table: 'category' | 'sector' | 'segment' | 'age_band' | 'unit') =>
		db
			.selectFrom(table)
			.select(['code', 'name_ar as ar', 'name_en as en'])
			.orderBy('sort')
			.orderBy('id')
			.execute();
	const places = await db
		.selectFrom('governorate')
		.select([
			'code',
			'name_ar as ar',
			'name_en as en',
			'kind',
			'population',
			'population_year',
			'population_source',
		])
		.orderBy('sort')
		.orderBy('id')
		.execute();
	return {
		governorate: places.map((g) => ({
			code: g.code,
			ar: g.ar,
			en: g.en,
			kind: g.kind,
			...(g.population === null ? {} : { population: g.population }),
			...(g.population_year === null ? {} : { populationYear: g.population_year }),
			...(g.population_source === null ? {} : { populationSource: g.population_source }),
		})),
		category: await plain('category'),
		sector: await plain('sector'),
		segment: await plain('segment'),
		age: await plain('age_band'),
		unit: await plain('unit'),
		section: Object.entries(SECTION_LABEL).map(([code, label]) => ({ code, ar: label.ar, en: label.en })),
		sex: Object.entries(SEX_LABEL).map(([code, label]) => ({ code, ar: label.ar, en: label.en })),
	};
}
