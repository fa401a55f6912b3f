import { setImmediate } from 'node:timers/promises';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { ImportChange, Schema } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { addSociety, removeSociety } from '#lib/kpi/rollup.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, missing } from '#lib/platform/errors.ts';
import { ownerOf, takeJob } from './jobs.server.ts';

type Trx = WriteContext['trx'];
type Change = Selectable<ImportChange>;
type Before = Record<string, string | number | null>;

const STEP = 250;

const TOUCHED = {
	ar: 'لا يمكن التراجع عن هذا الاستيراد: اعتُمد شيء مما جاء به أو عُدّل أو بُني عليه بعده.',
	en: 'This import cannot be undone: something it brought was verified, changed or built upon since.',
};

/** Tables a batch changes, and what must not have happened to a row since: a version other than the batch left. */
const VERSIONED = ['society', 'program', 'report'] as const;
type Versioned = (typeof VERSIONED)[number];
const isVersioned = (name: string): name is Versioned => VERSIONED.some((one) => one === name);

type Ids = ReturnType<typeof sql>;

const idsOf = (changes: readonly Change[]): Ids =>
	sql`(select value from json_each(${JSON.stringify(changes.map(({ row_id }) => row_id))}))`;

/** What others may have built on a row that came with the batch; any of it keeps the batch. */
const BUILT_ON: Readonly<Record<Versioned, (ids: Ids) => ReturnType<typeof sql>>> = {
	society: (ids) => sql`exists (select 1 from program where society_id in ${ids})
		or exists (select 1 from account where society_id in ${ids})
		or exists (select 1 from portfolio where society_id in ${ids})
		or exists (select 1 from board_term where society_id in ${ids})
		or exists (select 1 from contact where society_id in ${ids})
		or exists (select 1 from proposal where society_id in ${ids})
		or exists (select 1 from deadline_exception where society_id in ${ids})`,
	program: (ids) => sql`exists (select 1 from report where program_id in ${ids})
		or exists (select 1 from indicator where program_id in ${ids})
		or exists (select 1 from kpi_target where program_id in ${ids})
		or exists (select 1 from proposal where program_id in ${ids})
		or exists (select 1 from deadline_exception where program_id in ${ids})`,
	report: (ids) => sql`exists (select 1 from report where id in ${ids} and state <> 'submitted')
		or exists (select 1 from report_draft where report_id in ${ids})
		or exists (select 1 from report_comment where report_id in ${ids})
		or exists (select 1 from colleague_question where report_id in ${ids})`,
};

async function refuseTouched(trx: Trx, table: string, changes: readonly Change[]): Promise<void> {
	if (!isVersioned(table)) return;
	const ids = idsOf(changes);
	const left = new Map(changes.map(({ row_id, after_version }) => [row_id, after_version]));
	const { rows: now } = await sql<{ id: number; version: number }>`
		select id, version from ${sql.table(table)} where id in ${ids}`.execute(trx);
	if (now.length !== left.size || now.some(({ id, version }) => left.get(id) !== version))
		throw conflict(TOUCHED);
	// What was there before the batch may have been built upon; only its own row must not have changed.
	if (changes[0]!.before !== null && table !== 'report') return;
	const { rows } = await sql<{ n: number }>`select (${BUILT_ON[table](ids)}) as n`.execute(trx);
	if (rows[0]!.n) throw conflict(TOUCHED);
}

/** Rows that came with a society, program or report, and go with it. */
async function removeOwn(trx: Trx, table: Versioned, ids: Ids): Promise<void> {
	const parts: Readonly<Record<Versioned, readonly (readonly [keyof Schema, string])[]>> = {
		society: [
			['society_registration', 'society_id'],
			['society_status', 'society_id'],
		],
		program: [
			['program_governorate', 'program_id'],
			['program_segment', 'program_id'],
			['expected_report', 'program_id'],
		],
		report: [['report_version', 'report_id']],
	};
	for (const [part, key] of parts[table]) {
		await sql`delete from ${sql.table(part)} where ${sql.ref(key)} in ${ids}`.execute(trx);
	}
}

/** The society whose figures a restored row may move: its category, or its program's sector or place. */
async function societyBehind(trx: Trx, change: Change): Promise<number | undefined> {
	if (change.table_name === 'society') return change.row_id;
	if (change.table_name !== 'program') return undefined;
	const row = await trx
		.selectFrom('program')
		.select('society_id')
		.where('id', '=', change.row_id)
		.executeTakeFirst();
	return row?.society_id;
}

