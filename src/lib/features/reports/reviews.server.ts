import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask, Figure, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { afterKey, all, conditions, grouped, keyOf, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import { workingDaysBetween } from '#lib/kpi/workdays.server.ts';
import { addDays, lastDayOf, startOfDay } from '#lib/platform/clock.ts';
import { restDaysOf } from '../programs/due.server.ts';
import type { ReviewRow } from './reviewcolumns.ts';
import { handedIn, NAMED } from './rows.server.ts';

/** Reports whose first decision fell into the months, or that wait for one on the day asked for. */
export type ReviewList = 'decided' | 'open';

/** Where the dimensions lie in a source; the month is that of the decision, while there is none that of the submission. */
const PLACES: Places = {
	month: 'q.month',
	governorate: 'q.governorate_id',
	category: 'q.category_id',
	sector: 'q.sector_id',
	society: 'q.society_id',
	program: 'q.program_id',
};

const AT: Places = {
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** What working days and local days are counted by: the country's rest days and time zone. */
async function readCountry(db: Kysely<Schema>) {
	const pack = await db
		.selectFrom('pack')
		.select(['code', 'time_zone as timeZone'])
		.limit(1)
		.executeTakeFirst();
	return { rest: restDaysOf(pack?.code ?? ''), timeZone: pack?.timeZone ?? 'UTC' };
}

const shared = sql`t.id, t.period, t.program_id, p.society_id, p.sector_id, p.governorate_id, s.category_id,
	t.first_submitted_on as sent_on`;
const reports = sql`join program p on p.id = t.program_id join society s on s.id = p.society_id`;
const DECISION = sql`('verified', 'returned')`;

/**
 * The first decisions of the filter's months: found by their moment, the first of its report each. A plus keeps the
 * planner at the few events of one report.
 */
function decided(
	{ filter, scope, today }: Ask,
	timeZone: string,
	rest: readonly number[],
): RawBuilder<unknown> {
	const startOf = (day: string) => startOfDay(day, timeZone).toISOString();
	const end = startOf(addDays(lastDayOf(filter.to), 1));
	const until = filter.asOf && filter.asOf.until < end ? filter.asOf.until : end;
	const known = startOf(addDays(today, 1));
	// The country's clock stands still within the year; a zone with summer time could be an hour off at midnight.
	const minutes = Math.round(
		(Date.parse(`${today}T00:00:00Z`) - startOfDay(today, timeZone).getTime()) / 60_000,
	);
	const day = sql`date(d.at, ${`${minutes} minutes`})`;
	return sql`(
		select ${shared}, d.kind as decision, ${day} as decided_on, substr(${day}, 1, 7) as month,
			${workingDaysBetween(sql`t.first_submitted_on`, day, rest)} as days
		from review_event d join report t on t.id = d.report_id and t.import_batch_id is null ${reports}
		where d.kind in ${DECISION} and d.at >= ${startOf(`${filter.from}-01`)} and d.at < ${until} and d.at < ${known}
			and not exists (select 1 from review_event x where x.report_id = d.report_id and +x.kind in ${DECISION}
				and (+x.at, x.id) < (d.at, d.id))
			and ${all(conditions(AT, filter, scope))}) q`;
}

/** Reports sent by the end of the filter and not decided by the day asked for, with their age on it. */
function open({ filter, scope, today }: Ask, rest: readonly number[]): RawBuilder<unknown> {
	const until = filter.asOf ? sql`+d.at < ${filter.asOf.until}` : sql`true`;
	return sql`(
		select ${shared}, null as decision, null as decided_on, substr(t.first_submitted_on, 1, 7) as month,
			${workingDaysBetween(sql`t.first_submitted_on`, sql`${today}`, rest)} as days
		from report t ${reports}
		where t.import_batch_id is null and ${handedIn(filter)} and t.first_submitted_on <= ${lastDayOf(filter.to)}
			and t.first_submitted_on <= ${today} and not exists (select 1 from review_event d
				where d.report_id = t.id and +d.kind in ${DECISION} and ${until})
			and ${all(conditions(AT, filter, scope))}) q`;
}

async function source(ask: Ask, list: ReviewList): Promise<RawBuilder<unknown>> {
	const { rest, timeZone } = await readCountry(ask.db);
	return list === 'open' ? open(ask, rest) : decided(ask, timeZone, rest);
}

/** Working days added up, by group. */
export async function sumReviews(ask: Ask, list: ReviewList, by: readonly Dim[]): Promise<Group[]> {
	const sums: [string, RawBuilder<unknown>][] = [
		['value', sql`sum(q.days)`],
		['rows', sql`count(*)`],
	];
	return toGroups((await grouped(PLACES, by, sums, await source(ask, list), []).execute(ask.db)).rows, by);
}

/**
 * The median of the working days to the first decision, and the days that nine in ten did not exceed, by group. Of an
 * even number the median lies in the middle of the two; the other is always a real one.
 */
export async function medianReviews(ask: Ask, by: readonly Dim[]): Promise<Figure[]> {
	const within = by.length ? sql`partition by ${sql.join(by.map((dim) => sql.ref(PLACES[dim]!)))}` : sql``;
	const ranked = sql`(select q.*, row_number() over (${within} order by q.days) as n, count(*) over (${within}) as of
		from ${await source(ask, 'decided')}) q`;
	const sums: [string, RawBuilder<unknown>][] = [
		['value', sql`avg(iif(q.n in ((q.of + 1) / 2, (q.of + 2) / 2), q.days, null))`],
		['ninetieth', sql`max(iif(q.n = (9 * q.of + 9) / 10, q.days, null))`],
		['total', sql`sum(q.days)`],
		['rows', sql`count(*)`],
	];
	const { rows } = await grouped(PLACES, by, sums, ranked, []).execute(ask.db);
	return rows.map((row) => ({
		keys: by.map((_, i) => String(row[`k${i}`] ?? '')),
		value: row.rows ? Number(row.value) : null,
		ninetieth: row.rows ? Number(row.ninetieth) : null,
		numerator: Number(row.total ?? 0),
		denominator: null,
		numeratorRows: Number(row.rows),
		denominatorRows: null,
	}));
}

/** Reports with the working days to their first decision, or how long they have waited. */
export async function listReviews(ask: Ask, list: ReviewList, slice: Slice): Promise<ReviewRow[]> {
	const rows = sql`
		select q.id, q.id as reportId, q.period, ${NAMED}, q.sent_on as sentOn, q.decided_on as decidedOn, q.decision, q.days
		from ${await source(ask, list)} join program p on p.id = q.program_id join society s on s.id = p.society_id
		join sector k on k.id = p.sector_id
		where ${all(afterKey(['q.sent_on', 'q.id'], slice.after))}`;
	return (await sliced<ReviewRow>(rows, sql`q.sent_on, q.id`, slice).execute(ask.db)).rows;
}

/** Those reports after a key, in key order. */
export async function pageReviews(
	ask: Ask,
	list: ReviewList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<ReviewRow>> {
	const rows = await listReviews(ask, list, { after, limit });
	const last = rows.at(-1);
	return { rows, next: last && rows.length === limit ? keyOf(last.sentOn, last.id) : undefined };
}
