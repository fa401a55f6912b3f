import { sql, type Kysely, type Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths } from '#lib/platform/clock.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import {
	isPeriodOf, readDeadlines, runsIn, type Deadline, type Deadlines, type Reporting,
} from './deadlines.server.ts'; // prettier-ignore

/** A program as its expected reports follow it. */
interface Running extends Reporting {
	readonly status: 'planned' | 'running' | 'completed' | 'stopped';
	readonly startsOn: string;
	readonly endsOn: string | null;
	/** The day its dates were last changed; what had fallen due before is its past. */
	readonly settledOn: string | null;
	readonly isImported: 0 | 1;
	/** The newest period of which a report is expected already. */
	readonly newest: string | null;
}

/** An expected report that is to be. */
export interface ToOpen extends Deadline {
	readonly programId: number;
	readonly societyId: number;
	readonly frequency: Reporting['frequency'];
	readonly period: string;
}

/** Settles a program that never ran: of it nothing will ever be expected. */
export const NEVER = '9999-12-31';

/** An exception may move a day this far, so older periods than that cannot be due any more. */
const REACH_MONTHS = 16;

async function readPrograms(db: Kysely<Schema>, only?: readonly number[]): Promise<Running[]> {
	const { rows } = await sql<Running>`
		select p.id, p.society_id as societyId, p.frequency, p.status, p.starts_on as startsOn, p.ends_on as endsOn,
			p.settled_on as settledOn, p.import_batch_id is not null as isImported,
			(select max(e.period) from expected_report e where e.program_id = p.id) as newest
		from program p where ${only ? sql`p.id in (select value from json_each(${JSON.stringify(only)}))` : sql`1`}
		order by p.id`.execute(db);
	return rows;
}

/** Whether a program owes a report of a period: it runs in it, and an ended one says until when it ran. */
function owes(program: Running, period: string): boolean {
	const hasEnd = program.status === 'running' || program.status === 'planned' || program.endsOn !== null;
	return (
		hasEnd && program.settledOn !== NEVER && isPeriodOf(period, program.frequency) && runsIn(program, period)
	);
}

/** The day before which nothing is opened any more; undefined: of this program nothing is expected at all. */
function floorOf({ settledOn, newest, isImported }: Running, today: string): string | undefined {
	if (settledOn !== null) return settledOn;
	if (newest !== null) return '';
	return isImported ? undefined : today;
}

/** The periods of a program that have ended and are to be opened, newest first. */
function periodsOf(program: Running, today: string, deadlines: Deadlines): ToOpen[] {
	const floor = floorOf(program, today);
	if (floor === undefined) return [];
	const { id: programId, societyId, frequency } = program;
	const found: ToOpen[] = [];
	const since = [program.newest ?? '', addMonths(program.startsOn.slice(0, 7), -1)].toSorted().at(-1)!;
	const oldest =
		floor === '' || floor === NEVER ? floor.slice(0, 7) : addMonths(floor.slice(0, 7), -REACH_MONTHS);
	for (let period = addMonths(today.slice(0, 7), -1); period > since; period = addMonths(period, -1)) {
		if (period < oldest) break;
		if (!owes(program, period)) continue;
		const deadline = deadlines.of(program, period);
		if (deadline && deadline.dueOn >= floor)
			found.push({ programId, societyId, frequency, period, ...deadline });
	}
	return found;
}

/**
 * The expected reports whose day has come and that are not there yet: one for each period in which a program runs,
 * from the first day after the period. They go on from the newest that is expected already. A program of which
 * nothing was expected yet begins with the first period whose report can still come in time, so nobody is overdue on
 * the day of joining. Imported history begins when its dates are first settled here (`followProgramDates`): before
 * that nobody promised anything. What had fallen due before a program's dates were last changed stays as it was.
 */
export async function readToOpen({
	db,
	today,
	pack,
}: Pick<Context, 'db' | 'today' | 'pack'>): Promise<ToOpen[]> {
	const deadlines = await readDeadlines(db, pack.code);
	const programs = await readPrograms(db);
	return programs
		.flatMap((program) => periodsOf(program, today, deadlines))
		.toSorted((a, b) => (a.period === b.period ? a.programId - b.programId : a.period < b.period ? -1 : 1));
}

