import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

// The totals of the inter-agency file, reckoned from its README alone. Nothing of the product is used here on
// purpose: two readings that agree say more than one that is tested with itself.

/** What the file adds up to. People and thousandths are exact integers, money is in cents. */
export interface Reckoning {
	read: number;
	rejected: { notAdditive: number; negative: number; fraction: number };
	people: Record<'month' | 'governorate' | 'sex' | 'age' | 'segment' | 'sector', Record<string, number>>;
	spendByMonth: Record<string, number>;
	quantityByUnit: Record<string, number>;
	societies: Set<string>;
	programs: Set<string>;
	reports: Set<string>;
	reachLines: Set<string>;
	deliveryLines: Set<string>;
}

/** Splits CSV text into records, quotes respected. */
function* records(text: string): Generator<string[]> {
	let record: string[] = [];
	for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/g)) {
		record.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
		if (end === ',') continue;
		if (record.length > 1) yield record;
		record = [];
	}
}

const ONE_SECTOR: Record<string, string> = {
	BN: 'basic_needs', BASICNEEDS: 'basic_needs', 'BASIC NEEDS': 'basic_needs', FOOD: 'food_livelihood',
	'FOOD/LIVELIHOOD': 'food_livelihood',
}; // prettier-ignore

function placeOf(name: string): string {
	if (name === '' || name === 'Countrywide') return 'unspecified';
	if (['ZAATARICAMP', 'ZaatariCamp', 'Zaatari Camp'].includes(name)) return 'zaatari_camp';
	if (['AZRAQCAMP', 'AzraqCamp'].includes(name)) return 'azraq_camp';
	if (name === 'EJ Camp') return 'ej_camp';
	return name === 'AQABAH' ? 'aqaba' : name.toLowerCase();
}

const PERSONS = 'benef individual individuals ind women girls boys men male female youth'.split(' ');
const NOT_ADDITIVE = ['%', '%hh', '%beneficia', 'y/n', 'yes=1/no=0'];

function personOf(word: string): { sex: string; age: string } {
	const sex = /^(women|girls|female)$/.test(word)
		? 'female'
		: /^(men|boys|male)$/.test(word)
			? 'male'
			: 'unknown';
	const age = /^(women|men)$/.test(word) ? 'adult' : /^(girls|boys)$/.test(word) ? 'child' : 'unknown';
	return { sex, age };
}

/** `decimals` places of a decimal text, rounded half up, in whole numbers throughout. */
function units(text: string, decimals: number): number {
	const [whole, fraction = ''] = text.split('.');
	const scale = 15n;
	const fine = BigInt(whole + fraction.padEnd(Number(scale), '0').slice(0, Number(scale)));
	const step = 10n ** (scale - BigInt(decimals));
	return Number((fine + step / 2n) / step);
}

const add = (sums: Record<string, number>, key: string, n: number) => (sums[key] = (sums[key] ?? 0) + n);

/** Reads the whole file and adds it up by every dimension. */
export function reckon(file: string | URL): Reckoning {
	const [header, ...rows] = [...records(gunzipSync(readFileSync(file)).toString('utf8'))];
	const at = Object.fromEntries(header!.map((name, i) => [name, i]));
	const found: Reckoning = {
		read: rows.length,
		rejected: { notAdditive: 0, negative: 0, fraction: 0 },
		people: { month: {}, governorate: {}, sex: {}, age: {}, segment: {}, sector: {} },
		spendByMonth: {},
		quantityByUnit: {},
		societies: new Set(),
		programs: new Set(),
		reports: new Set(),
		reachLines: new Set(),
		deliveryLines: new Set(),
	};
	const peopleOfProgram: Record<string, number> = {};
	const sectorsOfProgram: Record<string, Record<string, number>> = {};

	for (const row of rows) {
		const cell = (name: string) => row[at[name]!]!;
		const unit = cell('Units').toLowerCase().replaceAll('of', '').replaceAll(/[#. ]/g, '');
		const value = cell('Value');
		const gender = cell('Gender').toLowerCase();
		if (NOT_ADDITIVE.includes(unit)) {
			found.rejected.notAdditive += 1;
			continue;
		}
		if (value.startsWith('-')) {
			found.rejected.negative += 1;
			continue;
		}
		const persons = PERSONS.includes(unit) || (unit === '' && gender !== '');
		if (persons && value.includes('.')) {
			found.rejected.fraction += 1;
			continue;
		}
		const [, month, year] = cell('StartDate').split('/');
		const period = `${year}-${month!.padStart(2, '0')}`;
		const society = cell('Partner').trim().toLowerCase();
		const program = `${society}\n${cell('activity').trim()}`;
		const report = `${program}\n${period}`;
		const governorate = placeOf(cell('Governorate'));
		const segment = cell('poptype').toLowerCase().replace(' ', '_') || 'unspecified';
		const sector = ONE_SECTOR[cell('sector').trim()] ?? cell('sector').trim().toLowerCase();
		found.societies.add(society);
		found.programs.add(program);
		found.reports.add(report);
		add((sectorsOfProgram[program] ??= {}), sector, 1);
		if (persons) {
			const people = Number(value);
			const { sex, age } = personOf(gender || unit);
			add(found.people.month, period, people);
			add(found.people.governorate, governorate, people);
			add(found.people.segment, segment, people);
			add(found.people.sex, sex, people);
			add(found.people.age, age, people);
			add(peopleOfProgram, program, people);
			found.reachLines.add([report, governorate, segment, sex, age].join('\n'));
		} else if (unit === 'usd') {
			add(found.spendByMonth, period, units(value, 2));
		} else {
			add(found.quantityByUnit, unit || 'count', units(value, 3));
			found.deliveryLines.add([report, governorate, unit].join('\n'));
		}
	}
	for (const [program, people] of Object.entries(peopleOfProgram)) {
		const sectors = Object.entries(sectorsOfProgram[program]!).sort(
			([a, m], [b, n]) => n - m || (a < b ? -1 : 1),
		);
		add(found.people.sector, sectors[0]![0], people);
	}
	return found;
}
