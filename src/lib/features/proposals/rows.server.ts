import { sql } from 'kysely';
import { programsNamed, societiesNamed } from '#db/names.server.ts';
import type { Page } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { afterKey, all, conditions, keyOf, type Places } from '#lib/kpi/sql.server.ts';
import type { ProposalRow } from './columns.ts';

const PLACES: Places = {
	governorate: 's.governorate_id',
	category: 's.category_id',
	society: 'r.society_id',
	program: 'r.program_id',
};

/** Filters the list of proposals applies. */
export const PROPOSAL_DIMS: readonly Dim[] = ['governorate', 'category', 'society', 'program'];

const FROM = sql`proposal r join society s on s.id = r.society_id left join program p on p.id = r.program_id`;

function where(ask: Ask, matching: string) {
	const found = conditions(PLACES, ask.filter, ask.scope);
	if (!matching) return found;
	const named = sql`(r.society_id in ${societiesNamed(matching)} or r.program_id in ${programsNamed(matching)})`;
	return [...found, named];
}

/** How many proposals the filter leaves. */
export async function countProposals(ask: Ask, matching = ''): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from ${FROM} where ${all(where(ask, matching))}`.execute(ask.db);
	return rows[0]!.n;
}

/** Proposals of the filter: those that wait first, the longest waiting before the others; then the newest decisions. */
export async function listProposals(
	ask: Ask,
	{ matching = '', ...slice }: Slice & { readonly matching?: string },
): Promise<ProposalRow[]> {
	const own = sql`r.state <> 'proposed', iif(r.state = 'proposed', r.proposed_at, null),
		coalesce(r.decided_at, r.proposed_at) desc, r.id`;
	const order = slice.after === undefined ? own : sql`r.id`;
	const { rows } = await sliced<ProposalRow>(
		sql`select r.id, r.kind, r.content ->> '$.act' as act, r.state, r.kind || ' ' || (r.content ->> '$.act') as asked,
			case r.state when 'proposed' then 1 when 'refused' then 2 when 'approved' then 3 else 4 end as stateOrder,
			s.id as societyId, s.name_ar as societyAr, s.name_en as societyEn, s.search_key as societyKey,
			r.program_id as programId,
			iif(r.kind = 'program', coalesce(p.name_ar, r.content ->> '$.next.nameAr'), null) as programAr,
			iif(r.kind = 'program', coalesce(p.name_en, r.content ->> '$.next.nameEn'), null) as programEn,
			substr(r.proposed_at, 1, 10) as proposedOn, substr(r.decided_at, 1, 10) as decidedOn,
			cast(julianday(substr(coalesce(r.decided_at, ${ask.today}), 1, 10))
				- julianday(substr(r.proposed_at, 1, 10)) as integer) as days
			from ${FROM} where ${all([...where(ask, matching), ...afterKey(['r.id'], slice.after)])}`,
		order,
		slice,
	).execute(ask.db);
	return rows;
}

/** A batch of proposals after a key, for the file. */
export async function pageProposals(
	ask: Ask,
	after: string | number | undefined,
	limit: number,
	matching = '',
): Promise<Page<ProposalRow>> {
	const rows = await listProposals(ask, { after: after ?? 0, limit, matching });
	const last = rows.at(-1);
	return { rows, next: last && rows.length === limit ? keyOf(last.id) : undefined };
}
