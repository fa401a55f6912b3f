// A directory of services in English and Arabic: one row per partner, activity and location.

const SECTORS: Readonly<Record<string, string>> = {
	CASH: 'basic_needs',
	NFI: 'basic_needs',
	EDUCATION: 'education',
	FOOD: 'food_livelihood',
	HEALTH: 'health',
	PROTECTION: 'protection',
	SHELTER: 'shelter',
	WASH: 'wash',
};

/** Words of a location that say where it lies; the first that is found counts. Districts are told by their main town. */
const PLACES: readonly (readonly [words: string, code: string])[] = [
	['zaatari', 'zaatari_camp'],
	['azraq camp', 'azraq_camp'],
	['emirati jordanian', 'ej_camp'],
	['country wide', 'unspecified'],
	['ajlun|kufranjah', 'ajloun'],
	['balqa|as salt|dayr alla', 'balqa'],
	['mafraq|khaldyah|badiyah|ruwayshid|sama as sarhan', 'mafraq'],
	['zarqa|azraq city|hashimiyyah|rusayf', 'zarqa'],
	['irbid|ramtha|cyber city|king abdullah park|bani kinanah|bani ubayid|kharja|aqraba', 'irbid'],
	['kurah|mazar ash shamali|wasatiyah|tayyibah|nu3ayyimah|aghwar ash shamaliyah', 'irbid'],
	['amman|marka|jamiah', 'amman'],
	['jarash', 'jarash'],
	['karak|ghawr al safi|aghwar al janubiyah|mazar al janubi|qatranah', 'karak'],
	['maan|shubak', 'maan'],
	['madaba|mleah', 'madaba'],
	['tafil', 'tafilah'],
	['aqaba', 'aqaba'],
];

/** The column each field comes from. */
export const SERVICE_COLUMNS = {
	society: 'partner',
	program: 'activity_ar',
	name_en: 'activity_en',
	sector: 'category_en',
	governorate: 'location_en',
	location: 'location_ar',
	starts_on: 'start_date',
	ends_on: 'end_date',
	purpose_ar: 'service_items_ar',
	purpose_en: 'service_items_en',
} as const;

/** The governorate or camp of a location; the location itself where it is not known, so that a person can say it. */
function placeOfLocation(location: string): string {
	const text = location.toLowerCase();
	return PLACES.find(([words]) => new RegExp(words).test(text))?.[1] ?? location;
}

/** A row of the directory as the fields of a program: an activity at one location. */
export function serviceFields(cells: Readonly<Record<string, string>>): Record<string, string> {
	const cell = (key: keyof typeof SERVICE_COLUMNS) => (cells[SERVICE_COLUMNS[key]] ?? '').trim();
	const at = (name: string, place: string) => (name && place ? `${name} – ${place}` : name);
	return {
		society: cell('society'),
		program: at(cell('program'), cell('location')),
		name_en: at(cell('name_en'), cell('governorate')),
		sector: SECTORS[cell('sector')] ?? cell('sector'),
		governorate: placeOfLocation(cell('governorate')),
		starts_on: cell('starts_on'),
		ends_on: cell('ends_on'),
		purpose_ar: cell('purpose_ar'),
		purpose_en: cell('purpose_en'),
		status: 'completed',
	};
}
