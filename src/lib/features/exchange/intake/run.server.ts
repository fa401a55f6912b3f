import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { scopeOf } from '#lib/access/grants.ts';
import { transact } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { denied, Expected } from '#lib/platform/errors.ts';
import type { Text } from '#lib/i18n/text.ts';
import { contentPath } from '#lib/platform/files.server.ts';
import { readCsv } from '#lib/tables/reader.server.ts';
import { asUtf8 } from './detect.server.ts';
import { FIELDS } from './fields.ts';
import { fieldsOfRow, formatById, isProblem } from './formats.ts';
import type { Job } from './jobs.server.ts';
import { judgeOf } from './judges.server.ts';
import {
	DELIMITERS, INTAKE_LIMITS, type Delimiter, type Encoding, type Mapping, type RowVerdict, type StagedCells,
} from './model.ts'; // prettier-ignore
import { rowText } from './texts.ts';
import type { Judge, Judged } from './writer.server.ts';

/** Rows per transaction of the staging, and per turn of the judging. */
const STEP = 250;

const UNEXPECTED: Text = {
	ar: 'توقف العمل على الملف لخطأ عندنا، ولم يُحفظ منه شيء. أعيدوا الفحص، وإن تكرر فاذكروا رقم الاستيراد.',
	en: 'Work on the file stopped because of a fault on our side; nothing of it was saved. Check it again, and quote the import’s number if it repeats.',
};

/** Sets what a job shows of itself, in a transaction of its own. */
async function setJob(ctx: Context, id: number, set: Partial<Job>): Promise<void> {
	const changed = { ...set, changed_at: ctx.now.toISOString() };
	await transact(
		ctx,
		'import.write',
		({ trx }) => trx.updateTable('import_job').set(changed).where('id', '=', id).execute(),
		true,
	);
}

/** Ends a job's step with the sentence of what went wrong. Never a value, never a stack. */
export async function failJob(ctx: Context, id: number, thrown: unknown, state: Job['state']): Promise<void> {
	const text = thrown instanceof Expected ? thrown.text : UNEXPECTED;
	const failure = JSON.stringify({ ar: text.ar, en: text.en });
	await setJob(ctx, id, { state, failure, version: sql`version + 1` as never });
}

