import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { COUNTS, type Count } from '#lib/kpi/known.ts';
import { askOf, readKpi, rowsOf } from '#lib/kpi/read.server.ts';
import { addVersion, removeVersion } from '#lib/kpi/rollup.server.ts';
import { dateIn } from '#lib/platform/clock.ts';
import { asOfDay } from '../support/asof.ts';
import { addRandomTargets } from '../support/randomtargets.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { freshDatabase } from '../support/world.ts';

const DAY = '2026-06-30';
const counts: (Count | undefined)[] = [undefined, ...COUNTS];

/** Every measure as of the day, with the ids of its rows; `today` has no say in it. */
async function known(database: Database, today: string) {
	const figures: unknown[] = [];
	for (const count of counts) {
		const filter = openFilter({
			from: '2025-09',
			to: '2026-06',
			asOf: asOfDay(DAY),
			...(count && { count }),
		});
		const ask = askOf({ db: database.reader, today }, { reach: 'all' }, filter);
		for (const kpi of KPIS) {
			const rows: unknown[] = [];
			for await (const batch of rowsOf(kpi.numerator, ask))
				rows.push(...batch.map((row) => (row as { id: unknown }).id));
			figures.push([kpi.id, count ?? 'verified', await readKpi(kpi, ask), rows]);
		}
	}
	return figures;
}

const ALLOWED: Record<'verify' | 'return' | 'reopen' | 'send', readonly string[]> = {
	verify: ['submitted'],
	return: ['submitted'],
	reopen: ['verified'],
	send: ['draft', 'returned'],
};

/** Something an officer or a society does to a report after the day, with what it leaves behind. */
async function act(database: Database, reportId: number, what: keyof typeof ALLOWED, at: string) {
	await database.writer.transaction().execute(async (trx) => {
		const versions = await trx
			.selectFrom('report_version')
			.select(['id', 'number', 'verified_from', 'verified_until'])
			.where('report_id', '=', reportId)
			.orderBy('number', 'desc')
			.execute();
		const [newest] = versions;
		const { state: present } = await trx
			.selectFrom('report')
			.select('state')
			.where('id', '=', reportId)
			.executeTakeFirstOrThrow();
		if (!newest || !ALLOWED[what].includes(present)) return;
		const event = { report_id: reportId, version_id: newest.id, at };
		const state = (to: 'verified' | 'returned' | 'submitted') =>
			trx.updateTable('report').set({ state: to }).where('id', '=', reportId).execute();
		if (what === 'verify') {
			await trx
				.updateTable('report_version')
				.set({ verified_from: at })
				.where('id', '=', newest.id)
				.execute();
			await addVersion(trx, newest.id);
			await trx
				.insertInto('review_event')
				.values({ ...event, kind: 'verified' })
				.execute();
			await state('verified');
		} else if (what === 'return') {
			await trx
				.updateTable('report_version')
				.set({ returned_reason: 'رقم' })
				.where('id', '=', newest.id)
				.execute();
			await trx
				.insertInto('review_event')
				.values({ ...event, kind: 'returned', reason_code: 'other', text: 'رقم' })
				.execute();
			await state('returned');
		} else if (what === 'reopen') {
			await removeVersion(trx, newest.id);
			await trx
				.updateTable('report_version')
				.set({ verified_until: at })
				.where('id', '=', newest.id)
				.execute();
			await trx
				.insertInto('review_event')
				.values({ ...event, kind: 'reopened', text: 'خطأ' })
				.execute();
			await state('returned');
		} else {
			const { id } = await trx
				.insertInto('report_version')
				.values({
					report_id: reportId,
					number: newest.number + 1,
					created_at: at,
					submitted_at: at,
					spend_minor: 77,
				})
				.returning('id')
				.executeTakeFirstOrThrow();
			await trx
				.insertInto('review_event')
				.values({ ...event, version_id: id, kind: 'resubmitted' })
				.execute();
			await trx
				.updateTable('report')
				.set((eb) => ({
					state: 'submitted',
					first_submitted_on: eb.fn.coalesce(
						'first_submitted_on',
						eb.val(dateIn(new Date(at), 'Asia/Bahrain')),
					),
				}))
				.where('id', '=', reportId)
				.execute();
		}
	});
}

describe('figures as of a day', () => {
	test('do not change by whatever is verified, returned, reopened or sent after it', async () => {
		const database = await freshDatabase('bahrain');
		const world = await fillRandomWorld(database, 11);
		await addRandomTargets(database, world, 11);
		const before = await known(database, '2026-07-01');
		let n = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.tuple(
						fc.constantFrom(...world.reportIds),
						fc.constantFrom('verify', 'return', 'reopen', 'send'),
					),
					{ minLength: 8, maxLength: 25 },
				),
				async (acts) => {
					for (const [reportId, what] of acts) {
						const at = new Date(Date.parse('2026-06-30T21:00:00.000Z') + 60_000 * n++).toISOString();
						await act(database, reportId, what as 'verify', at);
					}
					expect(await known(database, '2026-12-31')).toEqual(before);
				},
			),
			{ numRuns: 6 },
		);
		await database.close();
	});
});
