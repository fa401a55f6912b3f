import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { verifyReport } from '#lib/features/review/verify.server.ts';
import {
	addSociety, countRollupDifferences, rebuildRollups, removeSociety,
} from '#lib/kpi/rollup.server.ts'; // prettier-ignore
import { Expected } from '#lib/platform/errors.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { AUDIT_KEY, contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const differences = (database: Database) =>
	database.writer.transaction().execute((trx) => countRollupDifferences(trx));

type Step = { what: 'verify' | 'reopen' | 'change' | 'recategorise'; pick: number; people: number };

const steps = fc.array(
	fc.record<Step>({
		what: fc.constantFrom('verify', 'reopen', 'change', 'recategorise'),
		pick: fc.nat(10_000),
		people: fc.nat(500),
	}),
	{ minLength: 5, maxLength: 25 },
);

async function act(database: Database, step: Step, societyIds: number[]): Promise<void> {
	const ctx = await contextOf(database, viewerOf('officer'));
	if (step.what === 'recategorise') {
		const id = societyIds[step.pick % societyIds.length]!;
		await database.writer.transaction().execute(async (trx) => {
			await removeSociety(trx, id);
			const all = await trx.selectFrom('category').select('id').execute();
			const category_id = all[step.people % all.length]!.id;
			await trx.updateTable('society').set({ category_id }).where('id', '=', id).execute();
			await addSociety(trx, id);
		});
		return;
	}
	const state = step.what === 'reopen' ? 'verified' : 'submitted';
	const reports = await ctx.db
		.selectFrom('report')
		.select(['id', 'version'])
		.where('state', '=', state)
		.execute();
	const report = reports[step.pick % Math.max(reports.length, 1)];
	if (!report) return;
	if (step.what === 'change') {
		// A draft of the next version changes freely: nothing of it may reach a total before it is verified.
		const version = await ctx.db
			.selectFrom('report_version')
			.select('id')
			.where('report_id', '=', report.id)
			.orderBy('number', 'desc')
			.executeTakeFirstOrThrow();
		await database.writer
			.updateTable('reach_line')
			.set({ people: step.people })
			.where('version_id', '=', version.id)
			.execute();
		return;
	}
	const seen = { reportId: report.id, version: report.version };
	if (step.what === 'verify') await verifyReport(ctx, seen);
	else await reopenReport(ctx, { ...seen, reason: 'A mistake in the figures' });
}

describe('rollups', () => {
	it('equal the verified rows after any sequence of verify, reopen, change and recategorise', async () => {
		await fc.assert(
			fc.asyncProperty(steps, fc.nat(1000), async (sequence, seed) => {
				const database = await freshDatabase('bahrain');
				try {
					const { societyIds } = await fillRandomWorld(database, seed, 3);
					for (const step of sequence) {
						await act(database, step, societyIds);
						expect(await differences(database)).toBe(0);
					}
					expect((await verifyAudit(database.reader, AUDIT_KEY)).ok).toBe(true);
				} finally {
					await database.close();
				}
			}),
			{ numRuns: 15 },
		);
	}, 120_000);

	it('notice a figure changed behind their back, and a rebuild mends it', async () => {
		const database = await freshDatabase('bahrain');
		await fillRandomWorld(database, 3, 3);
		await database.writer
			.updateTable('rollup_reach')
			.set({ people: 1_000_000 })
			.where('month', '=', '2026-01')
			.execute();
		expect(await differences(database)).toBeGreaterThan(0);
		await database.writer.transaction().execute((trx) => rebuildRollups(trx));
		expect(await differences(database)).toBe(0);
		await database.close();
	});

	it('stay as they were when a stale verification is refused', async () => {
		const database = await freshDatabase('bahrain');
		await fillRandomWorld(database, 3, 3);
		const ctx = await contextOf(database, viewerOf('officer'));
		const report = await ctx.db
			.selectFrom('report').select(['id', 'version']).where('state', '=', 'submitted')
			.executeTakeFirstOrThrow(); // prettier-ignore
		await expect(
			verifyReport(ctx, { reportId: report.id, version: report.version + 1 }),
		).rejects.toBeInstanceOf(Expected);
		expect(await differences(database)).toBe(0);
		expect(await ctx.db.selectFrom('audit_entry').select('seq').execute()).toEqual([]);
		await database.close();
	});
});
