import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths, monthsBetween } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import { isPeriodOf, opensOnOf, readDeadlines, runsIn } from '../programs/deadlines.server.ts';
import { readCells } from '../reports/queries.server.ts';
import type { Happening, YearCell, YearLine } from './model.ts';

/** Programs of the grid; a society has a few, the largest imported one some sixty. */
const PROGRAMS = 200;
/** Things that happened last. */
const HAPPENINGS = 6;

interface ProgramRow {
	readonly id: number;
	readonly societyId: number;
	readonly ar: string;
	readonly en: string;
	readonly frequency: 'monthly' | 'quarterly';
	readonly status: 'planned' | 'running' | 'completed' | 'stopped';
	readonly startsOn: string;
	readonly endsOn: string | null;
}

/** A society's programs that run on any day of a year. */
export async function programsIn(db: Kysely<Schema>, societyId: number, year: number): Promise<ProgramRow[]> {
	return db
		.selectFrom('program')
		.select(['id', 'society_id as societyId', 'name_ar as ar', 'name_en as en', 'frequency', 'status'])
		.select(['starts_on as startsOn', 'ends_on as endsOn'])
		.where('society_id', '=', societyId)
		.where('starts_on', '<=', `${year}-12-31`)
		.where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', `${year}-01-01`)]))
		.orderBy('id')
		.limit(PROGRAMS)
		.execute();
}

/** Programs by the months of a year: every report, and where none is expected. */
export async function readYear(
	{ db, today }: Context,
	programs: readonly ProgramRow[],
	year: number,
): Promise<{ months: string[]; lines: YearLine[] }> {
	const months = monthsBetween(`${year}-01`, `${year}-12`);
	const ids = programs.map(({ id }) => id);
	const cells = await readCells(db, ids, { from: months[0]!, to: months[11]! }, today, true);
	const cellIn = (program: ProgramRow, month: string): YearCell => {
		const cell = cells.get(program.id)?.[month];
		if (cell) return { kind: 'report', cell };
		const covered = isPeriodOf(month, program.frequency) && runsIn(program, month);
		return { kind: covered && opensOnOf(month) > today ? 'ahead' : 'uncovered' };
	};
	const lines = programs.map((program) => ({
		programId: program.id,
		program: { ar: program.ar, en: program.en },
		cells: months.map((month) => cellIn(program, month)),
	}));
	return { months, lines: lines.filter((line) => line.cells.some(({ kind }) => kind !== 'uncovered')) };
}

/** The years in which anything was expected of a society or came from it, oldest first. */
export async function yearsOf({ db, today }: Context, societyId: number): Promise<number[]> {
	const { rows } = await sql<{ first: string | null }>`
		select min(period) as first from (
			select min(e.period) as period from expected_report e join program p on p.id = e.program_id
				where p.society_id = ${societyId}
			union all select min(t.period) from report t join program p on p.id = t.program_id
				where p.society_id = ${societyId})`.execute(db);
	const [from, to] = [Number((rows[0]?.first ?? today).slice(0, 4)), Number(today.slice(0, 4))];
	return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i);
}

/** What opens next: the month, its day, for how many programs, and until when it may come at the earliest. */
export async function readNext({ db, today, pack }: Context, programs: readonly ProgramRow[]) {
	const period = today.slice(0, 7);
	const deadlines = await readDeadlines(db, pack.code);
	const days = programs
		.filter(({ status }) => status === 'running' || status === 'planned')
		.filter((program) => isPeriodOf(period, program.frequency) && runsIn(program, period))
		.flatMap((program) => deadlines.of(program, period)?.dueOn ?? [])
		.toSorted();
	if (!days.length) return null;
	return { period, opensOn: `${addMonths(period, 1)}-01`, programs: days.length, dueOn: days[0]! };
}

/** What happened last to a society's reports, newest first. */
export async function readHappenings({ db }: Context, societyId: number): Promise<Happening[]> {
	const rows = await db
		.selectFrom('program as p')
		.innerJoin('report as t', 't.program_id', 'p.id')
		.innerJoin('review_event as v', 'v.report_id', 't.id')
		.select(['v.at', 'v.kind', 't.id as reportId', 't.period', 'p.name_ar as ar', 'p.name_en as en'])
		.where('p.society_id', '=', societyId)
		.where('t.state', '<>', 'draft')
		.orderBy('v.at', 'desc')
		.orderBy('v.id', 'desc')
		.limit(HAPPENINGS)
		.execute();
	return rows.map(({ ar, en, ...row }) => ({ ...row, program: { ar, en } }));
}
