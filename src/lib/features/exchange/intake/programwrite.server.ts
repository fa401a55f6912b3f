import { addSociety, removeSociety } from '#lib/kpi/rollup.server.ts';
import { followProgramDates, settleNewPrograms } from '../../programs/expected.server.ts';
import { changes } from '../../societies/current.server.ts';
import { idsOf } from '../plan.server.ts';
import type { Changed, NewProgram } from './programs.server.ts';
import type { BatchWriter } from './writer.server.ts';

/** Programs whose expected reports are opened in one go. */
const STEP = 200;

/** Adds the new programs of a file with what they owe. */
export async function writeNew(writer: BatchWriter, added: readonly NewProgram[]): Promise<void> {
	const next = await idsOf(writer.write.trx, 'program');
	const rows = added.map((one) => ({ ...one, id: next() }));
	await writer.insert(
		'program',
		rows.map(({ id, values }) => ({
			id,
			...values,
			import_batch_id: writer.batchId,
		})),
	);
	for (const { id } of rows) writer.note('program', id, undefined, 1);
	await writer.insert(
		'program_governorate',
		rows.map(({ id, values }) => ({ program_id: id, governorate_id: values.governorate_id })),
	);
	await writer.insert(
		'program_segment',
		rows.flatMap(({ id, segments }) => segments.map((segment_id) => ({ program_id: id, segment_id }))),
	);
	const ids = rows.map(({ id }) => id);
	for (let at = 0; at < ids.length; at += STEP) await openExpected(writer, ids.slice(at, at + STEP));
}

/** History from the command line owes no reports; a program of the screen owes those that can still come in time. */
async function openExpected(writer: BatchWriter, programIds: readonly number[]): Promise<void> {
	const opened = await settleNewPrograms(writer.write, programIds);
	await writer.insert(
		'expected_report',
		opened.map(({ programId, period, opensOn, dueOn, ruleDueOn, exceptionId }) => ({
			program_id: programId,
			period,
			opens_on: opensOn,
			due_on: dueOn,
			rule_due_on: ruleDueOn,
			exception_id: exceptionId,
		})),
	);
	await writer.turn();
}

/** What a correction changes that decides which reports are owed. */
const DATES = ['starts_on', 'ends_on', 'frequency', 'status'] as const;

const readExpected = ({ write }: BatchWriter, programId: number) =>
	write.trx
		.selectFrom('expected_report')
		.selectAll()
		.where('program_id', '=', programId)
		.orderBy('id')
		.limit(5000)
		.execute();

/** Follows the dates of a corrected program and notes each expected report that comes or goes. */
async function follow(writer: BatchWriter, programId: number): Promise<void> {
	const before = await readExpected(writer, programId);
	await followProgramDates(writer.write, programId);
	const after = await readExpected(writer, programId);
	const lacks = (rows: typeof before, id: number) => rows.every((row) => row.id !== id);
	for (const row of after) if (lacks(before, row.id)) writer.note('expected_report', row.id);
	for (const row of before) if (lacks(after, row.id)) writer.note('expected_report', row.id, row);
}

/** Corrects a known program. A new place joins its places; its sector moves its figures with it. */
export async function writeChanged(writer: BatchWriter, { before, after }: Changed): Promise<void> {
	const { trx, audit } = writer.write;
	const moves = after.sector_id !== undefined || after.governorate_id !== undefined;
	if (moves) await removeSociety(trx, before.society_id);
	const version = before.version + 1;
	await trx
		.updateTable('program')
		.set({ ...after, version })
		.where('id', '=', before.id)
		.execute();
	let place: number | undefined;
	if (after.governorate_id !== undefined) {
		const joined = await trx
			.insertInto('program_governorate')
			.values({ program_id: before.id, governorate_id: after.governorate_id })
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		if (joined.numInsertedOrUpdatedRows) place = after.governorate_id;
	}
	if (moves) await addSociety(trx, before.society_id);
	writer.note('program', before.id, before, version);
	if (DATES.some((key) => after[key] !== undefined)) await follow(writer, before.id);
	// Undone backwards: the place leaves before the program is as it was.
	if (place !== undefined) writer.note('program_governorate', before.id, { governorate_id: place });
	await audit({ objectType: 'program', objectId: before.id, ...changes(before, after)! });
	await writer.turn();
}
