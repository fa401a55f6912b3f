import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { scopeOf, type Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { contentPath } from '#lib/platform/files.server.ts';
import { guess, headOf, preview, type Guess, type Preview } from './detect.server.ts';
import { autoMatch, headersKey } from './fields.ts';
import { formatById, recognise } from './formats.ts';
import type { Job } from './jobs.server.ts';
import {
	DELIMITERS, VERDICTS, type Delimiter, type Encoding, type ImportKind, type JobState, type Mapping,
	type RowProblem, type StagedCells, type Verdict,
} from './model.ts'; // prettier-ignore

/** An import in the list. */
export interface JobLine {
	readonly id: number;
	readonly kind: ImportKind;
	readonly fileName: string;
	readonly state: JobState;
	readonly createdAt: string;
	readonly rows: number | null;
	readonly batchId: number | null;
	readonly isUndone: boolean;
	readonly by: Text;
}

const LISTED = 50;

/** Imports of one's society; of oneself for an officer; of everybody for who reads all and imports nothing. */
export const readImports = defineQuery<undefined, readonly JobLine[]>({
	action: 'import.read',
	probe: () => undefined,
	async run({ db, viewer }, scope) {
		let query = db
			.selectFrom('import_job as j')
			.innerJoin('account as a', 'a.id', 'j.account_id')
			.leftJoin('import_batch as b', 'b.id', 'j.batch_id')
			.select(['j.id', 'j.kind', 'j.file_name as fileName', 'j.state', 'j.created_at as createdAt'])
			.select(['j.total_rows as rows', 'j.batch_id as batchId', 'b.undone_at as undoneAt'])
			.select(['a.name_ar as ar', 'a.name_en as en'])
			.where('j.state', '<>', 'dropped')
			.orderBy('j.id', 'desc')
			.limit(LISTED);
		if (scope.reach === 'own') query = query.where('j.society_id', '=', scope.societyId);
		else if (viewer.role === 'officer') query = query.where('j.account_id', '=', viewer.accountId);
		const rows = await query.execute();
		return rows.map(({ undoneAt, ar, en, ...row }) => ({
			...row,
			isUndone: undoneAt !== null,
			by: { ar, en },
		}));
	},
});

async function jobIn(db: Kysely<Schema>, scope: Scope, id: number): Promise<Job> {
	const job = await db.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirst();
	if (!job || (scope.reach === 'own' && job.society_id !== scope.societyId)) throw missing();
	return job;
}

/** One import with everything its page shows, but its rows. */
export interface JobView {
	readonly id: number;
	readonly version: number;
	readonly kind: ImportKind;
	readonly fileName: string;
	readonly state: JobState;
	readonly encoding: Encoding | null;
	readonly delimiter: Delimiter | null;
	readonly headers: readonly string[];
	/** As confirmed, else as proposed: from last time, a known format, or the headers' names. */
	readonly mapping: Mapping;
	readonly isRemembered: boolean;
	readonly format: { readonly id: string; readonly label: Text } | null;
	readonly doneRows: number;
	readonly totalRows: number | null;
	readonly failure: Text | null;
	readonly counts: Readonly<Record<Verdict, number>>;
	readonly batchId: number | null;
	readonly undoneAt: string | null;
	/** Whether this person may go on with it. */
	readonly isMine: boolean;
}

async function proposed(ctx: Context, job: Job, headers: readonly string[]) {
	if (job.mapping)
		return { mapping: JSON.parse(job.mapping) as Mapping, format: job.adapter, isRemembered: false };
	const known = recognise(job.kind, headers);
	if (known) return { mapping: known.mapping, format: known.format.id, isRemembered: false };
	const kept = await ctx.db
		.selectFrom('import_profile')
		.select('mapping')
		.where('account_id', '=', ctx.viewer.accountId ?? -1)
		.where('kind', '=', job.kind)
		.where('headers_key', '=', headersKey(headers))
		.executeTakeFirst();
	if (kept) return { mapping: JSON.parse(kept.mapping) as Mapping, format: null, isRemembered: true };
	return { mapping: autoMatch(job.kind, headers), format: null, isRemembered: false };
}

async function countRows(db: Kysely<Schema>, id: number): Promise<Record<Verdict, number>> {
	const rows = await db
		.selectFrom('import_row')
		.select(['verdict', ({ fn }) => fn.countAll<number>().as('n')])
		.where('job_id', '=', id)
		.groupBy('verdict')
		.execute();
	return Object.fromEntries(VERDICTS.map((v) => [v, rows.find((r) => r.verdict === v)?.n ?? 0])) as Record<
		Verdict,
		number
	>;
}

/** One import; another society's is missing. */
export const readImport = defineQuery<{ id: number }, JobView>({
	action: 'import.read',
	probe: ({ importJobId }) => ({ id: importJobId }),
	async run(ctx, scope, { id }) {
		const { db, viewer } = ctx;
		const job = await jobIn(db, scope, id);
		const headers = JSON.parse(job.headers ?? '[]') as string[];
		const { mapping, format, isRemembered } = await proposed(ctx, job, headers);
		const known = formatById(format);
		const batch =
			job.batch_id === null
				? undefined
				: await db
						.selectFrom('import_batch')
						.select('undone_at')
						.where('id', '=', job.batch_id)
						.executeTakeFirst();
		return {
			id,
			version: job.version,
			kind: job.kind,
			fileName: job.file_name,
			state: job.state,
			encoding: job.encoding as Encoding | null,
			delimiter: job.delimiter as Delimiter | null,
			headers,
			mapping,
			isRemembered,
			format: known ? { id: known.id, label: known.label } : null,
			doneRows: job.done_rows,
			totalRows: job.total_rows,
			failure: job.failure ? (JSON.parse(job.failure) as Text) : null,
			counts: await countRows(db, id),
			batchId: job.batch_id,
			undoneAt: batch?.undone_at ?? null,
			isMine:
				scopeOf(viewer, 'import.write') !== undefined &&
				(job.account_id === viewer.accountId ||
					(job.society_id !== null && job.society_id === viewer.societyId)),
		};
	},
});

/** The first bytes of an import's file. */
export const readFileHead = defineQuery<{ id: number }, Buffer>({
	action: 'import.read',
	probe: ({ importJobId }) => ({ id: importJobId }),
	async run({ db, database }, scope, { id }) {
		const job = await jobIn(db, scope, id);
		try {
			return await headOf(contentPath(database.file, job.sha256));
		} catch (error) {
			if ((error as { code?: unknown }).code === 'ENOENT') return Buffer.alloc(0);
			throw error;
		}
	},
});

/** How a file would be read: what its bytes suggest, and its first rows under the choice (or the suggestion). */
export async function readPreview(
	ctx: Context,
	asked: { id: number; encoding: Encoding | null; delimiter: Delimiter | null },
): Promise<{ guess: Guess; encoding: Encoding; delimiter: Delimiter; preview: Preview }> {
	const head = await readFileHead(ctx, asked);
	const suggested = guess(head);
	const encoding = asked.encoding ?? suggested.encoding;
	const delimiter = asked.delimiter ?? suggested.delimiter;
	return { guess: suggested, encoding, delimiter, preview: preview(head, encoding, delimiter) };
}

/** A staged row as the page shows it. */
export interface RowView {
	readonly row: number;
	readonly verdict: Verdict;
	readonly cells: readonly string[];
	readonly was: Readonly<Record<number, string>>;
	readonly target: string | null;
	readonly problems: readonly (RowProblem & { readonly same: number })[];
}

export const ROWS_SHOWN = 50;

/** A page of an import's rows with one verdict. For a wrong value: how many rows have it in that column. */
export const readImportRows = defineQuery<{ id: number; verdict: Verdict; page: number }, readonly RowView[]>(
	{
		action: 'import.read',
		probe: ({ importJobId }) => ({ id: importJobId, verdict: 'rejected', page: 1 }),
		async run({ db }, scope, { id, verdict, page }) {
			const job = await jobIn(db, scope, id);
			const mapping = JSON.parse(job.mapping ?? '{}') as Mapping;
			const rows = await db
				.selectFrom('import_row')
				.select(['row', 'verdict', 'content', 'target', 'problems'])
				.where('job_id', '=', id)
				.where('verdict', '=', verdict)
				.orderBy('row')
				.limit(ROWS_SHOWN)
				.offset((page - 1) * ROWS_SHOWN)
				.execute();
			const same = await countSame(db, id, mapping, verdict === 'rejected' ? rows : []);
			return rows.map(({ row, content, problems, ...rest }) => {
				const { cells, was = {} } = JSON.parse(content) as StagedCells;
				const found = (JSON.parse(problems) as RowProblem[]).map((problem) => ({
					...problem,
					same: same.get(`${problem.column} ${cells[mapping[problem.column] ?? -1] ?? ''}`) ?? 1,
				}));
				return { row, ...rest, cells, was, problems: found };
			});
		},
	},
);

/** How many rejected rows have each of the shown wrong values in its column. */
async function countSame(
	db: Kysely<Schema>,
	id: number,
	mapping: Mapping,
	rows: readonly { content: string; problems: string }[],
): Promise<ReadonlyMap<string, number>> {
	const found = new Map<string, number>();
	const columns = new Set(
		rows.flatMap(({ problems }) => (JSON.parse(problems) as RowProblem[]).map((p) => p.column)),
	);
	for (const column of columns) {
		const at = mapping[column];
		if (at === undefined || at < 0) continue;
		const path = `$.cells[${at}]`;
		const counted = await sql<{ value: string; n: number }>`
			select json_extract(content, ${path}) as value, count(*) as n from import_row
			where job_id = ${id} and verdict = 'rejected' group by 1 having count(*) > 1 order by 2 desc limit 1000`.execute(
			db,
		);
		for (const { value, n } of counted.rows) found.set(`${column} ${value}`, n);
	}
	return found;
}

/** All rejected rows in steps, for the file that goes back to whoever sent it. */
export const readRejected = defineQuery<
	{ id: number; after: number },
	{ headers: readonly string[]; mapping: Mapping; fileName: string; rows: readonly Omit<RowView, 'was'>[] }
>({
	action: 'import.read',
	probe: ({ importJobId }) => ({ id: importJobId, after: 0 }),
	async run({ db }, scope, { id, after }) {
		const job = await jobIn(db, scope, id);
		const rows = await db
			.selectFrom('import_row')
			.select(['row', 'verdict', 'content', 'target', 'problems'])
			.where('job_id', '=', id)
			.where('verdict', '=', 'rejected')
			.where('row', '>', after)
			.orderBy('row')
			.limit(500)
			.execute();
		return {
			headers: JSON.parse(job.headers ?? '[]') as string[],
			mapping: JSON.parse(job.mapping ?? '{}') as Mapping,
			fileName: job.file_name,
			rows: rows.map(({ content, problems, ...row }) => ({
				...row,
				cells: (JSON.parse(content) as StagedCells).cells,
				problems: (JSON.parse(problems) as RowProblem[]).map((problem) => ({ ...problem, same: 1 })),
			})),
		};
	},
});

/** Whether a form names a delimiter that exists. */
export const isDelimiter = (text: string): text is Delimiter => Object.hasOwn(DELIMITERS, text);
