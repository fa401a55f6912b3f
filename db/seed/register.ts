import type { Insertable } from 'kysely';
import { addDays } from '#lib/platform/clock.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import type { Schema } from '../schema.ts';
import { randomFor, type Random } from './random.ts';
import type { References } from './references.ts';
import type { Society } from './society.ts';

/** Rows of the register: the societies with their numbers, statuses and boards. */
export interface Register {
	readonly society: Insertable<Schema['society']>[];
	readonly society_registration: Insertable<Schema['society_registration']>[];
	readonly society_status: Insertable<Schema['society_status']>[];
	readonly board_term: Insertable<Schema['board_term']>[];
}

/** Charity funds became charity societies under Law 42 of 2009 and Decision 19 of 2010. */
const CONVERSION = ['2010-03-01', '2012-06-30'] as const;
const LOCAL = new Set(['charitable', 'social', 'elderly']);

const decision = (random: Random, date: string) => `قرار رقم (${random.int(4, 96)}) لسنة ${date.slice(0, 4)}`;

function societyRow(society: Society, references: References): Register['society'][number] {
	const local = LOCAL.has(society.category);
	const { town } = society;
	return {
		id: society.id,
		name_ar: society.name[0],
		name_en: society.name[1],
		match_key: matchKey(society.name[0]),
		search_key: searchKey(...society.name),
		category_id: references.id('category', society.category),
		governorate_id: references.id('governorate', town.governorate),
		town_id: town.id,
		scope_ar: local ? `الحدود الرسمية لمنطقة ${town.ar}` : 'مملكة البحرين كافة',
		scope_en: local ? `The official boundary of ${town.en}` : 'The whole Kingdom of Bahrain',
		founded_on: society.foundedOn,
		status: society.status,
		size_band: society.size,
		email: `info@${society.slug}.example`,
		phone: null,
	};
}

/** The four shapes of number seen on real papers; a change of legal form changes the number. */
function registrationRows(society: Society): Omit<Register['society_registration'][number], 'id'>[] {
	const random = randomFor(`registration:${society.id}`);
	const { id, foundedOn } = society;
	const row = (number: string, starts_on: string, ends_on: string | null = null) => ({
		society_id: id,
		number,
		starts_on,
		ends_on,
	});
	if (society.category === 'charitable' && foundedOn < CONVERSION[0]) {
		const converted = addDays(CONVERSION[0], random.int(0, 840));
		return [row(`${id + 2}/م/خ/ص`, foundedOn, addDays(converted, -1)), row(`${id}/ج/خ`, converted)];
	}
	if (society.category === 'charitable' || society.category === 'relief')
		return [row(`${id}/ج/خ`, foundedOn)];
	if (society.category === 'foundation') return [row(`${id + 2}/م/خ/ص`, foundedOn)];
	if (society.category === 'islamic') return [row(`${id}/C/DKH`, foundedOn)];
	return [row(`${id}/AM-${foundedOn.slice(0, 4)}`, foundedOn)];
}

function statusRows(society: Society, today: string): Omit<Register['society_status'][number], 'id'>[] {
	const random = randomFor(`status:${society.id}`);
	const row = (status: Society['status'], starts_on: string) => ({
		society_id: society.id,
		status,
		starts_on,
		decision: decision(random, starts_on),
	});
	const rows = [row('active', society.foundedOn)];
	// Some were suspended once and put right again: history worth reading.
	if (society.status === 'active' && random.chance(0.06)) {
		const from = addDays(today, -random.int(900, 1600));
		if (from > society.foundedOn)
			rows.push(row('suspended', from), row('active', addDays(from, random.int(60, 240))));
	}
	if (society.changedOn) rows.push(row(society.status, society.changedOn));
	return rows;
}

type Term = Omit<Register['board_term'][number], 'id'>;

/** Terms one after the other, the last one ending on `end`, none before the society was founded; every second election came late. */
function termsUntil(society: Society, end: string, years: number, random: Random): Term[] {
	const terms: Term[] = [];
	let ends_on = end;
	for (let i = 0; i < 3; i += 1) {
		const starts_on = addDays(ends_on, 1 - 365 * years);
		if (starts_on < society.foundedOn) break;
		terms.unshift({
			society_id: society.id,
			starts_on,
			ends_on,
			is_temporary: 0,
			decision: decision(random, starts_on),
		});
		ends_on = addDays(starts_on, -1 - (random.chance(0.5) ? random.int(30, 300) : 0));
	}
	return terms;
}

/** Of a hundred boards about twelve are past their term and eight end within sixty days. */
function lastDay(random: Random, today: string, years: number): string {
	if (random.chance(0.1)) return addDays(today, -random.int(6, 260));
	if (random.chance(0.09)) return addDays(today, random.int(5, 58));
	return addDays(today, random.int(61, 365 * years - 40));
}

function boardRows(society: Society, today: string): Term[] {
	const random = randomFor(`board:${society.id}`);
	const years = random.chance(0.8) ? 2 : 1;
	if (!society.changedOn || society.status === 'suspended') {
		return termsUntil(society, lastDay(random, today, years), years, random);
	}
	const terms = termsUntil(society, addDays(society.changedOn, -1), years, random);
	if (society.status !== 'temporary_board') return terms;
	// Six or eight months, as the temporary boards of record.
	const ends_on = addDays(society.changedOn, random.chance(0.5) ? 181 : 243);
	return [
		...terms,
		{
			society_id: society.id,
			starts_on: society.changedOn,
			ends_on,
			is_temporary: 1,
			decision: decision(random, society.changedOn),
		},
	];
}

const numbered = <T>(rows: T[]) => rows.map((row, i) => ({ id: i + 1, ...row }));

/** The register's rows for the invented societies. */
export function registerRows(societies: readonly Society[], today: string, references: References): Register {
	return {
		society: societies.map((society) => societyRow(society, references)),
		society_registration: numbered(societies.flatMap(registrationRows)),
		society_status: numbered(societies.flatMap((society) => statusRows(society, today))),
		board_term: numbered(societies.flatMap((society) => boardRows(society, today))),
	};
}
