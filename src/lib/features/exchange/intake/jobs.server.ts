import { sql, type Selectable, type Transaction } from 'kysely';
import { z } from 'zod';
import type { ImportJob, Schema } from '#db/schema.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, denied, invalid, missing } from '#lib/platform/errors.ts';
import { FIELDS, headersKey } from './fields.ts';
import { formatById } from './formats.ts';
import {
	DELIMITERS,
	ENCODINGS,
	IMPORT_KINDS,
	INTAKE_LIMITS,
	type Delimiter,
	type JobState,
} from './model.ts';

type Trx = Transaction<Schema>;
export type Job = Selectable<ImportJob>;

/** Imports that are checked or written at a time, and by one person (R26). */
const MOST_RUNNING = 2;

const seen = { id: z.int().positive(), version: z.coerce.number().int().positive() };

/** The society an import belongs to (null: the ministry's); undefined when there is none. */
export async function ownerOf({ trx }: WriteContext, { id }: { readonly id: number }) {
	const job = await trx.selectFrom('import_job').select('society_id').where('id', '=', id).executeTakeFirst();
	return job?.society_id;
}

const CHANGED = {
	ar: 'تقدّم هذا الاستيراد خطوة بعد أن فتحتم الصفحة. حدّثوها ثم أكملوا.',
	en: 'This import moved on after you opened the page. Reload it, then go on.',
};

/** Takes a job for a step: it must be in one of the states, at the version the person saw, and theirs or their society's. */
export async function takeJob(
	{ trx, viewer, now }: WriteContext,
	{ id, version }: { readonly id: number; readonly version: number },
	states: readonly JobState[],
	set: Partial<Job>,
): Promise<Job> {
	const job = await trx.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirst();
	if (!job) throw missing();
	const isOfOwn = job.society_id !== null && job.society_id === viewer.societyId;
	if (job.account_id !== viewer.accountId && !isOfOwn) throw denied();
	if (!states.includes(job.state) || job.version !== version) throw conflict(CHANGED);
	await trx
		.updateTable('import_job')
		.set({ ...set, version: version + 1, changed_at: now.toISOString() })
		.where('id', '=', id)
		.execute();
	return job;
}

/** Refuses a third running import, and a second one of one person. */
async function refuseCrowd(trx: Trx, accountId: number | null): Promise<void> {
	const running = await trx
		.selectFrom('import_job')
		.select('account_id')
		.where('state', 'in', ['checking', 'applying'])
		.limit(MOST_RUNNING)
		.execute();
	if (running.some(({ account_id }) => account_id === accountId)) {
		throw conflict({
			ar: 'لديكم استيراد قيد الفحص أو الحفظ. انتظروا انتهاءه ثم أعيدوا المحاولة.',
			en: 'An import of yours is being checked or saved. Wait until it is done, then try again.',
		});
	}
	if (running.length >= MOST_RUNNING) {
		throw conflict({
			ar: 'تُفحص الآن ملفات آخرين. أعيدوا المحاولة بعد دقيقة؛ لم يُفقد شيء.',
			en: 'Files of others are being checked. Try again in a minute; nothing was lost.',
		});
	}
}

/** Begins an import with a file that was stored before. A society brings its own reports, officers everything. */
export const createImport = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject({
		kind: z.enum(IMPORT_KINDS),
		file: z.strictObject({
			sha256: z.string().regex(/^[0-9a-f]{64}$/),
			name: z.string().min(1).max(200),
			bytes: z.int().positive(),
		}),
	}),
	probe: () => ({
		kind: 'societies' as const,
		file: { sha256: 'a'.repeat(64), name: 'file.csv', bytes: 10 },
	}),
	owner: async ({ viewer }) => viewer.societyId,
	async run({ trx, viewer, now }, { kind, file }) {
		if (viewer.accountId === null) throw denied();
		if (viewer.role === 'society' && kind !== 'reports') throw denied();
		const at = now.toISOString();
		return trx
			.insertInto('import_job')
			.values({
				kind,
				account_id: viewer.accountId,
				society_id: viewer.societyId,
				file_name: file.name,
				sha256: file.sha256,
				bytes: file.bytes,
				state: 'uploaded',
				created_at: at,
				changed_at: at,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
	},
});

