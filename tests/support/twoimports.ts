import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';

/** A checked import with one rejected row. */
export async function addImport(
	trx: Transaction<Schema>,
	word: string,
	{
		id: jobId,
		societyId,
		accountId,
		at: now,
	}: { id: number; societyId: number; accountId: number; at: Date },
): Promise<number> {
	const at = now.toISOString();
	const { id } = await trx
		.insertInto('import_job')
		.values({
			id: jobId,
			kind: 'reports',
			account_id: accountId,
			society_id: societyId,
			file_name: `${word}.csv`,
			sha256: word.padEnd(64, '0'),
			bytes: 10,
			encoding: 'utf-8',
			delimiter: 'comma',
			headers: JSON.stringify(['period', word]),
			mapping: JSON.stringify({ period: 0 }),
			state: 'checked',
			total_rows: 1,
			created_at: at,
			changed_at: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const problem = { column: 'period', value: word, reason: 'period_unreadable' };
	await trx
		.insertInto('import_row')
		.values({
			job_id: id,
			row: 2,
			verdict: 'rejected',
			content: JSON.stringify({ cells: [word, 'x'] }),
			problems: JSON.stringify([problem]),
		})
		.execute();
	return id;
}
