import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask, Figure, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { afterKey, all, keyOf } from '#lib/kpi/sql.server.ts';
import type { PlaceRow } from './balancecolumns.ts';
import { REACH_DIMS, sumReach } from './rows.server.ts';

/** Dimensions of a balance between governorates: every one of reach but the governorate itself. */
export const BALANCE_DIMS: readonly Dim[] = REACH_DIMS.filter((dim) => dim !== 'governorate');

/** The governorate with the lowest reach per resident, that with the highest, all with known residents, or those without. */
export type PlaceList = 'lowest' | 'highest' | 'known' | 'unknown';

type Place = Omit<PlaceRow, 'people' | 'perTenThousandMilli'>;

/** The governorates of the country: a handful, whose list is closed. */
async function listPlaces({ db, today }: Ask): Promise<Place[]> {
	return db
		.selectFrom('governorate')
		.select(['id', 'code as governorate', 'name_ar as governorateAr', 'name_en as governorateEn'])
		.select(['population', 'population_year as populationYear', 'population_source as populationSource'])
		.where((eb) => eb.or([eb('retired_on', 'is', null), eb('retired_on', '>', today)]))
		.orderBy('id')
		.limit(500)
		.execute();
}

/** People to each ten thousand residents, in thousandths. */
const rate = (people: number, population: number | null) =>
	population ? Math.round((10_000_000 * people) / population) : null;

/** Places with people and rate, of one group's people by place. */
const rowsOf = (places: readonly Place[], people: ReadonlyMap<string, number>): PlaceRow[] =>
	places.map((place) => {
		const reached = people.get(place.governorate) ?? 0;
		return { ...place, people: reached, perTenThousandMilli: rate(reached, place.population) };
	});

/** The rows of a list; of several with the same rate the first stands for them. */
function pick(rows: readonly PlaceRow[], list: PlaceList): PlaceRow[] {
	const known = rows.filter((row) => row.perTenThousandMilli !== null);
	if (list === 'known') return known;
	if (list === 'unknown') return rows.filter((row) => row.perTenThousandMilli === null && row.people > 0);
	const sign = list === 'lowest' ? 1 : -1;
	return known
		.toSorted((a, b) => sign * (a.perTenThousandMilli! - b.perTenThousandMilli!) || a.id - b.id)
		.slice(0, 1);
}

/** What a place adds to its list: its rate, or where rates are not compared its people. */
export const amountOf = (list: PlaceList, row: PlaceRow) =>
	list === 'lowest' || list === 'highest' ? row.perTenThousandMilli! : row.people;

interface Balance {
	readonly keys: readonly string[];
	readonly rows: readonly PlaceRow[];
}

/** Every group's places; without a breakdown always one group, even where nobody was reached. */
async function readBalances(ask: Ask, by: readonly Dim[]): Promise<Balance[]> {
	const places = await listPlaces(ask);
	const groups = new Map<string, { keys: readonly string[]; people: Map<string, number> }>();
	if (!by.length) groups.set('', { keys: [], people: new Map() });
	for (const { keys, value } of await sumReach(ask, [...by, 'governorate'])) {
		const own = keys.slice(0, -1);
		const id = own.join('\u0000');
		const group = groups.get(id) ?? { keys: own, people: new Map<string, number>() };
		groups.set(id, group);
		group.people.set(keys.at(-1)!, value);
	}
	return [...groups.values()].map(({ keys, people }) => ({ keys, rows: rowsOf(places, people) }));
}

/** The lowest rate against the highest, by group; unknown with fewer than two places to compare, or nobody reached. */
export async function readBalance(ask: Ask, by: readonly Dim[]): Promise<Figure[]> {
	return (await readBalances(ask, by)).map(({ keys, rows }) => {
		const low = pick(rows, 'lowest')[0]?.perTenThousandMilli ?? 0;
		const high = pick(rows, 'highest')[0]?.perTenThousandMilli ?? 0;
		const compared = pick(rows, 'known').length;
		return {
			keys,
			value: compared > 1 && high > 0 ? low / high : null,
			numerator: low,
			denominator: high,
			numeratorRows: Math.min(compared, 1),
			denominatorRows: Math.min(compared, 1),
		};
	});
}

/** What the places of a list add up to, by group. */
export async function sumPlaces(ask: Ask, list: PlaceList, by: readonly Dim[]): Promise<Group[]> {
	return (await readBalances(ask, by)).flatMap(({ keys, rows }) => {
		const chosen = pick(rows, list);
		const value = chosen.reduce((sum, row) => sum + amountOf(list, row), 0);
		return chosen.length ? [{ keys, value, rows: chosen.length }] : [];
	});
}

/** The rows of a list as a source of SQL, so that they are put in order and cut like every other list. */
const asSource = (rows: readonly PlaceRow[]): RawBuilder<unknown> => sql`(
	select value ->> 'id' as id, value ->> 'governorate' as governorate, value ->> 'governorateAr' as governorateAr,
		value ->> 'governorateEn' as governorateEn, value ->> 'people' as people, value ->> 'population' as population,
		value ->> 'populationYear' as populationYear, value ->> 'populationSource' as populationSource,
		value ->> 'perTenThousandMilli' as perTenThousandMilli
	from json_each(${JSON.stringify(rows)})) q`;

/** Governorates with the people reached there and the rate. */
export async function listPlaceRows(ask: Ask, list: PlaceList, slice: Slice): Promise<PlaceRow[]> {
	const [whole] = await readBalances(ask, []);
	const rows = sql`select q.* from ${asSource(pick(whole!.rows, list))} where ${all(afterKey(['q.id'], slice.after))}`;
	return (await sliced<PlaceRow>(rows, sql`q.id`, slice).execute(ask.db)).rows;
}

/** Those governorates after a key, in key order. */
export async function pagePlaceRows(
	ask: Ask,
	list: PlaceList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<PlaceRow>> {
	const rows = await listPlaceRows(ask, list, { after, limit });
	return { rows, next: rows.length === limit ? keyOf(rows.at(-1)!.id) : undefined };
}
