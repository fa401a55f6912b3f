import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { inForce } from '#lib/platform/dated.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { dueDate, dueRules, readCalendar, type Calendar, type DueRule } from '../programs/due.server.ts';

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
		// A day that an exception gave stays as it was given.
		.where('e.exception_id', 'is', null)
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
			.where('exception_id', 'is', null)
			.where('opens_on', '>', today)
			.where('program_id', 'in', (eb) =>
				eb.selectFrom('program').select('id').where('frequency', '=', frequency),
			)
			.executeTakeFirstOrThrow();
		moved += Number(numUpdatedRows);
	}
	return moved;
}
