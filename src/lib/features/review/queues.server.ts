import { sql, type RawBuilder } from 'kysely';
import type { OpenQueue } from './model.ts';

const hasQuestion = sql`exists (select 1 from colleague_question q where q.report_id = t.id
	and q.answered_at is null and q.closed_at is null)`;

/**
 * The queues of reports somebody has to do something about, each with its one condition on a report `t`. They shut
 * each other out whoever asks: every submitted or returned report is in exactly one of them, and no other report is.
 */
export const OPEN_QUEUES: Readonly<Record<OpenQueue, RawBuilder<unknown>>> = {
	waiting: sql`t.state = 'submitted' and t.first_read_by is null and not ${hasQuestion}`,
	second: sql`t.state = 'submitted' and t.first_read_by is not null and not ${hasQuestion}`,
	asked: sql`t.state = 'submitted' and ${hasQuestion}`,
	returned: sql`t.state = 'returned'`,
};

/** Societies an officer looks after on a day: the portfolio, and that of everybody they stand in for. */
export const caredFor = (account: number | null, day: string): RawBuilder<unknown> => sql`(
	select society_id from portfolio where starts_on <= ${day} and (account_id = ${account} or account_id in (
		select account_id from substitution where substitute_id = ${account} and withdrawn_at is null
			and ${day} between starts_on and ends_on)))`;

/**
 * Which of a queue are "mine": those of my societies; of second readings all that somebody else read first; of
 * questions those I asked or was asked.
 */
export function mineIn(queue: OpenQueue, account: number | null, day: string): RawBuilder<unknown> {
	if (queue === 'second') return sql`t.first_read_by <> ${account ?? -1}`;
	if (queue === 'asked') {
		return sql`exists (select 1 from colleague_question q where q.report_id = t.id and q.answered_at is null
			and q.closed_at is null and ${account} in (q.asked_of, q.asked_by))`;
	}
	return sql`p.society_id in ${caredFor(account, day)}`;
}
