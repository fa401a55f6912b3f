import type { Kind } from './kind.ts';
import { satisfaction } from './measures.ts';

const ALL_AGES = [
	['0_14', 0.36],
	['15_29', 0.2],
	['30_59', 0.32],
	['60_plus', 0.12],
] as const;
const CHILDREN = [
	['0_14', 0.72],
	['15_29', 0.28],
] as const;

const SEASONAL = { sector: 'relief_care', season: 'care', measures: [satisfaction] } as const;

/** What comes once a year: a program of its own each time. */
export const occasions: readonly Kind[] = [
	{
		...SEASONAL,
		code: 'ramadan_baskets',
		by: ['charitable', 'islamic', 'social', 'foundation', 'women'],
		names: [
			['سلال رمضان', 'Ramadan Food Baskets'],
			['ميرة رمضان', 'Ramadan Provisions'],
			['خير رمضان', 'The Good of Ramadan'],
		],
		purpose: {
			ar: 'سلة تكفي الأسرة شهر رمضان كله.',
			en: 'A basket that lasts a family the whole of Ramadan.',
		},
		segments: ['needy_families', 'low_income'],
		ages: ALL_AGES,
		female: 0.53,
		people: 430,
		cost: 11,
		aid: 'food_basket',
		unit: 'basket',
		perPerson: 0.2,
		occasion: 'ramadan',
		fresh: 0.3,
		volunteers: 11,
	},
	{
		...SEASONAL,
		code: 'iftar',
		by: ['charitable', 'islamic', 'youth', 'friendship', 'foundation'],
		names: [
			['إفطار صائم', 'Iftar for Those Fasting'],
			['مائدة الإفطار', 'The Iftar Table'],
			['إفطار على الطريق', 'Iftar on the Road'],
		],
		purpose: {
			ar: 'وجبة إفطار يومية في رمضان للعمال والأسر.',
			en: 'A daily iftar meal in Ramadan for labourers and families.',
		},
		segments: ['labourers', 'needy_families'],
		ages: [
			['15_29', 0.4],
			['30_59', 0.5],
			['60_plus', 0.1],
		],
		female: 0.22,
		people: 380,
		cost: 12,
		aid: 'iftar',
		unit: 'meal',
		perPerson: 14,
		occasion: 'iftar',
		fresh: 0.5,
		volunteers: 14,
	},
	{
		...SEASONAL,
		code: 'eid_clothing',
		by: ['charitable', 'islamic', 'women', 'foundation'],
		names: [
			['كسوة العيد', 'Eid Clothing'],
			['فرحة العيد', 'The Joy of Eid'],
		],
		purpose: {
			ar: 'كسوة جديدة وعيدية لكل طفل قبل العيد.',
			en: 'New clothes and a gift for every child before Eid.',
		},
		segments: ['orphans', 'needy_families'],
		ages: CHILDREN,
		female: 0.51,
		people: 190,
		cost: 24,
		aid: 'eid_clothing',
		unit: 'item',
		perPerson: 1,
		occasion: 'fitr',
		fresh: 0.25,
		volunteers: 10,
	},
	{
		...SEASONAL,
		code: 'adha_meat',
		by: ['charitable', 'islamic', 'relief', 'foundation'],
		names: [
			['لحوم الأضاحي', 'Eid Sacrifice Meat'],
			['أضحيتي', 'My Sacrifice'],
		],
		purpose: {
			ar: 'توزيع لحوم الأضاحي على الأسر المسجلة أيام العيد.',
			en: 'To distribute sacrifice meat to registered families on the days of Eid.',
		},
		segments: ['needy_families', 'low_income'],
		ages: ALL_AGES,
		female: 0.52,
		people: 310,
		cost: 10,
		aid: 'sacrifice',
		unit: 'item',
		perPerson: 0.22,
		occasion: 'adha',
		fresh: 0.3,
		volunteers: 9,
	},
	{
		...SEASONAL,
		code: 'school_bags',
		sector: 'education',
		by: ['charitable', 'social', 'women', 'islamic', 'youth', 'professional'],
		names: [
			['الحقيبة المدرسية', 'School Bags'],
			['حقيبتي جاهزة', 'My Bag Is Ready'],
			['عودة إلى المدرسة', 'Back to School'],
		],
		purpose: {
			ar: 'حقيبة كاملة وزي مدرسي قبل أول يوم دراسة.',
			en: 'A full bag and a uniform before the first day of school.',
		},
		segments: ['students', 'orphans'],
		ages: CHILDREN,
		female: 0.5,
		people: 260,
		cost: 15,
		aid: 'school_bag',
		unit: 'item',
		perPerson: 1,
		occasion: 'school',
		fresh: 0.3,
		volunteers: 9,
	},
];
