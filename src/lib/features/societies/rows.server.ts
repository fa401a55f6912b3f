import { sql, type RawBuilder } from 'kysely';
import { societiesNamed } from '#db/names.server.ts';
import type { Page } from '#lib/access/procedures.server.ts';
import { isCountedApart, type Counted } from '#lib/kpi/counting.server.ts';
import type { Ask, Group } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { sliced, type Slice } from '#lib/kpi/ordered.server.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { all, conditions, grouped, toGroups, type Places } from '#lib/kpi/sql.server.ts';
import { addMonths } from '#lib/platform/clock.ts';
import type { SocietyRow } from './columns.ts';

/** Dimensions of a society: governorate is its seat. */
export const SOCIETY_DIMS = ['category', 'governorate', 'society'] as const satisfies Dim[];

/** Where the dimensions of a society lie. */
export const SOCIETY_PLACES: Places = {
	category: 's.category_id',
	governorate: 's.governorate_id',
	society: 's.id',
};

/** What a registry measure asks of a society on the day (columns of the `s` below). */
export const SOCIETY_TEST = {
	onRegister: sql`s.status is not null`,
	existing: sql`s.status in ('active', 'suspended', 'temporary_board')`,
	active: sql`s.status in ('active', 'temporary_board') and s.has_activity`,
	boardDue: sql`s.status in ('active', 'suspended')`,
	inactive: sql`s.status in ('active', 'temporary_board') and not s.has_activity`,
	suspended: sql`s.status = 'suspended'`,
	ended: sql`s.status in ('merged', 'dissolved')`,
	boardInTerm: sql`s.status in ('active', 'suspended') and s.board_in_term`,
	boardEnding: sql`s.status in ('active', 'suspended') and s.board_in_term and s.board_until <= s.warning_day`,
	boardLapsed: sql`s.status in ('active', 'suspended') and not s.board_in_term`,
	temporaryBoard: sql`s.status = 'temporary_board'`,
} as const;

export type SocietyTest = keyof typeof SOCIETY_TEST;

/** Every society with its facts on `day` (ISO date). Activity: a verified report or a running program in the 12 months before. */
export function societiesOn(day: string, { asOf, count }: Counted = {}): RawBuilder<unknown> {
	const since = `${addMonths(day.slice(0, 7), -12)}${day.slice(7)}`;
	const counted = { ...(asOf && { asOf }), ...(count && { count }) };
	const [after, until] = [since.slice(0, 7), day.slice(0, 7)];
	// Counted apart, the totals are added up once; otherwise a society's own rows are looked up.
	const reported = isCountedApart(counted)
		? sql`s.id in (select q.society_id from ${told('rollup_report', { ...counted, from: addMonths(after, 1), to: until })} r
			join program q on q.id = r.program_id)`
		: sql`exists (select 1 from program p join rollup_report r on r.program_id = p.id
			where p.society_id = s.id and r.month > ${after} and r.month <= ${until})`;
	return sql`(
		select s.id, s.name_ar, s.name_en, s.search_key, s.category_id, s.governorate_id, s.town_id, s.founded_on,
			(select x.status from society_status x where x.society_id = s.id and x.starts_on <= ${day}
				order by x.starts_on desc limit 1) as status,
			exists (select 1 from board_term b where b.society_id = s.id and b.is_temporary = 0
				and ${day} between b.starts_on and b.ends_on) as board_in_term,
			date(${day}, '+' || coalesce((select r.days from period_rule r where r.code = 'board_expiry_warning'
				and r.starts_on <= ${day} and r.withdrawn_at is null order by r.starts_on desc, r.id desc limit 1), 0)
				|| ' days') as warning_day,
			(select max(b.ends_on) from board_term b where b.society_id = s.id and b.is_temporary = 0
				and b.starts_on <= ${day}) as board_until,
			(exists (select 1 from program p where p.society_id = s.id and p.status <> 'planned'
				and p.starts_on <= ${day} and coalesce(p.ends_on, '9999-12-31') > ${since})
			or ${reported})
				as has_activity
		from society s) s`;
}

/** A folded search text against the names, former names and registration numbers. */
function matchingSocieties(matching: string): RawBuilder<unknown>[] {
	return matching ? [sql`s.id in ${societiesNamed(matching)}`] : [];
}

/** How many societies pass the test on the ask's day, grouped; `matching` narrows by a folded search text. */
export async function countSocieties(
	ask: Ask,
	test: SocietyTest,
	by: readonly Dim[],
	matching = '',
): Promise<Group[]> {
	const day = momentOf(ask.filter, ask.today);
	const where = [
		...conditions(SOCIETY_PLACES, ask.filter, ask.scope),
		SOCIETY_TEST[test],
		...matchingSocieties(matching),
	];
	const count = sql`count(*)`;
	const query = grouped(
		SOCIETY_PLACES,
		by,
		[
			['value', count],
			['rows', count],
		],
		societiesOn(day, ask.filter),
		where,
	);
	return toGroups((await query.execute(ask.db)).rows, by);
}

/** A part of the register, narrowed by a folded search text. */
export interface SocietySlice extends Slice {
	readonly matching?: string;
}

/** The societies that pass the test on the ask's day. */
export async function listSocieties(
	ask: Ask,
	test: SocietyTest,
	{ matching = '', ...slice }: SocietySlice,
): Promise<SocietyRow[]> {
	const day = momentOf(ask.filter, ask.today);
	const where = [
		...conditions(SOCIETY_PLACES, ask.filter, ask.scope),
		SOCIETY_TEST[test],
		sql`s.id > ${slice.after ?? 0}`,
		...matchingSocieties(matching),
	];
	const list = sql`
		select s.id, s.name_ar as nameAr, s.name_en as nameEn, s.search_key as societyKey,
			(select number from society_registration n where n.society_id = s.id and n.starts_on <= ${day}
				order by n.starts_on desc limit 1) as registration,
			c.code as category, c.name_ar as categoryAr, c.name_en as categoryEn,
			g.code as governorate, g.name_ar as governorateAr, g.name_en as governorateEn,
			w.name_ar as townAr, w.name_en as townEn, s.founded_on as foundedOn, s.status,
			s.board_until as boardUntil, s.board_in_term as boardInTerm, s.has_activity as hasActivity,
			(select nullif(count(*), 0) from board_term b join board_member m on m.term_id = b.id
				where b.society_id = s.id and ${day} between b.starts_on and b.ends_on
				and m.starts_on <= ${day} and coalesce(m.ends_on, ${day}) >= ${day}) as boardMembers,
			(select count(*) from program p where p.society_id = s.id) as programs
		from ${societiesOn(day, ask.filter)}
		join category c on c.id = s.category_id
		join governorate g on g.id = s.governorate_id
		left join town w on w.id = s.town_id
		where ${all(where)}`;
	return (await sliced<SocietyRow>(list, sql`s.id`, slice).execute(ask.db)).rows;
}

/** A batch of the societies that pass the test, after a key. */
export async function pageSocieties(
	ask: Ask,
	test: SocietyTest,
	after: string | number | undefined,
	limit: number,
	matching = '',
): Promise<Page<SocietyRow>> {
	const rows = await listSocieties(ask, test, { after: after ?? 0, limit, matching });
	return { rows, next: rows.length === limit ? rows.at(-1)!.id : undefined };
}
