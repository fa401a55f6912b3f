import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Labelled, Sex } from '#lib/features/reports/sheet.ts';
import type { DeliveryRow, OutcomeRow, ReachRow, ReportForm } from './form.ts';
import { reachCell } from './cells.ts';

type Db = Kysely<Schema>;

/** The age band of people whose age nobody asked. */
export const ANY_AGE = 'unknown';
/** Entries of one list of choices. */
const MOST_CHOICES = 500;

/** Whatever a form can be made of: the lists' entries that are in use, by code. */
export interface Lists {
	readonly places: ReadonlyMap<string, Labelled>;
	readonly segments: ReadonlyMap<string, Labelled>;
	readonly ages: ReadonlyMap<string, Labelled>;
	readonly aids: ReadonlyMap<string, Labelled>;
	readonly units: ReadonlyMap<string, Labelled>;
	/** Codes that are no longer offered. */
	readonly retired: ReadonlySet<string>;
}

async function readList(
	db: Db,
	list: 'governorate' | 'segment' | 'age_band' | 'aid_type' | 'unit',
	today: string,
	retired: Set<string>,
): Promise<Map<string, Labelled>> {
	const rows = await db
		.selectFrom(list)
		.select(['code', 'name_ar as ar', 'name_en as en', 'sort', 'retired_on'])
		.orderBy('sort')
		.limit(MOST_CHOICES)
		.execute();
	for (const row of rows)
		if (row.retired_on !== null && row.retired_on <= today) retired.add(`${list}:${row.code}`);
	return new Map(rows.map(({ code, ar, en, sort }) => [code, { code, ar, en, sort }]));
}

/** The lists a report's cells name. */
export async function readLists(db: Db, today: string): Promise<Lists> {
	const retired = new Set<string>();
	return {
		places: await readList(db, 'governorate', today, retired),
		segments: await readList(db, 'segment', today, retired),
		ages: await readList(db, 'age_band', today, retired),
		aids: await readList(db, 'aid_type', today, retired),
		units: await readList(db, 'unit', today, retired),
		retired,
	};
}

/** Codes of the places a program works in and of the segments it serves, in the order of their lists. */
export async function readProgramCodes(
	db: Db,
	program: { readonly id: number; readonly governorateId: number },
) {
	const places = await db
		.selectFrom('program_governorate as x')
		.innerJoin('governorate as g', 'g.id', 'x.governorate_id')
		.select(['g.code', 'g.population'])
		.where('x.program_id', '=', program.id)
		.orderBy('g.sort')
		.limit(MOST_CHOICES)
		.execute();
	const main = await db
		.selectFrom('governorate')
		.select(['code', 'population'])
		.where('id', '=', program.governorateId)
		.executeTakeFirstOrThrow();
	const segments = await db
		.selectFrom('program_segment as x')
		.innerJoin('segment as g', 'g.id', 'x.segment_id')
		.select('g.code')
		.where('x.program_id', '=', program.id)
		.orderBy('g.sort')
		.limit(MOST_CHOICES)
		.execute();
	const known = places.length ? places : [main];
	return {
		places: known.map(({ code }) => code),
		segments: segments.map(({ code }) => code),
		/** Residents of all its places; null where one is unknown. */
		population: known.every(({ population }) => population !== null)
			? known.reduce((sum, { population }) => sum + population!, 0)
			: null,
	};
}

interface ReachPlan {
	readonly rows: ReachRow[];
	readonly sexes: Sex[];
	readonly required: string[];
}

const SEXES: readonly Sex[] = ['female', 'male'];

const reachParts = (cells: Iterable<string>) =>
	[...cells]
		.filter((cell) => cell.startsWith('reach:'))
		.map((cell) => {
			const [, place = '', segment = '', age = '', sex = ''] = cell.split(':');
			return { place, segment, age, sex: sex as Sex };
		});

/**
 * The reach grid: a row for each of the program's places and segments, by ages where they are asked or were told the
 * last time, and whatever is already written. Women and men of a general row are asked for; of rows by age the cells
 * that were told the last time.
 */
