import { sql, type RawBuilder, type Transaction } from 'kysely';
import { StartRefused } from '../connection.server.ts';
import type { Schema } from '../schema.ts';

type Trx = Transaction<Schema>;

/** One row of a reference list. `source` is an address or a plain statement; `own` marks our own choice. */
export interface Reference {
	readonly code: string;
	readonly ar: string;
	readonly en: string;
	readonly source: string;
	readonly own?: boolean;
}

/** `several` and `unspecified` are places a report may name when it cannot say more. */
export interface GovernorateRow extends Reference {
	readonly kind: 'governorate' | 'camp' | 'several' | 'unspecified';
	readonly population?: number;
	readonly populationYear?: number;
	readonly populationSource?: string;
}

export interface TownRow extends Reference {
	readonly governorate: string;
}

/** Ages in completed years, both ends included; absent when open or unknown. */
export interface AgeBandRow extends Reference {
	readonly min?: number;
	readonly max?: number;
}

/** `contact`: the unit counts a contact with a service (K-B1), not a thing handed over. */
export interface UnitRow extends Reference {
	readonly contact?: boolean;
}

/** A legal or policy period and the day from which it holds; a change of the rule is a further row. */
export interface PeriodRuleRow extends Reference {
	readonly days: number;
	readonly dayKind: 'calendar' | 'working';
	readonly startsOn: string;
}

export interface HolidayRow {
	readonly on: string;
	readonly ar: string;
	readonly en: string;
	readonly source: string;
}

/** Values at or above `good` are good, at or above `watch` to be watched, below it to be acted on. */
export interface ThresholdRow {
	readonly kpi: string;
	readonly good: number;
	readonly watch: number;
	readonly startsOn: string;
	readonly source: string;
}

/** Everything that differs from country to country; lists are in the order in which they are shown. */
export interface PackDefinition {
	readonly code: string;
	readonly ar: string;
	readonly en: string;
	readonly currency: string;
	readonly currencyDigits: number;
	readonly currencyAr: string;
	readonly timeZone: string;
	/** Whether reports ask for the ages of the people reached. */
	readonly asksAges: boolean;
	/** Weekdays on which no office works, 0 is Sunday. */
	readonly restDays: readonly number[];
	readonly ministryAr: string;
	readonly ministryEn: string;
	readonly categories: readonly Reference[];
	readonly governorates: readonly GovernorateRow[];
	readonly towns: readonly TownRow[];
	readonly sectors: readonly Reference[];
	/** The order decides the colours of the charts. */
	readonly segments: readonly Reference[];
	readonly ageBands: readonly AgeBandRow[];
	readonly aidTypes: readonly Reference[];
	readonly units: readonly UnitRow[];
	readonly periodRules: readonly PeriodRuleRow[];
	readonly holidays: readonly HolidayRow[];
	readonly thresholds: readonly ThresholdRow[];
	/** Reports that spent more are read by two officers, in minor units: an own choice, for the ministry to set. */
	readonly secondReaderMinor: number;
}

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

const reference = (row: Reference, index: number) => ({
	code: row.code,
	name_ar: row.ar,
	name_en: row.en,
	sort: (index + 1) * 10,
	source: row.source,
	own_choice: row.own ? 1 : 0,
});

/** Which rows are the pack's: the condition of their unique index, and what the ministry made its own. */
interface Ownership {
	readonly index?: RawBuilder<unknown>;
	readonly kept: RawBuilder<unknown>;
}

const EDITED: Ownership = { kept: sql`edited_at is not null` };
const SET: Ownership = { index: sql`where withdrawn_at is null`, kept: sql`set_at is not null` };

/**
 * Inserts rows and brings changed ones up to date; untouched rows, and those the ministry edited since, are not
 * written. Returns how many changed.
 */
async function upsert(
	trx: Trx,
	table: keyof Schema,
	keys: readonly string[],
	rows: readonly Row[],
	{ index, kept }: Ownership = EDITED,
): Promise<number> {
	if (!rows.length) return 0;
	const columns = Object.keys(rows[0]!);
	const rest = columns.filter((column) => !keys.includes(column));
	const names = (list: readonly string[]) => sql.join(list.map((name) => sql.ref(name)));
	const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
	const changes = rest.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
	const differs = rest.map(
		(name) => sql`${sql.ref(`${table}.${name}`)} is not ${sql.ref(`excluded.${name}`)}`,
	);
	const { numAffectedRows } = await sql`insert into ${sql.table(table)} (${names(columns)})
		values ${sql.join(values)} on conflict (${names(keys)}) ${index ?? sql``} do update set ${sql.join(changes)}
		where not (${kept}) and (${sql.join(differs, sql` or `)})`.execute(trx);
	return Number(numAffectedRows ?? 0);
}

