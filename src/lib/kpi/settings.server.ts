import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '../access/grants.ts';
import { activeDims, isPortfolio, type Filter } from './filter.ts';
import type { YearTarget } from './targets.ts';

/** To whom a setting applies, the widest first. */
export const LEVELS = ['country', 'category', 'society', 'program'] as const;
export type Level = (typeof LEVELS)[number];

/** The column that names whom a level's setting is for. */
const SUBJECT = {
	country: sql`0`,
	category: sql.ref('category_id'),
	society: sql.ref('society_id'),
	program: sql.ref('program_id'),
} as const;

/** Whose figure a filter asks for: each level it lies within; `level` is the one it names exactly, if any. */
export interface Subject {
	readonly level: Level | undefined;
	readonly ids: Partial<Record<Level, number>>;
}

/**
 * The category, society and program a filter lies within, as one viewer may see it. With a place, a sector, a segment,
 * a portfolio or several categories no level is meant exactly: there are settings to follow, but no target.
 */
export async function subjectOf(db: Kysely<Schema>, scope: Scope, filter: Filter): Promise<Subject> {
	const own = scope.reach === 'own' ? scope.societyId : undefined;
	const society = filter.society ?? own;
	const [category, ...more] = filter.category;
	const exact = levelOf(filter, society);
	if (filter.program !== undefined || society !== undefined) {
		const found = await readPlace(db, filter.program, society);
		return { level: found ? exact : undefined, ids: { country: 0, ...found } };
	}
	if (category === undefined || more.length) return { level: exact, ids: { country: 0 } };
	const row = await db.selectFrom('category').select('id').where('code', '=', category).executeTakeFirst();
	return { level: row && exact, ids: { country: 0, ...(row && { category: row.id }) } };
}

function levelOf(filter: Filter, society: number | undefined): Level | undefined {
	const narrowed = activeDims(filter).filter((dim) => dim !== 'society' && dim !== 'program');
	if (isPortfolio(filter)) return undefined;
	if (filter.program !== undefined || society !== undefined) {
		if (narrowed.length) return undefined;
		return filter.program === undefined ? 'society' : 'program';
	}
	if (!narrowed.length) return 'country';
	return narrowed.every((dim) => dim === 'category') && filter.category.length === 1 ? 'category' : undefined;
}

/** A program's or society's place in the register; undefined when there is none such. */
async function readPlace(
	db: Kysely<Schema>,
	program: number | undefined,
	society: number | undefined,
): Promise<Partial<Record<Level, number>> | undefined> {
	const { rows } = await sql<{ society: number; category: number }>`
		select s.id as society, s.category_id as category from society s
		where ${
			program === undefined
				? sql`s.id = ${society}`
				: sql`s.id = (select society_id from program where id = ${program})`
		}`.execute(db);
	const [row] = rows;
	return row && { ...row, ...(program !== undefined && { program }) };
}

export type Thresholds = ReadonlyMap<string, { readonly good: number; readonly watch: number }>;

/**
 * The thresholds in force on a day (ISO date), by measure: the narrowest level that sets one wins, program before
 * society before category before country; of two that start together the later one set.
 */
export async function readThresholds(
	db: Kysely<Schema>,
	day: string,
	{ ids }: Pick<Subject, 'ids'> = { ids: { country: 0 } },
): Promise<Thresholds> {
	const { rows } = await sql<{ kpi: string; level: Level; good: number; watch: number }>`
		select kpi, level, good, watch from kpi_threshold
		where withdrawn_at is null and starts_on <= ${day} and (level = 'country'
			or category_id = ${ids.category ?? null} or society_id = ${ids.society ?? null}
			or program_id = ${ids.program ?? null})
		order by starts_on, id`.execute(db);
	const ordered = rows.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
	return new Map(ordered.map(({ kpi, good, watch }) => [kpi, { good, watch }]));
}

/** Years of targets, both included. */
export interface Years {
	readonly from: number;
	readonly to: number;
}

const ANY_YEAR: Years = { from: 0, to: 9999 };

/**
 * The targets of a measure at a level in force on a day, as rows (subject, year, value_milli, profile, shares). A
 * target is never overwritten: of several for the same year the one with the latest start that has come holds.
 */
export function targetsOn(kpi: string, level: Level, day: string, years = ANY_YEAR): RawBuilder<unknown> {
	const subject = SUBJECT[level];
	const holds = sql`kpi = ${kpi} and level = ${level} and withdrawn_at is null and starts_on <= ${day}
		and year between ${years.from} and ${years.to}`;
	return sql`(
		select subject, year, value_milli, profile, shares from (
			select ${subject} as subject, year, value_milli, profile, shares,
				row_number() over (partition by ${subject}, year order by starts_on desc, id desc) as place
			from kpi_target where ${holds}
		) where place = 1)`;
}

/** Programs' person targets in force on a day, as rows (program_id, year, people, profile, shares). */
export function personTargetsOn(day: string, years = ANY_YEAR): RawBuilder<unknown> {
	return sql`(select subject as program_id, year, value_milli / 1000 as people, profile, shares
		from ${targetsOn('K-B7', 'program', day, years)})`;
}

/** A subject's own targets of a measure in force on a day, oldest year first; values in the measure's unit. */
export async function readTargets(
	db: Kysely<Schema>,
	kpi: string,
	{ level, ids }: Subject,
	day: string,
): Promise<YearTarget[]> {
	const id = level && ids[level];
	if (level === undefined || id === undefined) return [];
	const { rows } = await sql<Omit<YearTarget, 'shares'> & { shares: string | null }>`
		select year, value_milli / 1000.0 as value, profile, shares from ${targetsOn(kpi, level, day)}
		where subject = ${id} order by year`.execute(db);
	return rows.map((row) => ({
		...row,
		shares: row.shares === null ? null : (JSON.parse(row.shares) as number[]),
	}));
}

/**
 * What a target `t` (columns people, profile, shares) expects up to a month's end, in whole people: the same arithmetic
 * as `expectedUpTo`. A quarterly report tells of its quarter in the last month, so the expectation waits for it too.
 */
export function upToMonth(month: RawBuilder<unknown>, isQuarterly: RawBuilder<unknown>): RawBuilder<unknown> {
	const last = sql`iif(${isQuarterly}, 3 * (${month} / 3), ${month})`;
	return sql`case when ${month} = 0 then 0 when t.shares is null
		then cast(round(t.people * ${last} / 12.0) as integer)
		else (select coalesce(cast(round(t.people * sum(iif(key < ${last}, value, 0)) * 1.0 / nullif(sum(value), 0))
			as integer), 0) from json_each(t.shares)) end`;
}

/** The days of a dated period rule on a day, or undefined where the country has none. */
export async function readPeriodRule(
	db: Kysely<Schema>,
	code: string,
	day: string,
): Promise<{ days: number; dayKind: 'calendar' | 'working' } | undefined> {
	return db
		.selectFrom('period_rule')
		.select(['days', 'day_kind as dayKind'])
		.where('code', '=', code)
		.where('starts_on', '<=', day)
		.where('withdrawn_at', 'is', null)
		.orderBy('starts_on', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
}