/** A person confirms how the file is to be read; `headers` is its first row, read that way by the server. */
export const confirmFile = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject({
		...seen,
		encoding: z.enum(ENCODINGS),
		delimiter: z.enum(Object.keys(DELIMITERS) as [Delimiter, ...Delimiter[]]),
		headers: z.array(z.string().max(4096)).min(1).max(INTAKE_LIMITS.columns),
	}),
	probe: ({ importJobId }) => ({
		id: importJobId, version: 1, encoding: 'utf-8' as const, delimiter: 'comma' as const, headers: ['a'],
	}), // prettier-ignore
	owner: ownerOf,
	async run(write, { id, version, encoding, delimiter, headers }) {
		const states: JobState[] = ['uploaded', 'mapped', 'checked', 'failed'];
		const set = {
			encoding,
			delimiter,
			headers: JSON.stringify(headers),
			mapping: null,
			state: 'uploaded' as const,
		};
		await takeJob(write, { id, version }, states, { ...set, failure: null, total_rows: null, done_rows: 0 });
	},
});

/** A person says which column fills which field (`columns`: the field's key by column, '' for none). The check begins. */
export const mapColumns = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject({
		...seen,
		format: z.string().max(40),
		columns: z.array(z.string().max(40)).max(INTAKE_LIMITS.columns),
		isKept: z.boolean(),
	}),
	probe: ({ importJobId }) => ({ id: importJobId, version: 1, format: '', columns: [], isKept: false }),
	owner: ownerOf,
	async run(write, { id, version, format, columns, isKept }) {
		const { trx, viewer, now } = write;
		await refuseCrowd(trx, viewer.accountId);
		const state = { state: 'checking' as const, failure: null, total_rows: null, done_rows: 0 };
		const job = await takeJob(write, { id, version }, ['uploaded', 'checked', 'failed'], state);
		const headers = JSON.parse(job.headers ?? '[]') as string[];
		const known = formatById(format);
		const mapping = known ? placesOf(known.origin, headers) : checkedMapping(job.kind, columns);
		await trx
			.updateTable('import_job')
			.set({ mapping: JSON.stringify(mapping), adapter: known?.id ?? null })
			.where('id', '=', id)
			.execute();
		await trx.deleteFrom('import_row').where('job_id', '=', id).execute();
		if (!isKept || known || viewer.accountId === null) return;
		const profile = { mapping: JSON.stringify(mapping), used_at: now.toISOString() };
		await trx
			.insertInto('import_profile')
			.values({
				kind: job.kind,
				society_id: viewer.societyId,
				account_id: viewer.accountId,
				headers_key: headersKey(headers),
				...profile,
			})
			.onConflict((at) => at.columns(['account_id', 'kind', 'headers_key']).doUpdateSet(profile))
			.execute();
	},
});

function placesOf(origin: Readonly<Record<string, string>>, headers: readonly string[]) {
	const at = (header: string) => headers.findIndex((one) => one.toLowerCase() === header.toLowerCase());
	return Object.fromEntries(Object.entries(origin).map(([field, header]) => [field, at(header)]));
}

function checkedMapping(kind: Job['kind'], columns: readonly string[]): Record<string, number> {
	const mapping: Record<string, number> = {};
	for (const [at, key] of columns.entries()) {
		if (!key) continue;
		if (!FIELDS[kind].some((field) => field.key === key) || mapping[key] !== undefined) {
			const text = {
				ar: 'اختير هذا الحقل لعمودين؛ أبقوه لواحد.',
				en: 'This field was chosen for two columns; keep it for one.',
			};
			throw invalid(text, [{ place: `column-${at}`, text }]);
		}
		mapping[key] = at;
	}
	const absent = FIELDS[kind].find((field) => field.isNeeded && mapping[field.key] === undefined);
	if (!absent) return mapping;
	const text = {
		ar: `لم يُختر عمود للحقل «${absent.label.ar}»، ولا يُقرأ الملف بدونه.`,
		en: `No column was chosen for “${absent.label.en}”; the file cannot be read without it.`,
	};
	throw invalid(text, [{ place: absent.key, text }]);
}

