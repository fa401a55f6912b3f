import type { GovernorateRow, TownRow } from '../pack.ts';

const CENSUS =
	'https://madhyamam.com/gulf-news/bahrain/there-are-more-men-than-women-in-bahrain-946597 (information and e-government authority)';
const OWN_PLACE = 'Own choice: a report may cover several places or none that is known.';
const OWN_TOWN =
	'Own choice of well-known towns and villages; their governorate is to be checked against the ministry’s list.';

const governorate = (code: string, ar: string, en: string, population: number): GovernorateRow => ({
	code,
	ar,
	en,
	kind: 'governorate',
	population,
	populationYear: 2021,
	populationSource: CENSUS,
	source: CENSUS,
});

/** The four governorates with their residents in 2021. */
export const governorates: readonly GovernorateRow[] = [
	governorate('capital', 'محافظة العاصمة', 'Capital Governorate', 538_965),
	governorate('muharraq', 'محافظة المحرق', 'Muharraq Governorate', 263_430),
	governorate('northern', 'المحافظة الشمالية', 'Northern Governorate', 396_779),
	governorate('southern', 'المحافظة الجنوبية', 'Southern Governorate', 305_191),
	{
		code: 'several',
		ar: 'عدة محافظات',
		en: 'Several governorates',
		kind: 'several',
		source: OWN_PLACE,
		own: true,
	},
	{
		code: 'unspecified',
		ar: 'غير محددة',
		en: 'Not specified',
		kind: 'unspecified',
		source: OWN_PLACE,
		own: true,
	},
];

const NAMES: Readonly<Record<string, readonly (readonly [code: string, ar: string, en: string])[]>> = {
	capital: [
		['manama', 'المنامة', 'Manama'],
		['sanabis', 'السنابس', 'Sanabis'],
		['bilad_al_qadeem', 'البلاد القديم', 'Bilad Al Qadeem'],
		['zinj', 'الزنج', 'Zinj'],
		['salmaniya', 'السلمانية', 'Salmaniya'],
		['mahooz', 'الماحوز', 'Mahooz'],
		['um_al_hassam', 'أم الحصم', 'Um Al Hassam'],
		['adliya', 'العدلية', 'Adliya'],
		['juffair', 'الجفير', 'Juffair'],
		['tubli', 'توبلي', 'Tubli'],
		['nabih_saleh', 'النبيه صالح', 'Nabih Saleh'],
		['sitra', 'سترة', 'Sitra'],
	],
	muharraq: [
		['muharraq_town', 'المحرق', 'Muharraq'],
		['hidd', 'الحد', 'Hidd'],
		['arad', 'عراد', 'Arad'],
		['busaiteen', 'البسيتين', 'Busaiteen'],
		['galali', 'قلالي', 'Galali'],
		['dair', 'الدير', 'Dair'],
		['samaheej', 'سماهيج', 'Samaheej'],
		['halat_bu_maher', 'حالة بوماهر', 'Halat Bu Maher'],
	],
	northern: [
		['budaiya', 'البديع', 'Budaiya'],
		['diraz', 'الدراز', 'Diraz'],
		['barbar', 'باربار', 'Barbar'],
		['janusan', 'جنوسان', 'Janusan'],
		['karranah', 'كرانة', 'Karranah'],
		['saar', 'سار', 'Saar'],
		['maqaba', 'مقابة', 'Maqaba'],
		['shakhura', 'الشاخورة', 'Shakhura'],
		['abu_saiba', 'أبوصيبع', 'Abu Saiba'],
		['aali', 'عالي', 'Aali'],
		['buri', 'بوري', 'Buri'],
		['hamad_town', 'مدينة حمد', 'Hamad Town'],
		['dumistan', 'دمستان', 'Dumistan'],
		['malkiya', 'المالكية', 'Malkiya'],
	],
	southern: [
		['isa_town', 'مدينة عيسى', 'Isa Town'],
		['east_riffa', 'الرفاع الشرقي', 'East Riffa'],
		['west_riffa', 'الرفاع الغربي', 'West Riffa'],
		['awali', 'عوالي', 'Awali'],
		['zallaq', 'الزلاق', 'Zallaq'],
		['askar', 'عسكر', 'Askar'],
		['jaww', 'جو', 'Jaww'],
		['dur', 'الدور', 'Dur'],
	],
};

/** Towns and villages by governorate. */
export const towns: readonly TownRow[] = Object.entries(NAMES).flatMap(([place, rows]) =>
	rows.map(([code, ar, en]) => ({ code, ar, en, governorate: place, source: OWN_TOWN, own: true })),
);
