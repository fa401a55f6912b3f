import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { activityinfo } from '#lib/features/exchange/adapters/activityinfo.ts';
import { NothingAccepted, type ImportResult } from '#lib/features/exchange/importer.server.ts';
import { undoImport } from '#lib/features/exchange/undo.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { contentsOf } from '../support/contents.ts';
import { activityFile, importFile, TRACES, type ActivityRow } from '../support/files.ts';
import { AUDIT_KEY, contextOf, freshDatabase, viewerOf } from '../support/world.ts';

let database: Database;
let operator: Context;

beforeEach(async () => {
	database = await freshDatabase('jordan');
	operator = await contextOf(database, viewerOf('operator'));
});
afterEach(() => database.close());

const taken = (content: string) => importFile(operator, activityinfo, content);

/** Rollups equal the rows, and the audit chain holds. */
async function expectSound(): Promise<void> {
	expect(await database.writer.transaction().execute((trx) => countRollupDifferences(trx))).toBe(0);
	expect(await verifyAudit(database.reader, AUDIT_KEY)).toMatchObject({ ok: true });
}

describe('an undo', () => {
	it('leaves everything as before the import, except the batch and the audit', async () => {
		const before = await contentsOf(database, TRACES);
		await taken(activityFile({}, { Units: '# of sewing kits' }, { Partner: 'Hill Help', Units: 'USD' }));
		expect(await contentsOf(database, TRACES)).not.toEqual(before);
		expect(await undoImport(operator, { batchId: 1 })).toEqual({
			batchId: 1,
			reports: 2,
			programs: 2,
			societies: 2,
		});
		expect(await contentsOf(database, TRACES)).toEqual(before);
		const batches = await database.reader.selectFrom('import_batch').select('undone_at').execute();
		expect(batches).toEqual([{ undone_at: operator.now.toISOString() }]);
		await expectSound();
		expect(await taken(activityFile({}))).toMatchObject({ state: 'imported', batchId: 2 });
	});

	it('keeps what another batch uses, and takes it when that one goes too', async () => {
		const empty = await contentsOf(database, TRACES);
		await taken(activityFile({}, { Units: '# of sewing kits' }));
		const second = activityFile(
			{ StartDate: '1/4/2021' },
			{ StartDate: '1/4/2021', Units: '# of sewing kits' },
		);
		const alone = await contentsOf(database, TRACES);
		await taken(second);
		expect(await undoImport(operator, { batchId: 2 })).toMatchObject({
			reports: 1,
			programs: 0,
			societies: 0,
		});
		expect(await contentsOf(database, TRACES)).toEqual(alone);
		await taken(second);
		expect(await undoImport(operator, { batchId: 1 })).toMatchObject({
			reports: 1,
			programs: 0,
			societies: 0,
		});
		await expectSound();
		expect(await undoImport(operator, { batchId: 3 })).toMatchObject({
			reports: 1,
			programs: 1,
			societies: 1,
		});
		expect(await contentsOf(database, TRACES)).toEqual(empty);
	});

	it('is refused once a report was touched, and says how many were', async () => {
		await taken(activityFile({}, { StartDate: '1/4/2021' }));
		await reopenReport(operator, { reportId: 1, version: 1, reason: 'A mistake in the figures' });
		const before = await contentsOf(database);
		const refused = undoImport(operator, { batchId: 1 });
		await expect(refused).rejects.toMatchObject({ code: 'conflict' });
		await expect(refused).rejects.toThrow(/changed since the import: 1/);
		expect(await contentsOf(database)).toEqual(before);
	});

	it('works once, and only for a batch that exists', async () => {
		await taken(activityFile({}));
		await undoImport(operator, { batchId: 1 });
		const before = await contentsOf(database);
		await expect(undoImport(operator, { batchId: 1 })).rejects.toMatchObject({ code: 'conflict' });
		await expect(undoImport(operator, { batchId: 7 })).rejects.toMatchObject({ code: 'missing' });
		await expect(undoImport(operator, { batchId: 0 })).rejects.toMatchObject({ code: 'invalid' });
		expect(await contentsOf(database)).toEqual(before);
	});
});

/** Few values each, so that files meet in societies, programs, months and lines. */
const row = fc.record<Partial<ActivityRow>>({
	Partner: fc.constantFrom('River Aid', 'RIVER AID', 'Hill Help', 'Oak'),
	activity: fc.constantFrom('Warm rooms', 'Clean water'),
	sector: fc.constantFrom('SHELTER', 'WASH', 'BN'),
	StartDate: fc.constantFrom('1/1/2021', '31/1/2021', '1/2/2021', '1/3/2021'),
	Governorate: fc.constantFrom('IRBID', 'AMMAN', 'Camps', ''),
	Gender: fc.constantFrom('Girls', 'Men', ''),
	Value: fc.constantFrom('0', '1', '25', '2.5', '-3'),
	Units: fc.constantFrom('# of benef', '#', 'USD', '# HH', '# of kites', '%'),
});

async function unlessEmpty(running: Promise<ImportResult>): Promise<ImportResult | undefined> {
	try {
		return await running;
	} catch (error) {
		if (error instanceof NothingAccepted) return undefined;
		throw error;
	}
}

describe('any sequence of imports and undos', () => {
	it('keeps rollups equal to the rows, and undone to the end leaves the database as it was', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.array(row, { minLength: 1, maxLength: 12 }), fc.nat(4)), {
					minLength: 1,
					maxLength: 6,
				}),
				async (steps) => {
					const own = await freshDatabase('jordan');
					try {
						const ctx = await contextOf(own, viewerOf('operator'));
						const before = await contentsOf(own, TRACES);
						const live = new Set<number>();
						const undo = async (batchId: number) => {
							await undoImport(ctx, { batchId });
							live.delete(batchId);
						};
						for (const [rows, pick] of steps) {
							const result = await unlessEmpty(importFile(ctx, activityinfo, activityFile(...rows)));
							if (result) {
								expect(result.read).toBe(result.accepted + result.rejected);
								live.add(result.batchId);
							}
							if (pick < live.size) await undo([...live][pick]!);
							expect(await own.writer.transaction().execute((trx) => countRollupDifferences(trx))).toBe(0);
						}
						for (const batchId of live) await undo(batchId);
						expect(await contentsOf(own, TRACES)).toEqual(before);
					} finally {
						await own.close();
					}
				},
			),
			{ numRuns: 40 },
		);
	});
});
