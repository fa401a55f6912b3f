import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { AUDIT_KEY, contextOf, freshDatabase, viewerOf } from '../support/world.ts';

async function chainOf(length: number): Promise<Database> {
	const database = await freshDatabase();
	const ctx = await contextOf(database, viewerOf('officer'));
	for (let i = 1; i <= length; i++) {
		await transact(ctx, 'test.write', ({ audit }) =>
			audit({ objectType: 'thing', objectId: i, after: { i } }),
		);
	}
	return database;
}

/** What someone with the file, but without the key, can do: the triggers are no obstacle to them. */
async function tamper(database: Database, statement: string): Promise<void> {
	for (const name of ['audit_entry_no_update', 'audit_entry_no_delete']) {
		await sql.raw(`drop trigger ${name}`).execute(database.writer);
	}
	await sql.raw(statement).execute(database.writer);
}

describe('the audit chain', () => {
	it('holds, counts its entries and refuses changes through the database itself', async () => {
		const database = await chainOf(5);
		expect(await verifyAudit(database.reader, AUDIT_KEY)).toMatchObject({ ok: true, entries: 5 });
		await expect(database.writer.updateTable('audit_entry').set({ action: 'x' }).execute()).rejects.toThrow(
			/never changed/,
		);
		await expect(database.writer.deleteFrom('audit_entry').execute()).rejects.toThrow(/never deleted/);
		await database.close();
	});

	it.each([
		['an edited entry', `update audit_entry set after = '{"i":99}' where seq = 3`, 3],
		['a deleted entry', 'delete from audit_entry where seq = 2', 2],
		['two swapped entries', 'update audit_entry set seq = iif(seq = 2, 900, seq) where seq = 2', 2],
		['a forged link', `update audit_entry set prev_hash = hash where seq = 4`, 4],
	])('names %s', async (_, statement, seq) => {
		const database = await chainOf(5);
		await tamper(database, statement);
		expect(await verifyAudit(database.reader, AUDIT_KEY)).toMatchObject({ ok: false, firstBadSeq: seq });
		await database.close();
	});

	it('cannot be checked or forged with another key', async () => {
		const database = await chainOf(2);
		expect(await verifyAudit(database.reader, Buffer.alloc(32, 1))).toMatchObject({
			ok: false,
			firstBadSeq: 1,
		});
		await database.close();
	});

	it('rolls a write back that says nothing of itself', async () => {
		const database = await chainOf(1);
		const ctx = await contextOf(database, viewerOf('officer'));
		const silent = transact(ctx, 'test.silent', ({ trx }) =>
			trx
				.insertInto('holiday')
				.values({ held_on: '2030-01-01', name_ar: 'ع', name_en: 'H', source: 's' })
				.execute(),
		);
		await expect(silent).rejects.toThrow(/without an audit entry/);
		expect(
			await ctx.db.selectFrom('holiday').selectAll().where('held_on', '=', '2030-01-01').execute(),
		).toEqual([]);
		await database.close();
	});
});
