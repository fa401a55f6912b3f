import { sql, type RawBuilder } from 'kysely';
import type { Filter } from './filter.ts';

type Fragment = RawBuilder<unknown>;

/** The parts of a filter that say which versions of reports count. */
export type Counted = Pick<Filter, 'asOf' | 'count'>;

/** Whether a filter counts anything else than the versions that are in force now, which the rollups hold. */
export function isCountedApart({ asOf, count }: Counted): boolean {
	return asOf !== undefined || count !== undefined;
}

/** A version in force now, or at the end of the filter's day; `v` is the table's name in the query. */
function inForce({ asOf }: Counted, v: string): Fragment {
	const [from, until] = [sql.ref(`${v}.verified_from`), sql.ref(`${v}.verified_until`)];
	if (!asOf) return sql`${from} is not null and ${until} is null`;
	return sql`${from} < ${asOf.until} and (${until} is null or ${until} >= ${asOf.until})`;
}

/** What happened last to the report `t` by the end of the filter's day, of everything that changes its state. */
const lastEvent = (until: string) => sql`(select e.kind from review_event e where e.report_id = t.id
	and +e.at < ${until} and +e.kind <> 'first_read' order by e.at desc, e.id desc limit 1)`;

/** The newest version of the report `t`, now or by the end of the filter's day, while it is not verified. */
const isNewest = ({ asOf }: Counted, v: string) => {
	const [number, from] = [sql.ref(`${v}.number`), sql.ref(`${v}.verified_from`)];
	const newest = sql`${number} = (select max(n.number) from report_version n where n.report_id = t.id
		and ${asOf ? sql`n.created_at < ${asOf.until}` : sql`true`})`;
	return asOf
		? sql`${newest} and (${from} is null or ${from} >= ${asOf.until})`
		: sql`${newest} and ${from} is null`;
};

/** Of a reopened report a copy waits for its correction, or its society corrects it as after a return. */
const SENT = sql`('submitted', 'resubmitted', 'reopened')`;

/** A version that was sent and waits for a decision, of a report `t` without any in force. */
function isWaiting(counted: Counted): Fragment {
	const { asOf } = counted;
	const isSent = asOf ? sql`${lastEvent(asOf.until)} in ${SENT}` : sql`t.state = 'submitted'`;
	return sql`(${isSent} and ${isNewest(counted, 'v')} and not exists (select 1 from report_version f
		where f.report_id = t.id and ${inForce(counted, 'f')}))`;
}

/**
 * Which versions `v` of reports `t` count: those in force now or at the end of the filter's day; with submitted
 * figures also, or alone, those that wait for a decision. A report has at most one.
 */
export function counts(counted: Counted): Fragment {
	const verified = inForce(counted, 'v');
	if (!counted.count) return sql`(${verified})`;
	if (counted.count === 'waiting') return isWaiting(counted);
	return sql`((${verified}) or ${isWaiting(counted)})`;
}

/** The state of the report `t`, now or at the end of the filter's day; null where it had not been sent by then. */
export function stateOf({ asOf }: Counted): Fragment {
	if (!asOf) return sql.ref('t.state');
	const [force, copy] = [inForce({ asOf }, 'f'), isNewest({ asOf }, 'f')];
	const versions = sql`report_version f where f.report_id = t.id`;
	return sql`case when exists (select 1 from ${versions} and ${force}) then 'verified'
		else (select case k when 'resubmitted' then 'submitted' when 'verified' then 'returned'
			when 'reopened' then iif(exists (select 1 from ${versions} and ${copy}), 'submitted', 'returned')
			else k end from (select ${lastEvent(asOf.until)} as k)) end`;
}
