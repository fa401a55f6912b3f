import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { followProgramDates, NEVER } from './expected.server.ts';

/** First day of a row's period (`e` expected_report, `p` its program): a quarter is named by its last month. */
const periodStart = sql`date(e.period || '-01', iif(p.frequency = 'quarterly', '-2 months', '0 days'))`;

/**
 * Ids of a program's expected reports whose period begins on `day` or later and of which nobody began to report: they
 * can follow the program, or fall away when they are `undueOn` a day. A period that had begun stays where it was
 * reported from.
 */
function openExpected(programId: number, day: string, undueOn = ''): RawBuilder<{ id: number }> {
	return sql<{ id: number }>`select e.id from expected_report e join program p on p.id = e.program_id
		where e.program_id = ${programId} and ${periodStart} >= ${day} and e.due_on >= ${undueOn}
		and not exists (select 1 from report r where r.program_id = e.program_id and r.period = e.period)`;
}

/** How many expected reports could follow a program from `day` on, or would fall away when they are not due on `undueOn`. */
export async function countOpenExpected(
	db: Kysely<Schema>,
	programId: number,
	day: string,
	undueOn?: string,
): Promise<number> {
	const open = openExpected(programId, day, undueOn);
	const { rows } = await sql<{ n: number }>`select count(*) as n from (${open})`.execute(db);
	return rows[0]!.n;
}

/** Gives the open expected reports from `day` on to another program. */
export async function moveOpenExpected(
	trx: Kysely<Schema>,
	programId: number,
	to: number,
	day: string,
): Promise<void> {
	await sql`update expected_report set program_id = ${to}
		where id in (${openExpected(programId, day)})`.execute(trx);
}

/**
 * Ends a program the day before `day`; what is expected of it from then on falls away where nobody reported and it is
 * not due yet. One that would only begin later never runs: it keeps its dates, and nothing is expected of it.
 */
export async function endProgram(
	write: Pick<WriteContext, 'trx' | 'today' | 'pack'>,
	program: { readonly id: number; readonly starts_on: string },
	day: string,
	status: 'completed' | 'stopped',
): Promise<void> {
	const { trx, today } = write;
	const ran = program.starts_on < day;
	await sql`delete from expected_report where id in (${openExpected(program.id, day, today)})`.execute(trx);
	await trx
		.updateTable('program')
		.set({
			status,
			version: sql`version + 1`,
			...(ran ? { ends_on: addDays(day, -1) } : { settled_on: NEVER }),
		})
		.where('id', '=', program.id)
		.execute();
	if (ran) await followProgramDates(write, program.id);
}

/** A society's programs that run or are planned on `day` or later. */
export async function listUnended(db: Kysely<Schema>, societyId: number, day: string) {
	return db
		.selectFrom('program')
		.selectAll()
		.where('society_id', '=', societyId)
		.where('status', 'in', ['planned', 'running'])
		.where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', day)]))
		.orderBy('id')
		.limit(500)
		.execute();
}
