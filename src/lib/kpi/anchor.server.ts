import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths } from '../platform/clock.ts';

/**
 * The month at which periods end when the address names none: the last complete month, or, in a file whose
 * newest figures are older than a year (imported history), the newest month with verified figures.
 */
export async function latestMonth(db: Kysely<Schema>, today: string): Promise<string> {
	const complete = addMonths(today.slice(0, 7), -1);
	const newest = await db
		.selectFrom('rollup_report')
		.select((eb) => eb.fn.max('month').as('month'))
		.where('month', '<=', complete)
		.executeTakeFirst();
	const month = newest?.month;
	return month && month < addMonths(complete, -11) ? month : complete;
}
