import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';

/** The amount above which a second officer reads, on a day; null: no report needs one. */
export async function secondReaderLimit(db: Kysely<Schema>, day: string): Promise<number | null> {
	const row = await db
		.selectFrom('decision_limit')
		.select('amount_minor')
		.where('code', '=', 'report_second_reader')
		.where('withdrawn_at', 'is', null)
		.where('starts_on', '<=', day)
		.orderBy('starts_on', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.amount_minor ?? null;
}

/** Whether a sum is above a limit; what was not reported is not. */
export const isAbove = (spendMinor: number | null, limit: number | null): boolean =>
	limit !== null && spendMinor !== null && spendMinor > limit;

/** The days a review may take by the rule in force on a day. */
export async function reviewRule(db: Kysely<Schema>, day: string): Promise<{ days: number }> {
	const { rows } = await sql<{ days: number }>`
		select days from period_rule where code = 'report_review' and withdrawn_at is null and starts_on <= ${day}
		order by starts_on desc, id desc limit 1`.execute(db);
	return { days: rows[0]?.days ?? 10 };
}

/** The days a review may take today. */
export const reviewRuleOf = defineQuery<Record<string, never>, { days: number }>({
	action: 'review.read',
	probe: () => ({}),
	run: ({ db, today }) => reviewRule(db, today),
});