async function readJob(db: Kysely<Schema>, id: number): Promise<Job> {
	return db.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Puts the file's rows into the staging table, a few hundred per transaction. */
async function stage(ctx: Context, job: Job): Promise<number> {
	const headers = JSON.parse(job.headers ?? '[]') as string[];
	const columns = headers.flatMap((name, i) => (name ? [{ key: String(i), headers: [name] }] : []));
	const path = contentPath(ctx.database.file, job.sha256);
	const bytes = asUtf8(path, job.encoding as Encoding);
	await transact(
		ctx,
		'import.write',
		({ trx }) => trx.deleteFrom('import_row').where('job_id', '=', job.id).execute(),
		true,
	);
	let waiting: { job_id: number; row: number; verdict: 'unchanged'; target: null; content: string }[] = [];
	let staged = 0;
	const flush = async () => {
		const rows = waiting;
		waiting = [];
		staged += rows.length;
		await transact(
			ctx,
			'import.write',
			async ({ trx }) => {
				if (rows.length) await trx.insertInto('import_row').values(rows).execute();
				await trx.updateTable('import_job').set({ done_rows: staged }).where('id', '=', job.id).execute();
			},
			true,
		);
		await setImmediate();
	};
	for await (const batch of readCsv(bytes, columns, INTAKE_LIMITS, DELIMITERS[job.delimiter as Delimiter])) {
		for (const { row, cells } of batch) {
			const content = JSON.stringify({ cells: headers.map((_, i) => cells[String(i)] ?? '') });
			waiting.push({ job_id: job.id, row, verdict: 'unchanged', target: null, content });
			if (waiting.length >= STEP) await flush();
		}
	}
	await flush();
	return staged;
}

/** Lets a judge read all staged rows in the file's order, step by step, so that other requests get their turn. */
async function feed(
	ctx: Context,
	db: Kysely<Schema>,
	job: Job,
	judge: Judge,
	onStep?: (rows: number) => Promise<void>,
) {
	const headers = JSON.parse(job.headers ?? '[]') as string[];
	const mapping = JSON.parse(job.mapping ?? '{}') as Mapping;
	const format = formatById(job.adapter);
	const fields = FIELDS[job.kind].map(({ key }) => key);
	let [after, done] = [0, 0];
	for (;;) {
		const rows = await db
			.selectFrom('import_row')
			.select(['row', 'content'])
			.where('job_id', '=', job.id)
			.where('row', '>', after)
			.orderBy('row')
			.limit(STEP)
			.execute();
		for (const { row, content } of rows) {
			const { cells } = JSON.parse(content) as StagedCells;
			const read = fieldsOfRow(format, mapping, headers, cells, ctx.pack);
			const wrong = isProblem(read) ? read : undefined;
			const raw = (field: string) =>
				isProblem(read) ? (cells[mapping[field] ?? -1] ?? '') : (read[field] ?? '');
			const text = rowText(row, raw, fields);
			if (wrong) text.problems.push(wrong);
			judge.row(text);
		}
		done += rows.length;
		if (rows.length < STEP) return done;
		after = rows.at(-1)!.row;
		await onStep?.(done);
		await setImmediate();
	}
}

/** Judges all staged rows against the register as `db` sees it. */
export async function judgeStaged(
	ctx: Context,
	db: Kysely<Schema>,
	job: Job,
	onStep?: (rows: number) => Promise<void>,
): Promise<Judged> {
	const scope = scopeOf(ctx.viewer, 'import.write');
	if (!scope) throw denied();
	const isSummed = formatById(job.adapter)?.isSummed ?? false;
	const judge = await judgeOf(job.kind, db, { scope, today: ctx.today, pack: ctx.pack, isSummed });
	await feed(ctx, db, job, judge, onStep);
	return judge.finish();
}

async function storeVerdicts(ctx: Context, job: Job, verdicts: readonly RowVerdict[]): Promise<void> {
	for (let at = 0; at < verdicts.length; at += STEP) {
		const step = verdicts.slice(at, at + STEP);
		const found = JSON.stringify(step.map((v) => ({ ...v, problems: JSON.stringify(v.problems) })));
		await transact(
			ctx,
			'import.write',
			async ({ trx }) => {
				// The list leads and finds its rows by key: led by the table, every row would walk the list.
				await sql`insert into import_row (job_id, row, verdict, target, content, problems)
					select r.job_id, r.row, v.value ->> 'verdict', v.value ->> 'target', r.content, v.value ->> 'problems'
					from json_each(${found}) v
					cross join import_row r on r.job_id = ${job.id} and r.row = v.value ->> 'row' where true
					on conflict (job_id, row) do update
					set verdict = excluded.verdict, target = excluded.target, problems = excluded.problems`.execute(trx);
			},
			true,
		);
		await setImmediate();
	}
}

/**
 * Checks a job that is `checking`: stages the file's rows unless they are staged already, judges them, and leaves it
 * `checked` or `failed`. Never throws; whoever starts it need not wait.
 */
export async function checkJob(ctx: Context, id: number): Promise<void> {
	try {
		const job = await readJob(ctx.db, id);
		if (job.state !== 'checking') return;
		const total = job.total_rows ?? (await stage(ctx, job));
		await setJob(ctx, id, { total_rows: total, done_rows: 0 });
		const { verdicts } = await judgeStaged(ctx, ctx.db, job, (done_rows) => setJob(ctx, id, { done_rows }));
		await storeVerdicts(ctx, job, verdicts);
		await setJob(ctx, id, { state: 'checked', done_rows: total, version: sql`version + 1` as never });
	} catch (thrown) {
		await failJob(ctx, id, thrown, 'failed');
	}
}
