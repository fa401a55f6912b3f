import { sql } from 'kysely';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { kpiById } from '../dashboard/registry.server.ts';

/** The parts of the settings, as their pages are named. */
export type Part = 'thresholds' | 'targets' | 'rules' | 'holidays' | 'lists' | 'pack';

/** A change that does not hold yet. */
export interface Coming {
	readonly part: Part;
	readonly href: string;
	readonly startsOn: string;
	readonly name: Text;
	readonly reason: string | null;
}

/** How many rows of a part hold today, and the day it was last changed by the ministry. */
export interface PartState {
	readonly part: Part;
	readonly inForce: number;
	readonly changedAt: string | null;
}

interface ComingRow {
	readonly part: Part;
	readonly code: string;
	readonly list: string;
	readonly starts_on: string;
	readonly ar: string | null;
	readonly en: string | null;
	readonly reason: string | null;
}

/** What is in force and what is coming, over all parts of the settings. */
export const readSettings = defineQuery<undefined, { parts: PartState[]; coming: Coming[] }>({
	action: 'settings.read',
	probe: () => undefined,
	async run({ db, today }) {
		const { rows: parts } = await sql<PartState>`
			select 'thresholds' as part, (select count(*) from (select 1 from kpi_threshold where withdrawn_at is null
				and starts_on <= ${today} group by kpi, level, category_id, society_id, program_id)) as inForce,
				(select max(set_at) from kpi_threshold) as changedAt
			union all select 'targets', (select count(*) from (select 1 from kpi_target where withdrawn_at is null
				and starts_on <= ${today} group by kpi, level, category_id, society_id, program_id, year)),
				(select max(set_at) from kpi_target)
			union all select 'rules', (select count(distinct code) from period_rule where withdrawn_at is null
				and starts_on <= ${today}), (select max(set_at) from period_rule)
			union all select 'holidays', (select count(*) from holiday where withdrawn_at is null
				and held_on >= ${today}), (select max(set_at) from holiday)
			union all select 'lists', (select count(*) from category) + (select count(*) from governorate)
				+ (select count(*) from town) + (select count(*) from sector) + (select count(*) from segment)
				+ (select count(*) from age_band) + (select count(*) from aid_type) + (select count(*) from unit),
				(select max(set_at) from reference_change where list <> 'pack')
			union all select 'pack', 1, (select max(set_at) from reference_change where list = 'pack')`.execute(db);
		const { rows } = await sql<ComingRow>`
			select 'thresholds' as part, kpi as code, '' as list, starts_on, null as ar, null as en, reason
				from kpi_threshold where withdrawn_at is null and starts_on > ${today}
			union all select 'targets', kpi, '', starts_on, null, null, reason
				from kpi_target where withdrawn_at is null and starts_on > ${today}
			union all select 'rules', code, '', starts_on, name_ar, name_en, reason
				from period_rule where withdrawn_at is null and starts_on > ${today}
			union all select case list when 'pack' then 'pack' else 'lists' end, code, list, starts_on,
				json_extract(after, '$.name_ar'), json_extract(after, '$.name_en'), reason
				from reference_change where withdrawn_at is null and applied_at is null and starts_on > ${today}
			order by 4, 1, 2 limit 200`.execute(db);
		return {
			parts,
			coming: rows.map((row) => ({
				part: row.part,
				href: row.part === 'lists' ? `/settings/lists/${row.list}` : `/settings/${row.part}`,
				startsOn: row.starts_on,
				name: kpiById(row.code)?.label ?? { ar: row.ar ?? row.code, en: row.en ?? row.code },
				reason: row.reason,
			})),
		};
	},
});