async function upsertPack(trx: Trx, pack: PackDefinition): Promise<number> {
	const present = await trx.selectFrom('pack').select('code').executeTakeFirst();
	if (present && present.code !== pack.code) {
		throw new StartRefused(`The database was made for the pack "${present.code}", not for "${pack.code}".`);
	}
	return upsert(
		trx,
		'pack',
		['id'],
		[
			{
				id: 1,
				code: pack.code,
				name_ar: pack.ar,
				name_en: pack.en,
				currency: pack.currency,
				currency_digits: pack.currencyDigits,
				currency_ar: pack.currencyAr,
				time_zone: pack.timeZone,
				asks_ages: pack.asksAges ? 1 : 0,
				ministry_ar: pack.ministryAr,
				ministry_en: pack.ministryEn,
			},
		],
	);
}

async function upsertPlaces(trx: Trx, pack: PackDefinition): Promise<number> {
	const governorates = pack.governorates.map((row, i) => ({
		...reference(row, i),
		kind: row.kind,
		population: row.population ?? null,
		population_year: row.populationYear ?? null,
		population_source: row.populationSource ?? null,
	}));
	const changed = await upsert(trx, 'governorate', ['code'], governorates);
	const stored = await trx.selectFrom('governorate').select(['id', 'code']).execute();
	const ids = new Map(stored.map((row) => [row.code, row.id]));
	const towns = pack.towns.map((row, i) => ({
		...reference(row, i),
		governorate_id: ids.get(row.governorate) ?? null,
	}));
	return changed + (await upsert(trx, 'town', ['code'], towns));
}

/** The keys of the pack's own rows that the ministry took back: a newer pack does not bring them again. */
async function takenBack(
	trx: Trx,
	table: 'period_rule' | 'holiday',
	key: RawBuilder<unknown>,
): Promise<Set<string>> {
	const { rows } = await sql<{ key: string }>`select ${key} as key from ${sql.table(table)}
		where withdrawn_at is not null and set_at is null`.execute(trx);
	return new Set(rows.map((row) => row.key));
}

async function upsertRules(trx: Trx, pack: PackDefinition): Promise<number> {
	const goneRules = await takenBack(trx, 'period_rule', sql`code || ' ' || starts_on`);
	const goneDays = await takenBack(trx, 'holiday', sql`held_on`);
	const kept = pack.periodRules.filter((row) => !goneRules.has(`${row.code} ${row.startsOn}`));
	const rules = kept.map((row) => ({
		code: row.code,
		days: row.days,
		day_kind: row.dayKind,
		starts_on: row.startsOn,
		name_ar: row.ar,
		name_en: row.en,
		source: row.source,
		own_choice: row.own ? 1 : 0,
	}));
	const days = pack.holidays.filter((row) => !goneDays.has(row.on));
	const holidays = days.map((row) => ({
		held_on: row.on,
		name_ar: row.ar,
		name_en: row.en,
		source: row.source,
	}));
	const thresholds = pack.thresholds.map((row) => ({
		kpi: row.kpi,
		level: 'country',
		good: row.good,
		watch: row.watch,
		starts_on: row.startsOn,
		source: row.source,
	}));
	return (
		(await upsert(trx, 'period_rule', ['code', 'starts_on'], rules, SET)) +
		(await upsert(trx, 'holiday', ['held_on'], holidays, SET)) +
		(await upsert(trx, 'kpi_threshold', ['kpi', 'starts_on'], thresholds, {
			index: sql`where set_at is null`,
			kept: sql`withdrawn_at is not null`,
		}))
	);
}

/** The pack's limit of decisions, once: later ones are the ministry's. */
async function addLimit(trx: Trx, { secondReaderMinor }: PackDefinition): Promise<number> {
	const code = 'report_second_reader' as const;
	const present = await trx
		.selectFrom('decision_limit')
		.select('id')
		.where('code', '=', code)
		.where('set_at', 'is', null)
		.executeTakeFirst();
	if (present) return 0;
	await trx
		.insertInto('decision_limit')
		.values({ code, amount_minor: secondReaderMinor, starts_on: '2000-01-01' })
		.execute();
	return 1;
}

/**
 * Brings every reference list of a pack into the database: missing rows are added, changed ones updated by code,
 * none is ever deleted (a report may point at it). Returns how many rows changed; 0 when the pack was already
 * there. Throws StartRefused when the database belongs to another pack.
 */
export async function installPack(trx: Trx, pack: PackDefinition): Promise<number> {
	let changed = await upsertPack(trx, pack);
	changed += await upsertPlaces(trx, pack);
	changed += await upsert(trx, 'category', ['code'], pack.categories.map(reference));
	changed += await upsert(trx, 'sector', ['code'], pack.sectors.map(reference));
	changed += await upsert(trx, 'segment', ['code'], pack.segments.map(reference));
	changed += await upsert(trx, 'aid_type', ['code'], pack.aidTypes.map(reference));
	const bands = pack.ageBands.map((row, i) => ({
		...reference(row, i),
		min_age: row.min ?? null,
		max_age: row.max ?? null,
	}));
	changed += await upsert(trx, 'age_band', ['code'], bands);
	const units = pack.units.map((row, i) => ({ ...reference(row, i), is_contact: row.contact ? 1 : 0 }));
	changed += await upsert(trx, 'unit', ['code'], units);
	changed += await upsertRules(trx, pack);
	changed += await addLimit(trx, pack);
	if (changed)
		await trx
			.updateTable('data_version')
			.set({ value: sql`value + 1` })
			.execute();
	return changed;
}
