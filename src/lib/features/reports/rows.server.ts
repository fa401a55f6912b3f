import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import { counts, stateOf } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import { withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { afterKey, all, conditions, grouped, keyOf, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import type { ExpectedRow, ReportRow } from './columns.ts';

/** Dimensions of a report; governorate is the program's own place (`several` when it has more than one). */
export const REPORT_DIMS = [
	'month', 'governorate', 'category', 'sector', 'society', 'program',
] as const satisfies Dim[]; // prettier-ignore

const PROGRAM: Places = {
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** Columns of `rollup_report` that can be summed, with the count of the report rows behind each. */
export const REPORT_SUMS = {
	spend: [sql`sum(r.spend_minor)`, sql`sum(r.reports_spent)`],
	volunteerHours: [sql`sum(r.volunteer_hours)`, sql`sum(r.reports_hours)`],
	spendReached: [sql`sum(r.spend_reached_minor)`, sql`sum(r.reports_spent_reached)`],
	peopleReached: [sql`sum(r.people)`, sql`sum(r.reports_reached)`],
} as const;

export type ReportSum = keyof typeof REPORT_SUMS;

/** A figure of verified reports by group, from the rollup. */
export async function sumReports(ask: Ask, what: ReportSum, by: readonly Dim[]): Promise<Group[]> {
	const places = { ...PROGRAM, month: 'r.month' };
	const { filter, scope } = ask;
	const from = sql`${told('rollup_report', { ...filter, narrowed: { filter, scope } })} r join program p on p.id = r.program_id
		join society s on s.id = p.society_id`;
	const [value, rows] = REPORT_SUMS[what];
	const where = conditions(places, ask.filter, ask.scope);
	const query = grouped(
		places,
		by,
		[
			['value', value],
			['rows', rows],
		],
		from,
		where,
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** The names of a row's program `p`, society `s` and sector `k`. */
export const NAMED = sql`s.search_key as societyKey, p.search_key as programKey, s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn,
	p.id as programId, p.name_ar as programAr, p.name_en as programEn,
	k.code as sector, k.name_ar as sectorAr, k.name_en as sectorEn`;

/** One report per program and month: the two make its key, in the order of the index. */
function pageOf<Row extends { period: string; programId: number }>(rows: Row[], limit: number): Page<Row> {
	const last = rows.at(-1);
	return { rows, next: last && rows.length === limit ? keyOf(last.period, last.programId) : undefined };
}

/** Whether a report had left its author's hands, now or by the filter's day. */
export const handedIn = (filter: Filter) =>
	filter.asOf ? sql`${stateOf(filter)} is not null` : sql`t.state <> 'draft'`;

/** Which reports a list shows: all that left the author's hands, or those with a version that counts and a figure. */
const listsOf = (filter: Filter) => {
	const counted = counts(filter);
	const state = stateOf(filter);
	return {
		handed_in: handedIn(filter),
		spent: sql`${counted} and v.spend_minor is not null`,
		hours: sql`${counted} and v.volunteer_hours is not null`,
		reached: sql`${counted} and v.people is not null`,
		spent_reached: sql`${counted} and v.people is not null and v.spend_minor is not null`,
		verified: counted,
		// A report whose verified version stays in force while a newer one waits is counted with it.
		waiting: sql`${state} = 'submitted' and not ${counted}`,
		returned: sql`${state} = 'returned' and not ${counted}`,
		unspent: sql`${counted} and v.spend_minor is null`,
		no_hours: sql`${counted} and v.volunteer_hours is null`,
		unreached: sql`${counted} and v.people is null`,
		unspent_reached: sql`${counted} and v.people is not null and v.spend_minor is null`,
	} as const;
};

/** A list that a measure declares beside itself: its name, and its condition on the columns of `reportsFrom`. */
export interface DeclaredList {
	readonly name: string;
	readonly test: (filter: Filter) => RawBuilder<unknown>;
}

export type ReportList = keyof ReturnType<typeof listsOf> | DeclaredList;

const testOf = (list: ReportList, filter: Filter) =>
	typeof list === 'string' ? listsOf(filter)[list] : list.test(filter);

const REPORTS: Places = { ...PROGRAM, month: 't.period' };

/** Every report with its program and society, and the version whose figures it has: the one that counts, else the newest. */
const reportsFrom = (filter: Filter) => sql`report t
	join program p on p.id = t.program_id
	join society s on s.id = p.society_id
	join (select w.*, (select sum(l.people) from reach_line l where l.version_id = w.id) as people
		from report_version w) v on v.id = coalesce(
		(select v.id from report_version v where v.report_id = t.id and ${counts(filter)}),
		(select f.id from report_version f where f.report_id = t.id order by f.number desc limit 1))`;

/** How many reports are in a list, by group. */
export async function countReports(ask: Ask, list: ReportList, by: readonly Dim[]): Promise<Group[]> {
	const filter = withoutDims(ask.filter, ['segment', 'sex', 'age']);
	const where = [...conditions(REPORTS, filter, ask.scope), testOf(list, filter)];
	const count = sql`count(*)`;
	const query = grouped(
		REPORTS,
		by,
		[
			['value', count],
			['rows', count],
		],
		reportsFrom(filter),
		where,
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** How many reports left their author's hands. */
export async function countHandedIn(ask: Ask): Promise<number> {
	return (await countReports(ask, 'handed_in', []))[0]?.value ?? 0;
}

/** Reports; figures are the verified version's, else the newest version's. */
export async function listReports(ask: Ask, list: ReportList, slice: Slice): Promise<ReportRow[]> {
	const filter = withoutDims(ask.filter, ['segment', 'sex', 'age']);
	const where = [
		...conditions(REPORTS, filter, ask.scope),
		testOf(list, filter),
		...afterKey(['t.period', 't.program_id'], slice.after),
	];
	const rows = sql`
		select t.id, t.id as reportId, t.period, ${NAMED}, coalesce(${stateOf(filter)}, t.state) as state, v.number as versionNumber, e.due_on as dueOn,
			t.first_submitted_on as submittedOn, v.people, v.spend_minor as spendMinor, v.volunteers,
			v.volunteer_hours as volunteerHours, v.nothing_to_report as nothingToReport
		from ${reportsFrom(filter)}
		join sector k on k.id = p.sector_id
		left join expected_report e on e.program_id = t.program_id and e.period = t.period
		where ${all(where)}`;
	return (await sliced<ReportRow>(rows, sql`t.period, t.program_id`, slice).execute(ask.db)).rows;
}

/** Reports after a key, in key order. */
export async function pageReports(
	ask: Ask,
	list: ReportList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<ReportRow>> {
	return pageOf(await listReports(ask, list, { after, limit }), limit);
}

const EXPECTED: Places = { ...PROGRAM, month: 'e.period' };

/**
 * Expected reports whose due date has come by the day asked for: all, received or not, in time or late; or those
 * whose date has not come. Counted: those that are in the figures.
 */
export type ExpectedList = 'due' | 'received' | 'not_received' | 'on_time' | 'late' | 'not_due' | 'counted';

/** The conditions under which an expected report is in the list, on the columns of `expectedFrom`. */
export function expectedConditions(ask: Ask, list: ExpectedList) {
	const received = sql`t.first_submitted_on is not null and t.first_submitted_on <= ${ask.today}`;
	const due = list === 'not_due' ? sql`e.due_on > ${ask.today}` : sql`e.due_on <= ${ask.today}`;
	const where = [...conditions(EXPECTED, ask.filter, ask.scope), due];
	if (list === 'received') where.push(received);
	if (list === 'not_received') where.push(sql`not (${received})`);
	if (list === 'on_time') where.push(received, sql`t.first_submitted_on <= e.due_on`);
	if (list === 'late') where.push(received, sql`t.first_submitted_on > e.due_on`);
	if (list === 'counted') {
		where.push(
			sql`exists (select 1 from report_version v where v.report_id = t.id and ${counts(ask.filter)})`,
		);
	}
	return where;
}

/** Expected reports with their program, society and whatever report came. */
export const expectedFrom = sql`expected_report e
	join program p on p.id = e.program_id
	join society s on s.id = p.society_id
	left join report t on t.program_id = e.program_id and t.period = e.period`;

/** How many expected reports are in the list, by group. */
export async function countExpected(ask: Ask, list: ExpectedList, by: readonly Dim[]): Promise<Group[]> {
	const count = sql`count(*)`;
	const query = grouped(
		EXPECTED,
		by,
		[
			['value', count],
			['rows', count],
		],
		expectedFrom,
		expectedConditions(ask, list),
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** The report a reader may open: a draft is a page only for its author. */
const openable = ({ scope }: Ask) =>
	scope.reach === 'own' ? sql`t.id` : sql`iif(t.state <> 'draft', t.id, null)`;

/** Expected reports with what became of them. */
export async function listExpected(ask: Ask, list: ExpectedList, slice: Slice): Promise<ExpectedRow[]> {
	const where = [...expectedConditions(ask, list), ...afterKey(['e.period', 'e.program_id'], slice.after)];
	const due = sql`
		select e.id, ${openable(ask)} as reportId, e.period, ${NAMED}, e.due_on as dueOn,
			e.rule_due_on as ruleDueOn, x.name_ar as exceptionAr, x.name_en as exceptionEn,
			iif(t.first_submitted_on <= ${ask.today}, t.first_submitted_on, null) as submittedOn
		from ${expectedFrom} join sector k on k.id = p.sector_id
		left join deadline_exception x on x.id = e.exception_id
		where ${all(where)}`;
	// In its own order the list is cut before the rest is worked out.
	const own = sql`e.period, e.program_id`;
	const cut = slice.order ? due : sliced(due, own, slice);
	const rows = sql`
		select *, case when submittedOn is null then iif(dueOn > ${ask.today}, 'not_due', 'not_received') when submittedOn > dueOn then 'late'
				else 'on_time' end as state,
			max(0, cast(julianday(coalesce(submittedOn, ${ask.today})) - julianday(dueOn) as integer)) as daysLate
		from (${cut})`;
	const asked = sliced<ExpectedRow>(rows, sql`period, programId`, {
		...slice,
		offset: slice.order ? slice.offset : 0,
	});
	return (await asked.execute(ask.db)).rows;
}

/** Expected reports after a key, in key order. */
export async function pageExpected(
	ask: Ask,
	list: ExpectedList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<ExpectedRow>> {
	return pageOf(await listExpected(ask, list, { after, limit }), limit);
}
