import type { Kysely } from 'kysely';
import { packs } from '#db/packs/registry.ts';
import type { Schema } from '#db/schema.ts';
import { addDays } from '#lib/platform/clock.ts';

/** Days on which no office works. */
export interface Calendar {
	/** Weekdays, 0 is Sunday. */
	readonly rest: readonly number[];
	readonly holidays: ReadonlySet<string>;
}

/** A period rule as due dates need it. */
export interface DueRule {
	readonly id: number;
	readonly code: string;
	readonly days: number;
	readonly dayKind: 'calendar' | 'working';
	readonly startsOn: string;
	readonly withdrawnAt: string | null;
}

/** The weekly rest days of a country pack. */
export function restDaysOf(pack: string): readonly number[] {
	return packs[pack]?.restDays ?? [];
}

/** Whether offices work on a day. */
function isWorkingDay(day: string, { rest, holidays }: Calendar): boolean {
	return !rest.includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.has(day);
}

/** The last day of a period of `days`, the first of which is `opensOn`. */
export function dueDate(
	opensOn: string,
	{ days, dayKind }: Pick<DueRule, 'days' | 'dayKind'>,
	calendar: Calendar,
): string {
	if (dayKind === 'calendar' || days === 0) return days ? addDays(opensOn, days - 1) : opensOn;
	let day = addDays(opensOn, -1);
	for (let left = days; left > 0;) {
		day = addDays(day, 1);
		if (isWorkingDay(day, calendar)) left -= 1;
	}
	return day;
}

/** Working days from `from` to `to`, both included. */
export function workingDays(from: string, to: string, calendar: Calendar): number {
	let count = 0;
	for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1;
	return count;
}

/** Every rule of these codes, withdrawn ones too. */
export async function readRules(db: Kysely<Schema>, codes: readonly string[]): Promise<DueRule[]> {
	return db
		.selectFrom('period_rule')
		.select(['id', 'code', 'days', 'day_kind as dayKind', 'starts_on as startsOn'])
		.select('withdrawn_at as withdrawnAt')
		.where('code', 'in', codes)
		.limit(1000)
		.execute();
}

/** Every rule of reports' due dates, withdrawn ones too. */
export function dueRules(db: Kysely<Schema>): Promise<DueRule[]> {
	return readRules(db, ['report_due_monthly', 'report_due_quarterly']);
}

/** The calendar of a pack with the holidays that stand. */
export async function readCalendar(db: Kysely<Schema>, pack: string): Promise<Calendar> {
	const rows = await db
		.selectFrom('holiday')
		.select('held_on')
		.where('withdrawn_at', 'is', null)
		.limit(5000)
		.execute();
	return { rest: restDaysOf(pack), holidays: new Set(rows.map((row) => row.held_on)) };
}
