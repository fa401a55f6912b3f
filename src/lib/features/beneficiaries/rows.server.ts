import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import { counts } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import { activeDims, isPortfolio, type Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { afterKey, all, conditions, grouped, keyOf, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import type { DeliveryRow, ReachRow } from './columns.ts';

/** Dimensions of a reach line; governorate is the place of delivery. */
export const REACH_DIMS = [
	'month', 'governorate', 'category', 'sector', 'segment', 'sex', 'age', 'society', 'program',
] as const satisfies Dim[]; // prettier-ignore

/** Versions that count with their report, program and society. */
const versions = ({ filter }: Ask) => sql`report_version v
	join report t on t.id = v.report_id and ${counts(filter)}
	join program p on p.id = t.program_id
	join society s on s.id = p.society_id`;

const LINE_PLACES: Places = {
	month: 't.period',
	governorate: 'l.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	segment: 'l.segment_id',
	sex: 'l.sex',
	age: 'l.age_band_id',
	society: 'p.society_id',
	program: 'p.id',
};

const PROGRAM_ROLLUP: Places = {
	...LINE_PLACES,
	month: 'l.month',
	sex: undefined,
	age: undefined,
} as Places;

const REACH_ROLLUP: Places = {
	month: 'l.month',
	governorate: 'l.governorate_id',
	category: 'l.category_id',
	sector: 'l.sector_id',
	segment: 'l.segment_id',
	sex: 'l.sex',
	age: 'l.age_band_id',
};

const programRollup = (source: RawBuilder<unknown>) => sql`${source} l
	join program p on p.id = l.program_id join society s on s.id = p.society_id`;
const facts = (ask: Ask) => sql`${versions(ask)} join reach_line l on l.version_id = v.id`;

/** People by group: from the smallest table that knows every dimension asked for. */
export async function sumReach(ask: Ask, by: readonly Dim[]): Promise<Group[]> {
	const asked = new Set<Dim>([...by, ...activeDims(ask.filter)]);
	const byProgram =
		asked.has('society') || asked.has('program') || ask.scope.reach === 'own' || isPortfolio(ask.filter);
	const byPerson = asked.has('sex') || asked.has('age');
	const { filter, scope } = ask;
	const asTold = { ...filter, narrowed: { filter, scope } };
	const [from, places, rows] = !byProgram
		? [sql`${told('rollup_reach', asTold)} l`, REACH_ROLLUP, sql`sum(l.lines)`]
		: !byPerson
			? [programRollup(told('rollup_program_reach', asTold)), PROGRAM_ROLLUP, sql`sum(l.lines)`]
			: [facts(ask), LINE_PLACES, sql`count(*)`];
	const where = conditions(places, ask.filter, ask.scope);
	const query = grouped(
		places,
		by,
		[
			['value', sql`sum(l.people)`],
			['rows', rows],
		],
		from,
		where,
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

const shared = sql`t.id as reportId, t.period, s.search_key as societyKey, p.search_key as programKey,
	s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn,
	p.id as programId, p.name_ar as programAr, p.name_en as programEn,
	k.code as sector, k.name_ar as sectorAr, k.name_en as sectorEn,
	g.code as governorate, g.name_ar as governorateAr, g.name_en as governorateEn`;

/** By month and program, as the reports' own index runs, then line by line. */
const LINE_KEY = ['t.period', 't.program_id', 'l.id'];
const lineOrder = sql`t.period, t.program_id, l.id`;

function pageOf<Row extends { period: string; programId: number; id: number }>(
	rows: Row[],
	limit: number,
): Page<Row> {
	const last = rows.at(-1);
	return {
		rows,
		next: last && rows.length === limit ? keyOf(last.period, last.programId, last.id) : undefined,
	};
}

/** Reach lines of verified reports. */
export async function listReach(ask: Ask, slice: Slice): Promise<ReachRow[]> {
	const where = [...conditions(LINE_PLACES, ask.filter, ask.scope), ...afterKey(LINE_KEY, slice.after)];
	const list = sql`
		select l.id, ${shared}, c.code as category, c.name_ar as categoryAr, c.name_en as categoryEn,
			e.code as segment, e.name_ar as segmentAr, e.name_en as segmentEn, l.sex,
			a.code as age, a.name_ar as ageAr, a.name_en as ageEn, l.people, l.people_new as peopleNew
		from ${facts(ask)}
		join category c on c.id = s.category_id
		join sector k on k.id = p.sector_id
		join governorate g on g.id = l.governorate_id
		join segment e on e.id = l.segment_id
		join age_band a on a.id = l.age_band_id
		where ${all(where)}`;
	return (await sliced<ReachRow>(list, lineOrder, slice).execute(ask.db)).rows;
}

/** Reach lines of verified reports after a key, in key order. */
export async function pageReach(
	ask: Ask,
	after: string | number | undefined,
	limit: number,
): Promise<Page<ReachRow>> {
	return pageOf(await listReach(ask, { after, limit }), limit);
}

/** Dimensions of a delivery line: what was handed out is not told apart by who got it. */
export const DELIVERY_DIMS = [
	'month', 'governorate', 'category', 'sector', 'society', 'program',
] as const satisfies Dim[]; // prettier-ignore

const deliveries = (ask: Ask) => sql`${versions(ask)} join delivery_line l on l.version_id = v.id`;

/** How many delivery lines verified reports have. */
export async function countDeliveries(ask: Ask): Promise<number> {
	const where = conditions(LINE_PLACES, ask.filter, ask.scope);
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from ${deliveries(ask)} where ${all(where)}`.execute(ask.db);
	return rows[0]!.n;
}

/** Delivery lines that count a contact with a service, those that hand a thing over, or all. */
export type DeliveryList = 'all' | 'contacts' | 'things';

const DELIVERED = {
	all: sql`true`,
	contacts: sql`u.is_contact = 1`,
	things: sql`u.is_contact = 0`,
} as const;

/** Dimensions of service contacts: also their unit, since unlike units are never added. */
export const CONTACT_DIMS = [...DELIVERY_DIMS, 'unit'] as const satisfies Dim[];

const CONTACT_PLACES: Places = { ...LINE_PLACES, unit: 'l.unit_id' };

/** Quantities by group, in thousandths. */
export async function sumDeliveries(ask: Ask, which: DeliveryList, by: readonly Dim[]): Promise<Group[]> {
	const query = grouped(
		CONTACT_PLACES,
		by,
		[
			['value', sql`sum(l.quantity_milli)`],
			['rows', sql`count(*)`],
		],
		sql`${deliveries(ask)} join unit u on u.id = l.unit_id`,
		[...conditions(CONTACT_PLACES, ask.filter, ask.scope), DELIVERED[which]],
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** Delivery lines of verified reports. */
export async function listDeliveries(ask: Ask, which: DeliveryList, slice: Slice): Promise<DeliveryRow[]> {
	const where = [
		...conditions(CONTACT_PLACES, ask.filter, ask.scope),
		DELIVERED[which],
		...afterKey(LINE_KEY, slice.after),
	];
	const list = sql`
		select l.id, ${shared}, a.code as aidType, a.name_ar as aidTypeAr, a.name_en as aidTypeEn,
			u.code as unit, u.name_ar as unitAr, u.name_en as unitEn,
			l.quantity_milli as quantityMilli, l.value_minor as valueMinor
		from ${deliveries(ask)}
		join sector k on k.id = p.sector_id
		join governorate g on g.id = l.governorate_id
		join aid_type a on a.id = l.aid_type_id
		join unit u on u.id = l.unit_id
		where ${all(where)}`;
	return (await sliced<DeliveryRow>(list, lineOrder, slice).execute(ask.db)).rows;
}

/** Delivery lines of verified reports after a key, in key order. */
export async function pageDeliveries(
	ask: Ask,
	after: string | number | undefined,
	limit: number,
	which: DeliveryList = 'all',
): Promise<Page<DeliveryRow>> {
	return pageOf(await listDeliveries(ask, which, { after, limit }), limit);
}
