import { sql } from 'kysely';
import { readMap } from '#lib/features/completeness/map.server.ts';
import type { MapChoice } from '#lib/features/completeness/model.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { compare } from './measure.ts';

const SOCIETIES = 700;
const CHOICE: MapChoice = {
	sort: 'trouble',
	group: 'none',
	gaps: false,
	q: '',
	matching: '',
	all: true,
	page: 1,
};

/** Copies societies with their programs, expected reports and reports until there are so many. */
async function grow({ writer }: Context['database']): Promise<void> {
	await writer.transaction().execute(async (trx) => {
		const { rows } = await sql<{ n: number; last: number; lastProgram: number }>`
			select (select count(*) from society) as n, (select max(id) from society) as last,
				(select max(id) from program) as lastProgram`.execute(trx);
		const { n, last, lastProgram } = rows[0]!;
		for (let copy = 1; n * copy < SOCIETIES; copy++) {
			const [society, program] = [last * copy, lastProgram * copy];
			await sql`insert into society (id, name_ar, name_en, search_key, match_key, category_id, governorate_id, status)
				select id + ${society}, name_ar || ${copy}, name_en || ${copy}, search_key, match_key || ${copy},
					category_id, governorate_id, status from society where id <= ${last}`.execute(trx);
			await sql`insert into program (id, society_id, name_ar, name_en, search_key, match_key, sector_id, governorate_id,
				starts_on, status, frequency)
				select id + ${program}, society_id + ${society}, name_ar, name_en, search_key, match_key || ${copy}, sector_id,
					governorate_id, starts_on, status, frequency from program where id <= ${lastProgram}`.execute(trx);
			await sql`insert into expected_report (program_id, period, opens_on, due_on)
				select program_id + ${program}, period, opens_on, due_on from expected_report
				where program_id <= ${lastProgram}`.execute(trx);
			await sql`insert into report (program_id, period, state, first_submitted_on)
				select program_id + ${program}, period, state, first_submitted_on from report
				where program_id <= ${lastProgram}`.execute(trx);
		}
	});
}

/** The map of 700 societies by twelve months against nothing but its counts: due, received and the worst by cell. */
export async function mapAgainstSql(ctx: Context): Promise<void> {
	await grow(ctx.database);
	const officer: Context = { ...ctx, viewer: { ...ctx.viewer, role: 'officer' } };
	const map = await readMap(officer, { filter: openFilter(), choice: CHOICE });
	const { from, to } = map.filter;
	const { today } = ctx;
	await compare(`Completeness, ${map.rows.length} societies x ${map.months.length} months`, [
		{
			name: 'bare SQL',
			run: () =>
				sql`select p.society_id, e.period, count(*), sum(e.due_on <= ${today}),
					sum(t.first_submitted_on <= ${today}), max(case when t.first_submitted_on is null then e.due_on < ${today}
						else t.first_submitted_on > e.due_on end)
					from expected_report e join program p on p.id = e.program_id
					left join report t on t.program_id = e.program_id and t.period = e.period
					where e.period between ${from} and ${to} group by 1, 2`.execute(ctx.db),
		},
		{ name: 'the map', run: () => readMap(officer, { filter: openFilter(), choice: CHOICE }) },
	]);
}
