import { sql, type RawBuilder } from 'kysely';
import type { Page } from '#lib/access/procedures.server.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import type { Counted } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { afterKey, all, conditions, countParts, grouped, toGroups } from '#lib/kpi/sql.server.ts';
import { attainmentOver, PROGRAM_AT, programNames, share } from './attainment.server.ts';
import { TRACK_ATTAINMENT, TRACK_COVERAGE } from './model.ts';
import type { TrackRow, TrackState } from './trackcolumns.ts';

/** A program that ran on a day: a stopped one without an end ran on no day that is known. */
const running = (day: string) => sql`p.starts_on <= ${day}
	and (p.ends_on >= ${day} or (p.ends_on is null and p.status in ('running', 'planned')))`;

/** What keeps a program off track first; unknown is never good. Columns of `programsOn`. */
const STATE = sql<TrackState>`case
	when expected is null then 'untargeted' when expected = 0 then 'not_due'
	when judgement = 'off_track' then 'judged_off' when judgement is null then 'unjudged'
	when due = 0 or 100 * received < ${TRACK_COVERAGE} * due then 'uncovered'
	when reached is null or 100 * reached < ${TRACK_ATTAINMENT} * expected then 'behind'
	else 'on_track' end`;

/**
 * Programs running on a day with the calendar year to date: target, reach, reports due and received, and the judgement
 * known by then. The year is that of `due`, the newest month whose reports had fallen due.
 */
function programsOn(
	day: string,
	due: string,
	{ asOf, count }: Counted,
	where: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
	const counted = { ...(asOf && { asOf }), ...(count && { count }) };
	const from = `${due.slice(0, 4)}-01`;
	return sql`(
		with attained as materialized (select program_id, sum(expected) as expected, sum(reached) as reached
			from ${attainmentOver({ ...counted, from, to: due }, day)} group by program_id),
		facts as materialized (
			select p.id, p.society_id, p.sector_id, p.governorate_id, s.category_id, a.expected, a.reached,
				coalesce(e.due, 0) as due, coalesce(e.received, 0) as received,
				(select j.judgement from program_judgement j where j.program_id = p.id and j.judged_on <= ${day}
					order by j.judged_on desc, j.id desc limit 1) as judgement
			from program p join society s on s.id = p.society_id
			left join attained a on a.program_id = p.id
			left join (select e.program_id, count(*) as due,
				count(iif(r.first_submitted_on <= ${day}, 1, null)) as received
				from expected_report e left join report r on r.program_id = e.program_id and r.period = e.period
				where e.period between ${from} and ${due} and e.due_on <= ${day} group by e.program_id) e
				on e.program_id = p.id
			where ${all([...where, running(day)])}
		)
		select facts.*, ${STATE} as state from facts)`;
}

/** Which of the running programs a list shows; `running` is all of them. */
const TRACK_LIST = {
	running: sql`true`,
	on_track: sql`q.state = 'on_track'`,
	targeted: sql`q.state not in ('untargeted', 'not_due')`,
	off_track: sql`q.state not in ('untargeted', 'not_due', 'on_track')`,
	behind: sql`q.state in ('behind', 'uncovered')`,
	judged_off: sql`q.state = 'judged_off'`,
	unjudged: sql`q.state = 'unjudged'`,
	untargeted: sql`q.state = 'untargeted'`,
	not_due: sql`q.state = 'not_due'`,
} as const;

export type TrackList = keyof typeof TRACK_LIST;

const PLACES = {
	governorate: 'q.governorate_id',
	category: 'q.category_id',
	sector: 'q.sector_id',
	society: 'q.society_id',
	program: 'q.id',
};

async function source(ask: Ask): Promise<RawBuilder<unknown>> {
	const day = momentOf(ask.filter, ask.today);
	const due = await latestMonth(ask.db, day);
	return sql`${programsOn(day, due, ask.filter, conditions(PROGRAM_AT, ask.filter, ask.scope))} q`;
}

/** How many running programs are in the list, by group. */
export async function countTrack(ask: Ask, list: TrackList, by: readonly Dim[]): Promise<Group[]> {
	const count = sql`count(*)`;
	const query = grouped(
		PLACES,
		by,
		[
			['value', count],
			['rows', count],
		],
		await source(ask),
		[TRACK_LIST[list]],
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** Programs on track and programs with a target, by group: one walk over the same rows. */
export async function trackParts(ask: Ask, by: readonly Dim[]) {
	const parts = { part: TRACK_LIST.on_track, whole: TRACK_LIST.targeted };
	return countParts(ask.db, PLACES, by, await source(ask), parts);
}

/** Running programs with what decides whether they are on track. */
export async function listTrack(ask: Ask, list: TrackList, slice: Slice): Promise<TrackRow[]> {
	const rows = sql`
		select q.id, q.expected, q.reached, ${share(sql`q.reached`, sql`q.expected`)} as share, q.due, q.received,
			${share(sql`q.received`, sql`q.due`)} as coverage, q.judgement, q.state, ${programNames}
		from ${await source(ask)} join program p on p.id = q.id join society s on s.id = p.society_id
		join sector k on k.id = p.sector_id
		where ${all([TRACK_LIST[list], ...afterKey(['q.id'], slice.after)])}`;
	return (await sliced<TrackRow>(rows, sql`q.id`, slice).execute(ask.db)).rows;
}

/** How many running programs are in each state. */
export async function readStates(ask: Ask): Promise<ReadonlyMap<TrackState, number>> {
	const { rows } = await sql<{ state: TrackState; n: number }>`
		select q.state, count(*) as n from ${await source(ask)} group by q.state`.execute(ask.db);
	return new Map(rows.map(({ state, n }) => [state, n]));
}

/** Running programs that need a decision: judged off track first, then at risk, then those furthest behind. */
export async function listTroubled(ask: Ask, limit: number): Promise<TrackRow[]> {
	const { rows } = await sql<TrackRow>`
		select q.id, q.expected, q.reached, q.due, q.received, q.judgement, q.state, ${programNames}
		from ${await source(ask)} join program p on p.id = q.id join society s on s.id = p.society_id
		join sector k on k.id = p.sector_id
		where q.state in ('judged_off', 'behind') or (q.judgement = 'at_risk' and ${TRACK_LIST.targeted})
		order by q.state = 'judged_off' desc, q.judgement = 'at_risk' desc,
			${share(sql`coalesce(q.reached, 0)`, sql`q.expected`)}, q.id limit ${limit}`.execute(ask.db);
	return rows;
}

/** Running programs after a key, in key order. */
export async function pageTrack(
	ask: Ask,
	list: TrackList,
	after: string | number | undefined,
	limit: number,
): Promise<Page<TrackRow>> {
	const rows = await listTrack(ask, list, { after, limit });
	return { rows, next: rows.length === limit ? rows.at(-1)!.programId : undefined };
}
