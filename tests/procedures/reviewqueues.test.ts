import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { OPEN } from '#lib/features/review/model.ts';
import { OPEN_QUEUES } from '#lib/features/review/queues.server.ts';
import { dice, fillRandomWorld } from '../support/randomworld.ts';
import { NOW } from '../support/twosocieties.ts';
import { freshDatabase } from '../support/world.ts';

describe('queues', () => {
	test.each([1, 2, 3, 4, 5])('hold every open report exactly once, whoever asks (world %i)', async (seed) => {
		const world = await freshDatabase();
		try {
			await fillRandomWorld(world, seed);
			const roll = dice(seed * 7);
			const names = {
				name_ar: 'موظف',
				name_en: 'Officer',
				role: 'officer' as const,
				created_at: NOW.toISOString(),
			};
			for (const id of [1, 2]) {
				await world.writer
					.insertInto('account')
					.values({ id, login: `o${id}`, ...names })
					.execute();
			}
			const reports = await world.reader.selectFrom('report').select(['id', 'state']).execute();
			for (const { id, state } of reports) {
				if (state === 'submitted' && roll(2)) {
					await world.writer.updateTable('report').set({ first_read_by: 1 }).where('id', '=', id).execute();
				}
				const closed = [null, NOW.toISOString()][roll(2)]!;
				const asked = {
					asked_by: 1,
					asked_of: 2,
					question: 'سؤال',
					asked_at: NOW.toISOString(),
					closed_at: closed,
				};
				if (roll(3) === 0) {
					await world.writer
						.insertInto('colleague_question')
						.values({ report_id: id, ...asked })
						.execute();
				}
			}
			const counts = OPEN.map((queue) => sql`(${OPEN_QUEUES[queue]})`);
			const { rows } = await sql<{ state: string; queues: number }>`
				select t.state, ${sql.join(counts, sql` + `)} as queues from report t`.execute(world.reader);
			expect(rows.length).toBeGreaterThan(50);
			for (const { state, queues } of rows) {
				expect(queues, state).toBe(state === 'submitted' || state === 'returned' ? 1 : 0);
			}
		} finally {
			await world.close();
		}
	});
});
