import { transact } from '#lib/access/procedures.server.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import { conflict, Expected } from '#lib/platform/errors.ts';
import { notify, peopleOfSociety } from '../../notices/notify.server.ts';
import type { Job } from './jobs.server.ts';
import type { RowVerdict, Verdict } from './model.ts';
import { checkJob, failJob, judgeStaged } from './run.server.ts';
import { batchWriter } from './writer.server.ts';

const countOf = (verdicts: readonly Pick<RowVerdict, 'verdict'>[], ...of: Verdict[]) =>
	verdicts.filter(({ verdict }) => of.includes(verdict)).length;

/** Refuses when the register changed since the check, so that what is saved is what was shown. */
async function refuseSurprise(
	{ trx }: WriteContext,
	job: Job,
	verdicts: readonly RowVerdict[],
): Promise<void> {
	const staged = await trx
		.selectFrom('import_row')
		.select(['verdict', ({ fn }) => fn.countAll<number>().as('n')])
		.where('job_id', '=', job.id)
		.groupBy('verdict')
		.execute();
	const same = (['created', 'updated', 'unchanged', 'rejected'] as const).every(
		(verdict) => countOf(verdicts, verdict) === (staged.find((s) => s.verdict === verdict)?.n ?? 0),
	);
	if (same) return;
	throw conflict({
		ar: 'تغيّر السجل بعد الفحص، فأعدنا فحص الملف. راجعوا النتيجة الجديدة ثم أكّدوا.',
		en: 'The register changed after the check, so the file is being checked again. Look at the new result, then confirm.',
	});
}

async function writeJob(ctx: Context, write: WriteContext, id: number): Promise<number> {
	const { trx, now, viewer } = write;
	const job = await trx.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	const { verdicts, write: writeRows } = await judgeStaged(ctx, trx, job);
	await refuseSurprise(write, job, verdicts);
	const rejected = countOf(verdicts, 'rejected');
	const counts = { read: verdicts.length, accepted: verdicts.length - rejected, rejected };
	const made = { created: countOf(verdicts, 'created'), updated: countOf(verdicts, 'updated') };
	const { id: batchId } = await trx
		.insertInto('import_batch')
		.values({
			// A person may send the same file again once the register knows more.
			adapter: `screen:${job.id}`,
			kind: job.kind,
			society_id: job.society_id,
			file_name: job.file_name,
			sha256: job.sha256,
			rows_read: counts.read,
			rows_accepted: counts.accepted,
			rows_rejected: counts.rejected,
			account_id: viewer.accountId,
			created_at: now.toISOString(),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const writer = batchWriter(write, batchId);
	await writeRows(writer);
	await writer.finish();
	await trx
		.updateTable('import_job')
		.set({ state: 'applied', batch_id: batchId, version: job.version + 1, changed_at: now.toISOString() })
		.where('id', '=', id)
		.execute();
	const { file_name: fileName, sha256, kind } = job;
	await write.audit({
		objectType: 'import_batch',
		objectId: batchId,
		after: { kind, fileName, sha256, ...counts, ...made },
	});
	await tell(write, job, made);
	return batchId;
}

/** Tells whoever sent the file, and the other people of the society. */
async function tell(
	{ trx, now }: WriteContext,
	job: Job,
	made: { created: number; updated: number },
): Promise<void> {
	const people = job.society_id === null ? [] : await peopleOfSociety(trx, job.society_id);
	const notices = [...new Set([job.account_id, ...people])].map((accountId) => ({
		accountId,
		kind: 'import_done' as const,
		objectType: 'import_job' as const,
		objectId: job.id,
		facts: { file: job.file_name, ...made },
		once: `import_done:${job.id}`,
	}));
	await notify(trx, now, notices);
}

/**
 * Takes the good rows of a job that is `applying` in: one transaction with its batch, its changes, its audit entry.
 * The rows are judged once more inside it. Never throws: a job that could not be applied says why and is as before.
 */
export async function applyJob(ctx: Context, id: number): Promise<void> {
	try {
		await transact(ctx, 'import.write', (write) => writeJob(ctx, write, id));
	} catch (thrown) {
		const isStale = thrown instanceof Expected && thrown.code === 'conflict';
		await failJob(ctx, id, thrown, isStale ? 'checking' : 'checked');
		if (isStale) await checkJob(ctx, id);
	}
}
