import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths } from '../platform/clock.ts';

/**
 * The month at which periods end when the address names none: the newest month whose reports have fallen due, so
 * that a half-reported month does not look like a fall. Where nothing was due lately (imported history) it is the
 * last complete month, or the newest month with verified figures when those are older than a year.
 */
export async function latestMonth(db: Kysely<Schema>, today: string): Promise<string> {
	const complete = addMonths(today.slice(0, 7), -1);
	const due = await db
		.selectFrom('expected_report')
		.select('period')
		.where('due_on', '<=', today)
		.orderBy('due_on', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (due && due.period >= addMonths(complete, -2)) return due.period < complete ? due.period : complete;
	const newest = await db
		.selectFrom('rollup_report')
		.select((eb) => eb.fn.max('month').as('month'))
		.where('month', '<=', complete)
		.executeTakeFirst();
	const month = newest?.month;
	return month && month < addMonths(complete, -11) ? month : complete;
}
