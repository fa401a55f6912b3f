import { defineTable } from '#lib/tables/define.ts';

/** People reached in one governorate beside those who live there. */
export interface PlaceRow {
	readonly id: number;
	readonly governorate: string;
	readonly governorateAr: string;
	readonly governorateEn: string;
	readonly people: number;
	readonly population: number | null;
	readonly populationYear: number | null;
	readonly populationSource: string | null;
	/** In thousandths; null without a population figure. */
	readonly perTenThousandMilli: number | null;
}

/** Governorates by reach per 10,000 residents: evidence of balance, CSV. */
export const placeTable = defineTable<PlaceRow>({
	id: 'places',
	title: { ar: 'المحافظات والسكان', en: 'Governorates and residents' },
	columns: [
		{
			key: 'governorate',
			label: { ar: 'المحافظة', en: 'Governorate' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.governorateAr : row.governorateEn),
			code: (row) => row.governorate,
			sort: ['governorateAr', 'governorateEn'],
		},
		{
			key: 'people',
			label: { ar: 'الأشخاص', en: 'People' },
			type: 'integer',
			value: (row) => row.people,
			sort: 'people',
		},
		{
			key: 'population',
			label: { ar: 'السكان', en: 'Residents' },
			type: 'integer',
			value: (row) => row.population,
			sort: 'population',
		},
		{
			key: 'per_10000',
			label: { ar: 'لكل عشرة آلاف ساكن', en: 'Per 10,000 residents' },
			type: 'milli',
			value: (row) => row.perTenThousandMilli,
			sort: 'perTenThousandMilli',
		},
		{
			key: 'population_year',
			label: { ar: 'سنة التعداد', en: 'Year of the figure' },
			type: 'code',
			value: (row) => (row.populationYear === null ? null : String(row.populationYear)),
			sort: 'populationYear',
		},
		{
			key: 'population_source',
			label: { ar: 'مصدر السكان', en: 'Source of the figure' },
			type: 'text',
			value: (row) => row.populationSource,
			sort: 'populationSource',
			isOptional: true,
		},
	],
});
