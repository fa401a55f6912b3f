import { programColumn, reportColumn, sectorColumn } from '../programs/columns.ts';
import { namedColumn, societyColumn } from '../societies/columns.ts';
import { defineTable, type Table } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';

export const SEX_LABEL: Record<string, Text> = {
	female: { ar: 'إناث', en: 'Female' },
	male: { ar: 'ذكور', en: 'Male' },
	unknown: { ar: 'غير محدد', en: 'Unknown' },
};

/** One reach line of a verified report. */
export interface ReachRow {
	readonly id: number;
	readonly reportId: number;
	readonly period: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly category: string;
	readonly categoryAr: string;
	readonly categoryEn: string;
	readonly sector: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
	readonly governorate: string;
	readonly governorateAr: string;
	readonly governorateEn: string;
	readonly segment: string;
	readonly segmentAr: string;
	readonly segmentEn: string;
	readonly sex: string;
	readonly age: string;
	readonly ageAr: string;
	readonly ageEn: string;
	readonly people: number;
	readonly peopleNew: number | null;
}

const governorate: Text = { ar: 'المحافظة', en: 'Governorate' };

/** Reach lines: evidence of people reached, CSV. The unit is the person; people may overlap. */
export const reachTable = defineTable<ReachRow>({
	id: 'reach',
	title: { ar: 'المستفيدون', en: 'People reached' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		namedColumn('category', 'category', { ar: 'التصنيف', en: 'Category' }),
		sectorColumn(),
		namedColumn('governorate', 'governorate', governorate),
		namedColumn('segment', 'segment', { ar: 'الفئة', en: 'Segment' }),
		{
			key: 'sex',
			label: { ar: 'الجنس', en: 'Sex' },
			type: 'text',
			value: (row, locale) => SEX_LABEL[row.sex]?.[locale] ?? row.sex,
			code: (row) => row.sex,
			sort: 'sex',
		},
		namedColumn('age', 'age_band', { ar: 'الفئة العمرية', en: 'Age band' }),
		{
			key: 'people',
			label: { ar: 'الأشخاص', en: 'People' },
			type: 'integer',
			value: (row) => row.people,
			sort: 'people',
		},
		{
			key: 'people_new',
			label: { ar: 'منهم جدد', en: 'Of which new' },
			type: 'integer',
			help: {
				ar: 'لأول مرة في هذا البرنامج خلال السنة الميلادية؛ الفراغ يعني غير معروف.',
				en: 'First time in this program this calendar year; empty means unknown.',
			},
			value: (row) => row.peopleNew,
			sort: 'peopleNew',
		},
	],
});

/** One delivery line of a verified report; units are never added to one another. */
export interface DeliveryRow extends Pick<
	ReachRow,
	| 'id'
	| 'reportId'
	| 'period'
	| 'societyId'
	| 'societyAr'
	| 'societyEn'
	| 'programId'
	| 'programAr'
	| 'programEn'
	| 'sector'
	| 'sectorAr'
	| 'sectorEn'
	| 'governorate'
	| 'governorateAr'
	| 'governorateEn'
> {
	readonly aidType: string;
	readonly aidTypeAr: string;
	readonly aidTypeEn: string;
	readonly unit: string;
	readonly unitAr: string;
	readonly unitEn: string;
	readonly quantityMilli: number;
	readonly valueMinor: number | null;
}

/** Delivery lines: CSV. */
export const deliveryTable = defineTable<DeliveryRow>({
	id: 'deliveries',
	title: { ar: 'المساعدات المقدمة', en: 'Deliveries' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		sectorColumn(),
		namedColumn('governorate', 'governorate', governorate),
		namedColumn('aidType', 'aid_type', { ar: 'نوع المساعدة', en: 'Aid type' }),
		namedColumn('unit', 'unit', { ar: 'الوحدة', en: 'Unit' }),
		{
			key: 'quantity',
			label: { ar: 'الكمية', en: 'Quantity' },
			type: 'milli',
			value: (row) => row.quantityMilli,
			sort: 'quantityMilli',
		},
		{
			key: 'value',
			label: { ar: 'القيمة', en: 'Value' },
			type: 'money',
			value: (row) => row.valueMinor,
			sort: 'valueMinor',
		},
	],
});

/** The tables of this feature, in the order of the dictionary. */
export const tables: readonly Table<unknown>[] = [reachTable, deliveryTable];
