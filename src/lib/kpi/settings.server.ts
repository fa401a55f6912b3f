import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';

export type Thresholds = ReadonlyMap<string, { readonly good: number; readonly watch: number }>;

/** The country's thresholds in force on a day (ISO date), by measure; of two that start together the later one set. */
export async function readThresholds(db: Kysely<Schema>, day: string): Promise<Thresholds> {
	const rows = await db
		.selectFrom('kpi_threshold')
		.select(['kpi', 'good', 'watch'])
		.where('level', '=', 'country')
		.where('withdrawn_at', 'is', null)
		.where('starts_on', '<=', day)
		.orderBy('starts_on')
		.orderBy('id')
		.execute();
	return new Map(rows.map(({ kpi, good, watch }) => [kpi, { good, watch }]));
}

/**
 * The programs' person targets in force on a day, as rows (program_id, year, people, profile, shares). A target is
 * never overwritten: of several for the same year the one with the latest start that has come holds.
 */
export function personTargetsOn(day: string): RawBuilder<unknown> {
	return sql`(
		select t.program_id, t.year, t.value_milli / 1000 as people, t.profile, t.shares from kpi_target t
		where t.kpi = 'K-B7' and t.level = 'program' and t.withdrawn_at is null and t.starts_on <= ${day}
		and not exists (select 1 from kpi_target n where n.kpi = 'K-B7' and n.level = 'program'
			and n.program_id = t.program_id and n.year = t.year and n.withdrawn_at is null and n.starts_on <= ${day}
			and (n.starts_on, n.id) > (t.starts_on, t.id)))`;
}
