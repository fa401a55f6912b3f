import { sql, type RawBuilder } from 'kysely';
import { programMatch } from '#db/names.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import { all } from '#lib/kpi/sql.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Question } from './question.ts';
import { COUNTED, type FoundReport, type Section } from './result.ts';

/** Years a month without a year is looked for in. */
const YEARS = 15;

/** The months meant, as a condition; none when no month and no year was named. */
function inPeriod({ month, year }: Question, today: string): RawBuilder<unknown>[] {
	if (month === undefined && year === undefined) return [];
	if (month === undefined) return [sql`r.period between ${`${year}-01`} and ${`${year}-12`}`];
	const newest = year ?? Number(today.slice(0, 4));
	const years = year === undefined ? Array.from({ length: YEARS }, (_, i) => newest - i) : [year];
	const months = years.map((each) => `${each}-${String(month).padStart(2, '0')}`);
	return [sql`r.period in (${sql.join(months)})`];
}

function conditions(question: Question, scope: Scope, today: string): RawBuilder<unknown>[] {
	const { reportId, subject } = question;
	const where = reportId === undefined ? inPeriod(question, today) : [sql`r.id = ${reportId}`];
	if (subject) {
		const match = programMatch(subject);
		// A letter alone names nothing; every report would be the answer.
		if (match === undefined) return [sql`false`];
		where.push(sql`r.program_id in (select rowid from search_program where search_program match ${match})`);
	}
	if (scope.reach === 'own') where.push(sql`p.society_id = ${scope.societyId}`);
	// A draft is its author's working copy: the ministry sees a report when it has been sent.
	else where.push(sql`(r.state <> 'draft' or r.first_submitted_on is not null)`);
	return where;
}

/** Reports of the programs named and the months meant, newest first; nothing unless a report was asked for. */
export async function reportsOf(
	{ db, today }: Context,
	scope: Scope,
	question: Question,
	limit: number,
): Promise<Section<FoundReport>> {
	if (!question.wantsReports) return { rows: [], total: 0 };
	const from = sql`from report r join program p on p.id = r.program_id join society s on s.id = p.society_id
		where ${all(conditions(question, scope, today))}`;
	const { rows } = await sql<Record<'id', number> & Record<string, string>>`
		select r.id, r.period, r.state, p.name_ar as programAr, p.name_en as programEn,
			s.name_ar as societyAr, s.name_en as societyEn
		${from} order by r.period desc, p.search_key, r.id limit ${limit}`.execute(db);
	const { rows: counted } = await sql<{ n: number }>`
		select count(*) as n from (select 1 ${from} limit ${COUNTED + 1})`.execute(db);
	return {
		total: counted[0]!.n,
		rows: rows.map((row) => ({
			id: row.id,
			period: row.period!,
			state: row.state as FoundReport['state'],
			name: { ar: row.programAr!, en: row.programEn! },
			society: { ar: row.societyAr!, en: row.societyEn! },
		})),
	};
}