async function restore(trx: Trx, change: Change, before: Before): Promise<void> {
	if (change.table_name === 'program_governorate') {
		// A place that joined a program with the batch: it leaves again.
		await trx
			.deleteFrom('program_governorate')
			.where('program_id', '=', change.row_id)
			.where('governorate_id', '=', Number(before.governorate_id))
			.execute();
		return;
	}
	if (change.table_name === 'expected_report') {
		// One that the batch took away: it comes back.
		const columns = sql.join(Object.keys(before).map((key) => sql.ref(key)));
		await sql`insert into expected_report (${columns}) values (${sql.join(Object.values(before))})`.execute(
			trx,
		);
		return;
	}
	const moves = await societyBehind(trx, change);
	if (moves !== undefined) await removeSociety(trx, moves);
	const columns = Object.entries(before).filter(([key]) => key !== 'id');
	const set = sql.join(columns.map(([key, value]) => sql`${sql.ref(key)} = ${value}`));
	await sql`update ${sql.table(change.table_name)} set ${set} where id = ${change.row_id}`.execute(trx);
	if (moves !== undefined) await addSociety(trx, moves);
}

async function remove(trx: Trx, table: string, changes: readonly Change[]): Promise<void> {
	const ids = idsOf(changes);
	if (isVersioned(table)) await removeOwn(trx, table, ids);
	await sql`delete from ${sql.table(table)} where id in ${ids}`.execute(trx);
}

/** Changes that can be undone in one go: neighbours of one table that all came with the batch; others one by one. */
function* runsOf(changes: readonly Change[]): Generator<[Change, ...Change[]]> {
	let run: Change[] = [];
	for (const change of changes) {
		const [first] = run;
		const joins = first?.table_name === change.table_name && first.before === null && change.before === null;
		if (run.length && !joins) yield run as [Change, ...Change[]];
		run = joins ? [...run, change] : [change];
	}
	if (run.length) yield run as [Change, ...Change[]];
}

async function takeBack(trx: Trx, changes: readonly [Change, ...Change[]]): Promise<void> {
	const [{ table_name, before }] = changes;
	await refuseTouched(trx, table_name, changes);
	if (before !== null) return restore(trx, changes[0], JSON.parse(before) as Before);
	try {
		await remove(trx, table_name, changes);
	} catch (error) {
		// Something else holds on to a row: it was built upon in a way that has no sentence of its own.
		if ((error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_FOREIGNKEY') throw conflict(TOUCHED);
		throw error;
	}
}

/**
 * Takes a batch of the screen back: every row it brought goes, every row it changed is as it was before, byte for byte.
 * 409 once a reviewer acted on any of it or somebody changed it. Returns how many rows.
 */
export async function takeBatchBack({ trx, now, audit }: WriteContext, batchId: number): Promise<number> {
	const batch = await trx
		.selectFrom('import_batch')
		.select(['sha256', 'rows_accepted', 'undone_at'])
		.where('id', '=', batchId)
		.executeTakeFirst();
	if (!batch) throw missing();
	if (batch.undone_at) {
		throw conflict({ ar: `أُلغيت الدفعة ${batchId} من قبل.`, en: `Batch ${batchId} was undone before.` });
	}
	let before = Number.MAX_SAFE_INTEGER;
	let changes = 0;
	for (;;) {
		const step = await trx
			.selectFrom('import_change')
			.selectAll()
			.where('batch_id', '=', batchId)
			.where('number', '<', before)
			.orderBy('number', 'desc')
			.limit(STEP)
			.execute();
		for (const run of runsOf(step)) {
			await takeBack(trx, run);
			await setImmediate();
		}
		changes += step.length;
		if (step.length < STEP) break;
		before = step.at(-1)!.number;
	}
	await trx
		.updateTable('import_batch')
		.set({ undone_at: now.toISOString() })
		.where('id', '=', batchId)
		.execute();
	await audit({
		objectType: 'import_batch',
		objectId: batchId,
		before: { sha256: batch.sha256, accepted: batch.rows_accepted },
		after: { undone: changes },
	});
	return changes;
}

/** Undoes an import made on the screen; see `takeBatchBack`. */
export const takeImportBack = defineCommand({
	action: 'import.undo',
	input: z.strictObject({ id: z.int().positive(), version: z.coerce.number().int().positive() }),
	probe: ({ importJobId }) => ({ id: importJobId, version: 1 }),
	owner: ownerOf,
	async run(write, { id, version }) {
		const job = await takeJob(write, { id, version }, ['applied'], {});
		if (job.batch_id === null) throw missing();
		return { rows: await takeBatchBack(write, job.batch_id) };
	},
});