export function reachPlan(
	lists: Lists,
	program: { readonly places: readonly string[]; readonly segments: readonly string[] },
	asksAge: boolean,
	lastCells: Iterable<string>,
	writtenCells: Iterable<string>,
): ReachPlan {
	const [last, written] = [reachParts(lastCells), reachParts(writtenCells)];
	// A program that names no segments is asked for those it told of the last time.
	const segments = program.segments.length
		? program.segments
		: [...new Set(last.map((part) => part.segment))];
	const required: string[] = [];
	const found = new Map<string, ReachRow>();
	const add = (place: string, segment: string, age: string, isRequired: boolean) => {
		const labels = [lists.places.get(place), lists.segments.get(segment), lists.ages.get(age)] as const;
		const key = `${place}:${segment}:${age}`;
		if (!labels[0] || !labels[1] || !labels[2] || (found.has(key) && !isRequired)) return;
		found.set(key, { place: labels[0], segment: labels[1], age: labels[2], isRequired });
	};
	const asked = [...lists.ages.keys()].filter(
		(age) => age !== ANY_AGE && !lists.retired.has(`age_band:${age}`),
	);
	for (const place of program.places) {
		for (const segment of segments) {
			const told = last.filter((part) => part.place === place && part.segment === segment);
			const byAge = told.filter(({ age }) => age !== ANY_AGE);
			const ages = asksAge ? asked : byAge.length ? [...new Set(byAge.map(({ age }) => age))] : [ANY_AGE];
			for (const age of ages) add(place, segment, age, true);
			const cells =
				asksAge || !byAge.length
					? ages.flatMap((age) => SEXES.map((sex) => ({ place, segment, age, sex })))
					: byAge;
			required.push(...cells.filter(({ sex }) => sex !== 'unknown').map(reachCell));
			add(place, segment, ANY_AGE, false);
		}
	}
	for (const { place, segment, age } of [...last, ...written]) add(place, segment, age, false);
	const usesUnknown = [...last, ...written].some(({ sex }) => sex === 'unknown');
	return {
		rows: [...found.values()].toSorted(
			(a, b) => a.place.sort - b.place.sort || a.segment.sort - b.segment.sort || a.age.sort - b.age.sort,
		),
		sexes: usesUnknown ? [...SEXES, 'unknown'] : [...SEXES],
		required: [...new Set(required)],
	};
}

/** The rows of goods and services: those of the last time and those already written. */
export function deliveryPlan(lists: Lists, cells: Iterable<string>): DeliveryRow[] {
	const rows = new Map<string, DeliveryRow>();
	for (const cell of cells) {
		const [first, place = '', aid = '', unit = ''] = cell.split(':');
		const labels = [lists.places.get(place), lists.aids.get(aid), lists.units.get(unit)] as const;
		if (first !== 'delivery' || !labels[0] || !labels[1] || !labels[2]) continue;
		rows.set(`${place}:${aid}:${unit}`, { place: labels[0], aid: labels[1], unit: labels[2] });
	}
	return [...rows.values()].toSorted(
		(a, b) => a.place.sort - b.place.sort || a.aid.sort - b.aid.sort || a.unit.sort - b.unit.sort,
	);
}

/** The program's indicators; a result is asked for in the months for which a target was set. */
export async function readOutcomeRows(db: Db, programId: number, period: string): Promise<OutcomeRow[]> {
	const rows = await db
		.selectFrom('indicator')
		.select(['id', 'name_ar', 'name_en', 'unit_ar', 'unit_en', 'is_ratio', 'direction', 'baseline_milli'])
		.where('program_id', '=', programId)
		.orderBy('id')
		.limit(100)
		.execute();
	const targets = await db
		.selectFrom('indicator_target as t')
		.innerJoin('indicator as i', 'i.id', 't.indicator_id')
		.select(['t.indicator_id as id', 't.period', 't.target_milli as milli'])
		.where('i.program_id', '=', programId)
		.orderBy('t.period')
		.limit(5000)
		.execute();
	return rows.map((row) => {
		const own = targets.filter(({ id }) => id === row.id);
		const next = own.find((target) => target.period >= period) ?? own.at(-1);
		return {
			indicatorId: row.id,
			name: { ar: row.name_ar, en: row.name_en },
			unit: { ar: row.unit_ar, en: row.unit_en },
			isRatio: row.is_ratio === 1,
			direction: row.direction,
			baselineMilli: row.baseline_milli,
			target: next ? { period: next.period, milli: next.milli } : null,
			isRequired: own.some((target) => target.period === period),
		};
	});
}

/** What a person may add rows of: entries in use, and places the program works in. */
export function choicesOf(lists: Lists, places: readonly string[]): ReportForm['choices'] {
	const inUse = (list: string, entries: ReadonlyMap<string, Labelled>) =>
		[...entries.values()].filter(({ code }) => !lists.retired.has(`${list}:${code}`));
	return {
		places: places.flatMap((code) => lists.places.get(code) ?? []),
		segments: inUse('segment', lists.segments),
		ages: inUse('age_band', lists.ages),
		aids: inUse('aid_type', lists.aids),
		units: inUse('unit', lists.units),
	};
}
