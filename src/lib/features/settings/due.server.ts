import type { Kysely } from 'kysely';
import { packs } from '#db/packs/registry.ts';
import type { Schema } from '#db/schema.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { inForce } from './model.ts';

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

/** Every rule of reports' due dates, withdrawn ones too. */
export async function dueRules(db: Kysely<Schema>): Promise<DueRule[]> {
	return db
		.selectFrom('period_rule')
		.select(['id', 'code', 'days', 'day_kind as dayKind', 'starts_on as startsOn'])
		.select('withdrawn_at as withdrawnAt')
		.where('code', 'in', ['report_due_monthly', 'report_due_quarterly'])
		.limit(1000)
		.execute();
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

/** Expected reports of one period that would fall due on another day. */
export interface DueShift {
	readonly period: string;
	readonly frequency: 'monthly' | 'quarterly';
	readonly before: string;
	readonly after: string;
	readonly reports: number;
}

/**
 * What rules and a calendar make of the reports that have not opened yet; those that have opened keep the day they
 * were promised.
 */
export async function dueShifts(
	db: Kysely<Schema>,
	today: string,
	rules: readonly DueRule[],
	calendar: Calendar,
): Promise<DueShift[]> {
	const rows = await db
		.selectFrom('expected_report as e')
		.innerJoin('program as p', 'p.id', 'e.program_id')
		.select(['e.period', 'e.opens_on as opensOn', 'e.due_on as before', 'p.frequency'])
		.select((eb) => eb.fn.countAll<number>().as('reports'))
		.where('e.opens_on', '>', today)
		.groupBy(['e.period', 'e.opens_on', 'e.due_on', 'p.frequency'])
		.orderBy('e.opens_on')
		.orderBy('p.frequency')
		.limit(500)
		.execute();
	return rows.flatMap(({ opensOn, ...row }) => {
		const own = rules.filter((rule) => rule.code === `report_due_${row.frequency}`);
		const rule = inForce(own, opensOn);
		const after = rule ? dueDate(opensOn, rule, calendar) : row.before;
		return after === row.before ? [] : [{ ...row, after }];
	});
}

/** Moves the due dates of reports that have not opened yet to what now holds; returns how many moved. */
export async function adjustDueDates({ trx, today, pack }: WriteContext): Promise<number> {
	const shifts = await dueShifts(trx, today, await dueRules(trx), await readCalendar(trx, pack.code));
	let moved = 0;
	for (const { period, frequency, before, after } of shifts) {
		const { numUpdatedRows } = await trx
			.updateTable('expected_report')
			.set({ due_on: after })
			.where('period', '=', period)
			.where('due_on', '=', before)
			.where('opens_on', '>', today)
			.where('program_id', 'in', (eb) =>
				eb.selectFrom('program').select('id').where('frequency', '=', frequency),
			)
			.executeTakeFirstOrThrow();
		moved += Number(numUpdatedRows);
	}
	return moved;
}
