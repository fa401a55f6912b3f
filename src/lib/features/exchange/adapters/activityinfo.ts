import type { CsvRow } from '#lib/tables/reader.server.ts';
import type { Adapter, Outcome } from '../canonical.ts';
import { reject, type Reason, type Rejection } from '../rejections.ts';
import { readDecimal, scaled } from './numbers.ts';

// The inter-agency reporting export of ActivityInfo: one value per partner, activity, place, date, sex and age,
// population type and unit. Its spellings vary from year to year; the tables below bring them together.

const SECTORS: Readonly<Record<string, string>> = {
	BN: 'basic_needs',
	BASICNEEDS: 'basic_needs',
	'BASIC NEEDS': 'basic_needs',
	EDUCATION: 'education',
	FOOD: 'food_livelihood',
	'FOOD/LIVELIHOOD': 'food_livelihood',
	HEALTH: 'health',
	PROTECTION: 'protection',
	SHELTER: 'shelter',
	WASH: 'wash',
};

/** By the name in lower case without spaces. */
const PLACES: Readonly<Record<string, string>> = {
	'': 'unspecified',
	countrywide: 'unspecified',
	camps: 'camps',
	zaataricamp: 'zaatari_camp',
	azraqcamp: 'azraq_camp',
	ejcamp: 'ej_camp',
	ajloun: 'ajloun',
	amman: 'amman',
	aqabah: 'aqaba',
	balqa: 'balqa',
	irbid: 'irbid',
	jarash: 'jarash',
	karak: 'karak',
	maan: 'maan',
	madaba: 'madaba',
	mafraq: 'mafraq',
	tafilah: 'tafilah',
	zarqa: 'zarqa',
};

const SEGMENTS: Readonly<Record<string, string>> = {
	'': 'unspecified',
	urban: 'urban',
	camp: 'camp',
	'host community': 'host_community',
	'other affected': 'other_affected',
};

interface Person {
	readonly sex: 'female' | 'male' | 'unknown';
	readonly ageBand: 'adult' | 'child' | 'unknown';
}

const UNKNOWN: Person = { sex: 'unknown', ageBand: 'unknown' };
const GENDERS: Readonly<Record<string, Person>> = {
	men: { sex: 'male', ageBand: 'adult' },
	women: { sex: 'female', ageBand: 'adult' },
	boys: { sex: 'male', ageBand: 'child' },
	girls: { sex: 'female', ageBand: 'child' },
};

/** Units that count persons, and what they say about them where the gender column is blank. */
const PERSON_UNITS: Readonly<Record<string, Person>> = {
	...GENDERS,
	male: { sex: 'male', ageBand: 'unknown' },
	female: { sex: 'female', ageBand: 'unknown' },
	benef: UNKNOWN,
	individual: UNKNOWN,
	individuals: UNKNOWN,
	ind: UNKNOWN,
	youth: UNKNOWN,
};

const MONEY_UNIT = 'usd';
const MONEY_CURRENCY = 'USD';
/** A number of something that neither the unit nor the gender names. */
const BARE_COUNT = 'count';

/** `# of Benef.` is `benef`: lower case, without `#`, the word `of`, full stops and spaces. */
export function unitCode(unit: string): string {
	return unit.toLowerCase().replaceAll(/\bof\b|[#.\s]/g, '');
}

const cannotBeAdded = (unit: string) => unit.includes('%') || unit === 'y/n' || unit === 'yes=1/no=0';

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
	Object.hasOwn(table, key) ? table[key] : undefined;

/** The month of a day written d/m/yyyy, padded or not; undefined when there is no such day. */
export function monthOfDay(text: string): string | undefined {
	const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
	if (!found) return undefined;
	const [day, month] = [Number(found[1]), Number(found[2])];
	if (month < 1 || month > 12 || day < 1) return undefined;
	const lastDay = new Date(Date.UTC(Number(found[3]), month, 0)).getUTCDate();
	return day <= lastDay ? `${found[3]}-${String(month).padStart(2, '0')}` : undefined;
}

const COLUMNS = [
	'Partner', 'activity', 'sector', 'StartDate', 'Governorate', 'poptype', 'Gender', 'Value', 'Units',
] as const; // prettier-ignore

type Cells = Record<(typeof COLUMNS)[number], string>;

function read(
	{ row, cells }: CsvRow,
	pack: { currency: string; currencyDigits: number },
): Outcome | Rejection {
	const cell = cells as Cells;
	const no = (column: keyof Cells, reason: Reason) => reject(row, column, cell[column], reason);

	const [society, program] = [cell.Partner.trim(), cell.activity.trim()];
	if (!society) return no('Partner', 'name_missing');
	if (!program) return no('activity', 'name_missing');
	const sector = own(SECTORS, cell.sector.trim().toUpperCase());
	if (!sector) return no('sector', 'sector_unknown');
	const period = monthOfDay(cell.StartDate);
	if (!period) return no('StartDate', 'period_unreadable');
	const governorate = own(PLACES, cell.Governorate.toLowerCase().replaceAll(/\s/g, ''));
	if (!governorate) return no('Governorate', 'governorate_unknown');
	const segment = own(SEGMENTS, cell.poptype.trim().toLowerCase());
	if (!segment) return no('poptype', 'segment_unknown');
	const gender = cell.Gender.trim().toLowerCase();
	const byGender = own(GENDERS, gender);
	if (gender && !byGender) return no('Gender', 'sex_unknown');

	const unit = unitCode(cell.Units);
	if (cannotBeAdded(unit)) return no('Units', 'unit_not_additive');
	const value = readDecimal(cell.Value);
	if (!value) return no('Value', 'value_unreadable');
	if (value.negative) return no('Value', 'value_negative');

	const told = { row, society, program, sector, period, governorate, segment };
	const byUnit = own(PERSON_UNITS, unit);
	if (byUnit || (!unit && byGender)) {
		if (value.fraction) return no('Value', 'value_fraction');
		const people = scaled(value, 0);
		if (people === undefined) return no('Value', 'value_too_large');
		return { kind: 'reach', ...told, ...(byGender ?? byUnit ?? UNKNOWN), people, peopleNew: null };
	}
	if (unit === MONEY_UNIT) {
		if (pack.currency !== MONEY_CURRENCY) return no('Units', 'currency_other');
		const spendMinor = scaled(value, pack.currencyDigits);
		return spendMinor === undefined ? no('Value', 'value_too_large') : { kind: 'money', ...told, spendMinor };
	}
	const quantityMilli = scaled(value, 3);
	if (quantityMilli === undefined) return no('Value', 'value_too_large');
	return { kind: 'delivery', ...told, aidType: 'unspecified', unit: unit || BARE_COUNT, quantityMilli };
}

/** The ActivityInfo export of the inter-agency response: persons, deliveries and money of many partners. */
export const activityinfo: Adapter = {
	id: 'activityinfo',
	label: { ar: 'تصدير ActivityInfo', en: 'ActivityInfo export' },
	columns: COLUMNS.map((key) => ({ key, headers: [key] })),
	read,
};
