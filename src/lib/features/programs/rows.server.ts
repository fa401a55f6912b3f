import { sql } from 'kysely';
import { programsNamed } from '#db/names.server.ts';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { withoutDims } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { all, conditions, type Places } from '#lib/kpi/sql.server.ts';
import type { ProgramRow } from './columns.ts';

/** What a program itself has; governorate and segment narrow its places and target segments. */
const PROGRAM_PLACES: Places = {
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

const REACH_PLACES: Places = { month: 'r.month', governorate: 'r.governorate_id', segment: 'r.segment_id' };

function programConditions(ask: Ask) {
	const own = conditions(
		PROGRAM_PLACES,
		withoutDims(ask.filter, ['governorate', 'segment', 'sex', 'age']),
		ask.scope,
	);
	const { governorate, segment } = ask.filter;
	if (governorate.length) {
		own.push(sql`exists (select 1 from program_governorate x join governorate g on g.id = x.governorate_id
			where x.program_id = p.id and g.code in (${sql.join(governorate)}))`);
	}
	if (segment.length) {
		own.push(sql`exists (select 1 from program_segment x join segment g on g.id = x.segment_id
			where x.program_id = p.id and g.code in (${sql.join(segment)}))`);
	}
	return own;
}

/** How many programs the filter leaves. */
export async function countPrograms(ask: Ask, matching = ''): Promise<number> {
	const where = programConditions(ask);
	if (matching) where.push(sql`p.id in ${programsNamed(matching)}`);
	const { rows } = await sql<{ n: number }>`select count(*) as n from program p
		join society s on s.id = p.society_id where ${all(where)}`.execute(ask.db);
	return rows[0]!.n;
}

/** Programs with their verified figures, by key order (for files) or by page and order (for screens). */
export async function listPrograms(
	ask: Ask,
	{ matching = '', ...slice }: Slice & { matching?: string },
): Promise<ProgramRow[]> {
	const where = [...programConditions(ask), sql`p.id > ${slice.after ?? 0}`];
	if (matching) where.push(sql`p.id in ${programsNamed(matching)}`);
	const reach = conditions(
		REACH_PLACES,
		withoutDims(ask.filter, ['category', 'sector', 'sex', 'age', 'society', 'program']),
		{ reach: 'all' },
	);
	const { filter, scope } = ask;
	const { from, to } = filter;
	const asTold = { ...filter, narrowed: { filter, scope } };
	const list = sql`
		select p.id, p.name_ar as nameAr, p.name_en as nameEn, p.search_key as programKey,
			s.id as societyId, s.search_key as societyKey, s.name_ar as societyAr, s.name_en as societyEn,
			k.code as sector, k.name_ar as sectorAr, k.name_en as sectorEn,
			g.code as governorate, g.name_ar as governorateAr, g.name_en as governorateEn,
			p.status, p.judgement, p.starts_on as startsOn, p.ends_on as endsOn, p.budget_minor as budgetMinor,
			coalesce((select sum(r.people) from ${told('rollup_program_reach', asTold)} r
				where r.program_id = p.id and ${all(reach)}), 0) as people,
			m.spend as spendMinor, coalesce(m.reports, 0) as reports
		from program p
		join society s on s.id = p.society_id
		join sector k on k.id = p.sector_id
		join governorate g on g.id = p.governorate_id
		left join (select program_id, iif(sum(reports_spent), sum(spend_minor), null) as spend, sum(reports) as reports
			from ${told('rollup_report', asTold)}
			where month between ${from} and ${to} group by program_id) m on m.program_id = p.id
		where ${all(where)}`;
	return (await sliced<ProgramRow>(list, sql`p.id`, slice).execute(ask.db)).rows;
}

/** A batch of programs after a key, for exports. */
export async function pagePrograms(
	ask: Ask,
	after: string | number | undefined,
	limit: number,
	matching = '',
): Promise<Page<ProgramRow>> {
	const rows = await listPrograms(ask, { after: Number(after ?? 0), limit, matching });
	return { rows, next: rows.length === limit ? rows.at(-1)!.id : undefined };
}