/** Adds expected reports; one that is there already stays. Returns those that were added. */
export async function addExpected(trx: Transaction<Schema>, all: readonly ToOpen[]): Promise<ToOpen[]> {
	const added: ToOpen[] = [];
	for (const one of all) {
		const { numInsertedOrUpdatedRows } = await trx
			.insertInto('expected_report')
			.values({
				program_id: one.programId,
				period: one.period,
				opens_on: one.opensOn,
				due_on: one.dueOn,
				rule_due_on: one.ruleDueOn,
				exception_id: one.exceptionId,
			})
			.onConflict((conflict) => conflict.columns(['program_id', 'period']).doNothing())
			.executeTakeFirstOrThrow();
		if (numInsertedOrUpdatedRows) added.push(one);
	}
	return added;
}

/** Takes away expected reports that are not due yet, of which nobody began to report and that the program does not owe. */
async function dropUnowed(trx: Transaction<Schema>, program: Running, today: string): Promise<number> {
	const open = await trx
		.selectFrom('expected_report as e')
		.select(['e.id', 'e.period'])
		.where('e.program_id', '=', program.id)
		.where('e.due_on', '>=', today)
		.where(
			sql<boolean>`not exists (select 1 from report r where r.program_id = e.program_id and r.period = e.period)`,
		)
		.limit(500)
		.execute();
	const unowed = open.filter(({ period }) => !owes(program, period)).map(({ id }) => id);
	if (unowed.length) await trx.deleteFrom('expected_report').where('id', 'in', unowed).execute();
	return unowed.length;
}

type Following = Pick<WriteContext, 'trx' | 'today' | 'pack'>;

/** What following a program's dates did. */
export interface Followed {
	readonly added: number;
	readonly dropped: number;
}

/**
 * Brings a program's expected reports in line with its dates, status and frequency, in the transaction that changed
 * them; the caller audits. Only what is not due yet and of which nobody began to report comes or goes; what was
 * reported and what had fallen due stays as it was. Also to be called for a program that was just made or approved:
 * from then on its periods open by themselves.
 */
export async function followProgramDates(
	{ trx, today, pack }: Following,
	programId: number,
): Promise<Followed> {
	const [program] = await readPrograms(trx, [programId]);
	if (!program) return { added: 0, dropped: 0 };
	const hasEnded = program.status === 'completed' || program.status === 'stopped';
	const neverRan = hasEnded && (program.startsOn > today || program.settledOn === NEVER);
	const settledOn = neverRan ? NEVER : today;
	await trx.updateTable('program').set({ settled_on: settledOn }).where('id', '=', programId).execute();
	const settled = { ...program, settledOn };
	const dropped = await dropUnowed(trx, settled, today);
	const deadlines = await readDeadlines(trx, pack.code);
	const added = await addExpected(trx, periodsOf({ ...settled, newest: null }, today, deadlines));
	return { added: added.length, dropped };
}

/**
 * The same for many programs that were just made, as a file brings them: settled on their first day here, with the
 * reports of the periods that can still come in time. Returns what is to be opened; the caller adds it.
 */
export async function settleNewPrograms(
	{ trx, today, pack }: Following,
	programIds: readonly number[],
): Promise<ToOpen[]> {
	const deadlines = await readDeadlines(trx, pack.code);
	const programs = await readPrograms(trx, programIds);
	const hasEnded = ({ status }: Running) => status === 'completed' || status === 'stopped';
	const never = programs
		.filter((program) => hasEnded(program) && program.startsOn > today)
		.map(({ id }) => id);
	const settle = (ids: readonly number[], settledOn: string) =>
		sql`update program set settled_on = ${settledOn}
			where id in (select value from json_each(${JSON.stringify(ids)}))`.execute(trx);
	await settle(programIds, today);
	if (never.length) await settle(never, NEVER);
	return programs
		.filter(({ id }) => !never.includes(id))
		.flatMap((program) => periodsOf({ ...program, settledOn: today }, today, deadlines));
}
