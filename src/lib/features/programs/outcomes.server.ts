import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import { counts, type Counted } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { afterKey, all, conditions, countParts, grouped, toGroups } from '#lib/kpi/sql.server.ts';
import { addMonths } from '#lib/platform/clock.ts';
import { PROGRAM_AT, programNames } from './attainment.server.ts';
import type { OutcomeRow } from './outcomecolumns.ts';

/** Months in which a result counts as the newest; an older one says nothing of today. */
const FRESH_MONTHS = 12;

/** A month as a running number; December and the January after it are neighbours. */
const monthNumber = (month: RawBuilder<unknown>) =>
	sql`(cast(substr(${month}, 1, 4) as integer) * 12 + cast(substr(${month}, 6, 2) as integer))`;

/**
 * How far a seasonal path has gone by month `k` (a running number), in thousandths of a year: by the shares of the
 * program's person target, or evenly where it has none.
 */
const gone = (k: RawBuilder<unknown>) => sql`((${k} / 12) * 1000.0 + case when shares is null
	then (${k} % 12) * 1000 / 12.0 else (select coalesce(sum(value), 0) from json_each(shares) where key < ${k} % 12)
	* 1000.0 / (select max(1, sum(value)) from json_each(shares)) end)`;

/** What the path from (k0, v0) to (k1, v1) expects at k: a step waits for its month. */
const EXPECTED = sql`case
	when v1 is null then v0
	when v0 is null or k >= k1 then v1
	when path = 'stepped' then v0
	when path = 'seasonal' then cast(round(v0 + (v1 - v0) * (${gone(sql`k`)} - ${gone(sql`k0`)})
		/ (${gone(sql`k1`)} - ${gone(sql`k0`)})) as integer)
	else cast(round(v0 + (v1 - v0) * 1.0 * (k - k0) / (k1 - k0)) as integer) end`;

const STATE = sql`case
	when not targeted then 'untargeted' when not is_due then 'not_due' when result is null then 'unmeasured'
	when iif(direction = 'increase', result >= expected, result <= expected) then 'on_target' else 'short' end`;

/** The result-bearing reports of a program that fell due within the year before the day: quarter ends, and its last. */
const due = (day: string) => sql`exists (select 1 from expected_report e where e.program_id = p.id
	and e.due_on <= ${day} and e.due_on > ${`${addMonths(day.slice(0, 7), -FRESH_MONTHS)}${day.slice(7)}`}
	and (substr(e.period, 6) in ('03', '06', '09', '12') or (p.ends_on <= ${day}
		and e.period = (select max(x.period) from expected_report x where x.program_id = p.id))))`;

/** The monthly shares of the program's person target in the result's year; null where its path is even. */
const sharesOf = (day: string, month: string) => sql`(select x.shares from kpi_target x
	where x.program_id = i.program_id and +x.kpi = 'K-B7' and +x.level = 'program' and x.withdrawn_at is null
	and x.starts_on <= ${day} and x.year = cast(substr(coalesce(r.period, ${month}), 1, 4) as integer)
	order by x.starts_on desc, x.id desc limit 1)`;

/** The newest verified result of each indicator up to the day, as rows (indicator_id, period, result). */
const newest = (day: string, counted: Counted) => sql`
	select o.indicator_id, max(t.period) as period, coalesce(o.value_milli,
		cast(round(100000.0 * o.numerator_milli / o.denominator_milli) as integer)) as result
	from report t cross join report_version v on v.report_id = t.id
		and ${counts(counted)}
	cross join outcome_result o on o.version_id = v.id
	where t.period <= ${day.slice(0, 7)} and t.period > ${addMonths(day.slice(0, 7), -FRESH_MONTHS)}
	group by o.indicator_id`;

/**
 * Every indicator as of a day: the newest verified result of the last twelve months, and what the path of its targets
 * expects in the month of that result (without a result: in the day's). The path begins at the baseline.
 */
