import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { transact } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { conflict, invalid } from '#lib/platform/errors.ts';
import { readCsv } from '#lib/tables/reader.server.ts';
import { asUtf8, guess, headOf, preview, refuseOtherKinds } from './detect.server.ts';
import { autoMatch, FIELDS } from './fields.ts';
import { fieldsOfRow, isProblem, recognise } from './formats.ts';
import { judgeOf } from './judges.server.ts';
import {
	DELIMITERS,
	INTAKE_LIMITS,
	type Encoding,
	type ImportKind,
	type RowVerdict,
	type Verdict,
} from './model.ts';
import { rowText, type RowText } from './texts.ts';
import { batchWriter } from './writer.server.ts';

/** What a file of the command line came to; no batch where nothing was new or different. */
export interface DirectResult {
	readonly batchId: number | null;
	readonly counts: Readonly<Record<Verdict, number>>;
	readonly rejected: readonly RowVerdict[];
}

interface Asked {
	readonly kind: Exclude<ImportKind, 'reports'>;
	readonly path: string;
	/** As the operator says; absent: as the file's own mark or UTF-8 says, anything else is refused. */
	readonly encoding: Encoding | undefined;
}

async function readRows(ctx: Context, { kind, path, encoding }: Asked): Promise<(() => RowText)[]> {
	const head = await headOf(path);
	refuseOtherKinds(head);
	const found = guess(head);
	if (!encoding && !found.isCertain) {
		throw invalid({
			ar: `لا يقول الملف ما ترميزه (لعله ${found.encoding})؛ سمّوه بخيار الترميز.`,
			en: `The file does not say its encoding (it may be ${found.encoding}); name it with --encoding.`,
		});
	}
	const how = { encoding: encoding ?? found.encoding, delimiter: found.delimiter };
	const { headers } = preview(head, how.encoding, how.delimiter);
	const known = recognise(kind, headers);
	const mapping = known?.mapping ?? autoMatch(kind, headers);
	const absent = FIELDS[kind].find((field) => field.isNeeded && mapping[field.key] === undefined);
	if (absent) {
		const { ar, en } = absent.label;
		throw invalid({ ar: `ليس في الملف عمود «${ar}».`, en: `The file has no column "${en}".` });
	}
	const columns = headers.flatMap((name, i) => (name ? [{ key: String(i), headers: [name] }] : []));
	const keys = FIELDS[kind].map(({ key }) => key);
	const rows: (() => RowText)[] = [];
	const bytes = asUtf8(path, how.encoding);
	for await (const batch of readCsv(bytes, columns, INTAKE_LIMITS, DELIMITERS[how.delimiter])) {
		for (const { row, cells } of batch) {
			const own = headers.map((_, i) => cells[String(i)] ?? '');
			const read = fieldsOfRow(known?.format, mapping, headers, own, ctx.pack);
			// Read anew for each judge: problems belong to one judgement.
			rows.push(() => {
				const text = rowText(row, (field) => (isProblem(read) ? '' : (read[field] ?? '')), keys);
				if (isProblem(read)) text.problems.push(read);
				return text;
			});
		}
	}
	return rows;
}

/** Takes a file of societies or programs in from the command line: judged and written by what the screen uses. */
export async function importTable(ctx: Context, asked: Asked): Promise<DirectResult> {
	const rows = await readRows(ctx, asked);
	const sha256 = createHash('sha256')
		.update(await readFile(asked.path))
		.digest('hex');
	const fileName = basename(asked.path);
	const options = { scope: { reach: 'all' } as const, today: ctx.today, pack: ctx.pack, isSummed: false };
	const counted = (verdicts: readonly RowVerdict[]) => {
		const of = (verdict: Verdict) => verdicts.filter((v) => v.verdict === verdict).length;
		const counts = {
			created: of('created'),
			updated: of('updated'),
			unchanged: of('unchanged'),
			rejected: of('rejected'),
		};
		return { counts, rejected: verdicts.filter(({ verdict }) => verdict === 'rejected') };
	};
	const look = await judgeOf(asked.kind, ctx.db, options);
	for (const row of rows) look.row(row());
	const seen = counted((await look.finish()).verdicts);
	if (!seen.counts.created && !seen.counts.updated) return { batchId: null, ...seen };
	return transact(ctx, 'report.import', async (write) => {
		const judge = await judgeOf(asked.kind, write.trx, options);
		for (const row of rows) judge.row(row());
		const { verdicts, write: writeRows } = await judge.finish();
		const { counts, rejected } = counted(verdicts);
		const values = {
			rows_read: rows.length,
			rows_accepted: rows.length - rejected.length,
			rows_rejected: rejected.length,
		};
		const taken = await write.trx
			.selectFrom('import_batch')
			.select('id')
			.where('adapter', '=', asked.kind)
			.where('sha256', '=', sha256)
			.where('undone_at', 'is', null)
			.executeTakeFirst();
		if (taken) {
			throw conflict({
				ar: `استُورد هذا الملف من قبل في الدفعة ${taken.id}؛ ألغوها أولًا.`,
				en: `This file was imported before as batch ${taken.id}; undo that one first.`,
			});
		}
		const { id: batchId } = await write.trx
			.insertInto('import_batch')
			.values({
				adapter: asked.kind,
				kind: asked.kind,
				file_name: fileName,
				sha256,
				...values,
				created_at: write.now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const writer = batchWriter(write, batchId);
		await writeRows(writer);
		await writer.finish();
		const { created, updated } = counts;
		await write.audit({
			objectType: 'import_batch',
			objectId: batchId,
			after: { kind: asked.kind, fileName, sha256, created, updated, rejected: rejected.length },
		});
		return { batchId, counts, rejected };
	});
}