/** Writes a corrected value into a row, or into every row that has the same text in that column. The check runs again. */
export const correctRows = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject({
		...seen,
		row: z.coerce.number().int().positive(),
		field: z.string().max(40),
		value: z.string().max(4096),
		isForAll: z.boolean(),
	}),
	probe: ({ importJobId }) => ({
		id: importJobId,
		version: 1,
		row: 2,
		field: 'a',
		value: '',
		isForAll: false,
	}),
	owner: ownerOf,
	async run(write, { id, version, row, field, value, isForAll }) {
		const { trx, viewer } = write;
		await refuseCrowd(trx, viewer.accountId);
		const job = await takeJob(write, { id, version }, ['checked'], { state: 'checking', done_rows: 0 });
		const at = (JSON.parse(job.mapping ?? '{}') as Record<string, number>)[field];
		if (at === undefined || at < 0) {
			throw invalid({
				ar: 'ليس في الملف عمود لهذا الحقل؛ أضيفوه إلى الملف أو طابقوا له عمودًا.',
				en: 'The file has no column for this field; add it to the file or map one to it.',
			});
		}
		// The path is made of a number; the first text that stood there is kept.
		const [cell, was] = [`$.cells[${at}]`, `$.was."${at}"`];
		const same = sql`json_extract(content, ${cell}) = (select json_extract(content, ${cell}) from import_row
			where job_id = ${id} and row = ${row})`;
		await sql`update import_row set content = json_set(content, ${cell}, ${value}, ${was},
			coalesce(json_extract(content, ${was}), json_extract(content, ${cell})))
			where job_id = ${id} and ${isForAll ? same : sql`row = ${row}`}`.execute(trx);
	},
});

/** Gives an import up: its staged rows go, nothing else was ever changed. */
export const dropImport = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject(seen),
	probe: ({ importJobId }) => ({ id: importJobId, version: 1 }),
	owner: ownerOf,
	async run(write, { id, version }) {
		await takeJob(write, { id, version }, ['uploaded', 'mapped', 'checked', 'failed'], { state: 'dropped' });
		await write.trx.deleteFrom('import_row').where('job_id', '=', id).execute();
	},
});

/** A person chose to take all rows in, or the good ones; the rows are written right after (`applyJob`). */
export const beginApplying = defineCommand({
	action: 'import.write',
	isWorkingCopy: true,
	input: z.strictObject({ ...seen, mode: z.enum(['all', 'good']) }),
	probe: ({ importJobId }) => ({ id: importJobId, version: 1, mode: 'all' as const }),
	owner: ownerOf,
	async run(write, { id, version, mode }) {
		const { trx, viewer } = write;
		await refuseCrowd(trx, viewer.accountId);
		await takeJob(write, { id, version }, ['checked'], { state: 'applying', failure: null });
		const counts = await trx
			.selectFrom('import_row')
			.select(['verdict', ({ fn }) => fn.countAll<number>().as('n')])
			.where('job_id', '=', id)
			.groupBy('verdict')
			.execute();
		const of = (...verdicts: string[]) =>
			counts.filter((c) => verdicts.includes(c.verdict)).reduce((sum, { n }) => sum + n, 0);
		if (mode === 'all' && of('rejected')) {
			throw conflict({
				ar: 'في الملف صفوف مرفوضة؛ صححوها أو اختاروا أخذ الصفوف المقبولة وحدها.',
				en: 'Some rows are rejected; correct them, or choose to take the good rows only.',
			});
		}
		if (of('created', 'updated')) return;
		throw conflict({
			ar: 'ليس في الملف جديد ولا مختلف عما هو محفوظ، فلا شيء يُستورد.',
			en: 'Nothing in the file is new or different from what is saved, so there is nothing to import.',
		});
	},
});
