import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { transact } from '#lib/access/procedures.server.ts';
import { Expected } from '#lib/platform/errors.ts';
import { openRuntime } from '#lib/platform/runtime.server.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

describe('a full disk', () => {
	it('refuses the write with "try again", keeps every row and recovers when there is room', async () => {
		const database = await freshDatabase();
		const ctx = await contextOf(database, viewerOf('officer'));
		const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.writer);
		await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(database.writer);
		const write = () =>
			transact(ctx, 'test.write', async ({ trx, audit }) => {
				for (let day = 1; day <= 300; day++) {
					const held_on = new Date(Date.UTC(2050, 0, day)).toISOString().slice(0, 10);
					await trx
						.insertInto('holiday')
						.values({ held_on, name_ar: 'ع'.repeat(200), name_en: 'H', source: 'test' })
						.execute();
				}
				await audit({ objectType: 'test', objectId: 1 });
			});
		const refused = await write().catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(Expected);
		expect((refused as Expected).status).toBe(503);
		const late = () =>
			ctx.db.selectFrom('holiday').select('held_on').where('held_on', '>=', '2050').execute();
		expect(await late()).toEqual([]);
		await sql`pragma max_page_count = 1073741823`.execute(database.writer);
		await write();
		expect(await late()).toHaveLength(300);
		await database.close();
	});
});

describe('the audit key', () => {
	it('of another chain is refused at once, and a lost one is not replaced in silence', async () => {
		const database = await freshDatabase();
		const { file } = database;
		await database.close();
		const first = await openRuntime(file);
		const ctx = await contextOf(first.database, viewerOf('officer'));
		await transact({ ...ctx, auditKey: first.auditKey }, 'test.write', ({ audit }) =>
			audit({ objectType: 'test', objectId: 1 }),
		);
		await first.database.close();
		const other = await freshDatabase();
		const otherFile = other.file;
		await other.close();
		await (await openRuntime(otherFile)).database.close();
		await expect(openRuntime(file, { auditKeyFile: `${otherFile}.audit-key` })).rejects.toThrow(
			/not the one this database/,
		);
		rmSync(`${file}.audit-key`);
		await expect(openRuntime(file)).rejects.toThrow(/There is no audit key/);
	});
});
