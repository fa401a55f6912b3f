import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import { isCountedApart, type Counted } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { personTargetsOn, upToMonth } from '#lib/kpi/settings.server.ts';
import { afterKey, all, conditions, grouped, keyOf, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import { yearsWithin } from '#lib/kpi/targets.ts';
import { monthsBetween } from '#lib/platform/clock.ts';
import type { AttainmentRow } from './trackcolumns.ts';

/** Dimensions of a program's target; governorate is the program's own place. */
export const TARGET_DIMS = [
	'month', 'governorate', 'category', 'sector', 'society', 'program',
] as const satisfies Dim[]; // prettier-ignore

/** Where the dimensions of a program lie. */
export const PROGRAM_AT: Places = {
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** What a program's row says of itself and its society. */
export const programNames = sql`s.search_key as societyKey, p.search_key as programKey, s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn,
	p.id as programId, p.name_ar as programAr, p.name_en as programEn,
	k.code as sector, k.name_ar as sectorAr, k.name_en as sectorEn`;

/** A part of a whole in percent, by which rows are put in order; null where there is no whole. */
export const share = (part: RawBuilder<unknown>, whole: RawBuilder<unknown>) =>
	sql`iif(${whole} > 0, 100.0 * ${part} / ${whole}, null)`;

/** Stretches of months within one year each, as `values` (month, year, first, last); the month only names the group. */
function stretches(from: string, to: string, byMonth: boolean): RawBuilder<unknown> {
	const list = byMonth
		? monthsBetween(from, to).map((month) => {
				const n = Number(month.slice(5));
				return { month, year: Number(month.slice(0, 4)), first: n, last: n };
			})
		: yearsWithin(from, to).map((stretch) => ({ month: '', ...stretch }));
	if (!list.length) return sql`select '' as month, 0 as year, 1 as first, 0 as last where false`;
	return sql`values ${sql.join(
		list.map(
			({ month, year, first, last }) =>
				sql`(${month}, cast(${year} as integer), cast(${first} as integer), cast(${last} as integer))`,
		),
	)}`;
}

const WITHIN = sql`between printf('%04d-%02d', a.year, a.first) and printf('%04d-%02d', a.year, a.last)`;

/** People of a target's program in a stretch, looked up in the rollup. */
const reachedOf = (reports: RawBuilder<unknown>) => sql`(select sum(r.people) from ${reports} r
	where r.program_id = t.program_id and r.reports_reached > 0 and r.month ${WITHIN})`;

/** The same for every program at once, where versions are counted apart and no index helps. */
const reachedApart = (reports: RawBuilder<unknown>) => sql`select a.month as asked, a.year, r.program_id,
	sum(r.people) as people from ${reports} r join asked a on r.month ${WITHIN}
	where r.reports_reached > 0 group by 1, 2, 3`;

/**
 * Person targets with what they expect over stretches of months and what verified reports reached in them, as rows
 * (month, program_id, year, people, profile, expected, reached). Months end at `to`; targets are those in force on `day`.
 */
export function attainmentOver(
	{ from, to, byMonth = false, asOf, count }: Counted & { from: string; to: string; byMonth?: boolean },
	day: string,
): RawBuilder<unknown> {
	const years = { from: Number(from.slice(0, 4)), to: Number(to.slice(0, 4)) };
	const quarterly = sql`t.quarterly`;
	const counted = { ...(asOf && { asOf }), ...(count && { count }) };
	const isApart = isCountedApart(counted);
	const reports = told('rollup_report', {
		...counted,
		from: `${from.slice(0, 4)}-01`,
		to: `${to.slice(0, 4)}-12`,
	});
	return sql`(
		with asked (month, year, first, last) as (${stretches(from, to, byMonth)}),
		${isApart ? sql`apart as materialized (${reachedApart(reports)}),` : sql``}
		target as materialized (select t.*, p.frequency = 'quarterly' as quarterly
			from ${personTargetsOn(day, years)} t join program p on p.id = t.program_id),
		spread as materialized (select a.month, t.program_id, t.year, t.people, t.profile,
			${upToMonth(sql`a.last`, quarterly)} - ${upToMonth(sql`(a.first - 1)`, quarterly)} as expected,
			${isApart ? sql`x.people` : reachedOf(reports)} as reached
		from target t join asked a on a.year = t.year
		${isApart ? sql`left join apart x on x.program_id = t.program_id and x.year = a.year and x.asked = a.month` : sql``})
		select * from spread)`;
}

/** The targets whose programs told of people, or those that expected something. */
export type AttainmentList = 'reached' | 'expected';

const LIST = {
	reached: sql`t.reached is not null`,
	expected: sql`t.expected > 0`,
} as const;

const source = (ask: Ask, to: string, byMonth: boolean) =>
	sql`${attainmentOver(
		{ ...ask.filter, to, byMonth },
		ask.today,
	)} t join program p on p.id = t.program_id join society s on s.id = p.society_id`;

/** The last month that counts: no later than the newest whose reports have fallen due. */
async function lastMonth({ db, filter, today }: Ask): Promise<string> {
	const due = await latestMonth(db, today);
	return filter.to < due ? filter.to : due;
}

const where = (ask: Ask, list: AttainmentList) => [
	...conditions(PROGRAM_AT, ask.filter, ask.scope),
	LIST[list],
];

/** People reached or expected to date, by group. */
export async function sumAttainment(ask: Ask, list: AttainmentList, by: readonly Dim[]): Promise<Group[]> {
	const places = { ...PROGRAM_AT, month: 't.month' };
	const query = grouped(
		places,
		by,
		[
			['value', sql`sum(${sql.ref(`t.${list}`)})`],
			['rows', sql`count(*)`],
		],
		source(ask, await lastMonth(ask), by.includes('month')),
		where(ask, list),
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** Targets with what they expect and what was reached. */
export async function listAttainment(ask: Ask, list: AttainmentList, slice: Slice): Promise<AttainmentRow[]> {
	const rows = sql`
		select t.year * 1000000000 + t.program_id as id, t.year, t.people, t.profile, t.expected, t.reached,
			${share(sql`t.reached`, sql`t.expected`)} as share, ${programNames}
		from ${source(ask, await lastMonth(ask), false)} join sector k on k.id = p.sector_id
		where ${all([...where(ask, list), ...afterKey(['t.year', 't.program_id'], slice.after)])}`;
	return (await sliced<AttainmentRow>(rows, sql`t.year, t.program_id`, slice).execute(ask.db)).rows;
}

/** Targets after a key, in key order. */
export async function pageAttainment(
	ask: Ask,
	list: AttainmentList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<AttainmentRow>> {
	const rows = await listAttainment(ask, list, { after, limit });
	const last = rows.at(-1);
	return { rows, next: last && rows.length === limit ? keyOf(last.year, last.programId) : undefined };
}
