import { sql, type RawBuilder } from 'kysely';

type Fragment = RawBuilder<unknown>;

/** A day as its number, by which weeks can be counted: of day 0 and every seventh after it, it is Monday. */
const dayNumber = (day: Fragment) => sql`cast(julianday(${day}) + 0.5 as integer)`;

/**
 * Working days after one day up to and with another (both ISO dates), as an expression: the days between them without
 * the weekly rest days (`rest`, 0 is Sunday) and without holidays that do not fall on one. The same day counts none.
 */
export function workingDaysBetween(from: Fragment, to: Fragment, rest: readonly number[]): Fragment {
	const [first, last] = [dayNumber(from), dayNumber(to)];
	const resting = rest.map((weekday) => {
		const place = sql`cast(${(weekday + 6) % 7} as integer)`;
		return sql`((${last} - ${place}) / 7 - (${first} - ${place}) / 7)`;
	});
	const restDays = resting.length ? sql.join(resting, sql` + `) : sql`0`;
	const weekdays = rest.map((day) => sql`${String(day)}`);
	const working = rest.length ? sql`strftime('%w', h.held_on) not in (${sql.join(weekdays)})` : sql`true`;
	return sql`max(0, ${last} - ${first} - (${restDays}) - (select count(*) from holiday h
		where h.held_on > ${from} and h.held_on <= ${to} and h.withdrawn_at is null and ${working}))`;
}
