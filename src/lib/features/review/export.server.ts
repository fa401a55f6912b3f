import { sql } from 'kysely';
import { defineExport } from '#lib/access/procedures.server.ts';
import { reviewTable } from './columns.ts';
import { QUEUES, type QueueAsk, type QueueRow } from './model.ts';
import { rowsIn, toRows, type RawRow } from './queue.server.ts';

/** A queue as a file, by program and month. */
export const reviewQueue = defineExport<QueueRow, Omit<QueueAsk, 'page' | 'order'>>({
	action: 'review.read',
	table: reviewTable,
	async page(ctx, _scope, ask, after, limit) {
		const queue = QUEUES.includes(ask.queue) ? ask.queue : 'waiting';
		const [program = 0, period = ''] = String(after ?? '0 ').split(' ');
		const { rows } = await sql<RawRow>`select * from (${rowsIn(ctx, { ...ask, queue })})
			where (programId, period) > (${Number(program)}, ${period}) order by programId, period limit ${limit}`.execute(
			ctx.db,
		);
		const last = rows.at(-1);
		return {
			rows: await toRows(ctx, queue, rows),
			next: last && rows.length === limit ? `${last.programId} ${last.period}` : undefined,
		};
	},
});