function indicatorsOn(
	day: string,
	counted: Counted,
	where: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
	const month = day.slice(0, 7);
	const next = sql`(select n.period from indicator_target n where n.indicator_id = i.id
		and n.period >= coalesce(r.period, ${month}) order by n.period limit 1)`;
	const prior = sql`(select n.period from indicator_target n where n.indicator_id = i.id
		and n.period < coalesce(r.period, ${month}) order by n.period desc limit 1)`;
	return sql`(
		with newest as materialized (${newest(day, counted)}),
		facts as materialized (
			select i.id, i.program_id, p.society_id, p.sector_id, p.governorate_id, s.category_id, i.direction,
				i.baseline_milli, r.result, r.period, ${due(day)} as is_due,
				exists (select 1 from indicator_target n where n.indicator_id = i.id) as targeted,
				${monthNumber(sql`coalesce(r.period, ${month})`)} as k,
				iif(a.period is null, ${monthNumber(sql`p.starts_on`)} - 1, ${monthNumber(sql`a.period`)}) as k0,
				iif(a.period is null, i.baseline_milli, a.target_milli) as v0,
				${monthNumber(sql`b.period`)} as k1, b.target_milli as v1, coalesce(b.profile, a.profile) as path,
				iif(coalesce(b.profile, a.profile) = 'seasonal', ${sharesOf(day, month)}, null) as shares
			from indicator i join program p on p.id = i.program_id join society s on s.id = p.society_id
			left join newest r on r.indicator_id = i.id
			left join indicator_target a on a.indicator_id = i.id and a.period = ${prior}
			left join indicator_target b on b.indicator_id = i.id and b.period = ${next}
			where ${all(where)}
		),
		measured as materialized (select facts.*, ${EXPECTED} as expected from facts)
		select measured.*, ${STATE} as state from measured)`;
}

const LIST = {
	every: sql`true`,
	on_target: sql`q.state = 'on_target'`,
	due: sql`q.state in ('on_target', 'short', 'unmeasured')`,
	missed: sql`q.state in ('short', 'unmeasured')`,
	untargeted: sql`q.state = 'untargeted'`,
	not_due: sql`q.state = 'not_due'`,
} as const;

export type OutcomeList = keyof typeof LIST;

const PLACES = {
	governorate: 'q.governorate_id',
	category: 'q.category_id',
	sector: 'q.sector_id',
	society: 'q.society_id',
	program: 'q.program_id',
};

const source = (ask: Ask) =>
	sql`${indicatorsOn(momentOf(ask.filter, ask.today), ask.filter, conditions(PROGRAM_AT, ask.filter, ask.scope))} q`;

/** How many indicators are in the list, by group. */
export async function countOutcomes(ask: Ask, list: OutcomeList, by: readonly Dim[]): Promise<Group[]> {
	const count = sql`count(*)`;
	const query = grouped(
		PLACES,
		by,
		[
			['value', count],
			['rows', count],
		],
		source(ask),
		[LIST[list]],
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** Indicators on target and indicators due, by group: one walk over the same rows. */
export function outcomeParts(ask: Ask, by: readonly Dim[]) {
	return countParts(ask.db, PLACES, by, source(ask), { part: LIST.on_target, whole: LIST.due });
}

/** Indicators with their newest result and what was expected of it. */
export async function listOutcomes(ask: Ask, list: OutcomeList, slice: Slice): Promise<OutcomeRow[]> {
	const rows = sql`
		select q.id, i.name_ar as indicatorAr, i.name_en as indicatorEn, i.unit_ar as unitAr, i.unit_en as unitEn,
			q.direction, q.path as profile, q.baseline_milli as baselineMilli, q.expected as expectedMilli,
			q.result as resultMilli, q.period, q.state, ${programNames}
		from ${source(ask)} join indicator i on i.id = q.id join program p on p.id = q.program_id
		join society s on s.id = p.society_id join sector k on k.id = p.sector_id
		where ${all([LIST[list], ...afterKey(['q.id'], slice.after)])}`;
	return (await sliced<OutcomeRow>(rows, sql`q.id`, slice).execute(ask.db)).rows;
}

/** Indicators after a key, in key order. */
export async function pageOutcomes(
	ask: Ask,
	list: OutcomeList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<OutcomeRow>> {
	const rows = await listOutcomes(ask, list, { after, limit });
	return { rows, next: rows.length === limit ? rows.at(-1)!.id : undefined };
}
