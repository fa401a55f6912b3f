import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '#db/connection.server.ts';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const MINUTE = 60_000;
const NOW = new Date('2026-11-23T09:00:00Z');

let database: Database;
beforeEach(async () => {
	database = await freshDatabase();
});
afterEach(() => database.close());

const admin = (
	options: { formKey?: string; confirmedAt?: number | null; now?: Date } = {},
): Promise<Context> => contextOf(database, viewerOf('admin'), { now: NOW, ...options });

const input = z.strictObject({ on: z.string() });

const declare = (isGuarded?: true) =>
	defineCommand({
		action: 'settings.write',
		input,
		...(isGuarded && { isGuarded }),
		probe: () => ({ on: '2030-01-01' }),
		owner: () => Promise.resolve(null),
		async run({ trx, audit }, { on }) {
			const { id } = await trx
				.insertInto('holiday')
				.values({ held_on: on, name_ar: 'يوم', name_en: 'Day', source: 'test' })
				.returning('id')
				.executeTakeFirstOrThrow();
			await audit({ objectType: 'holiday', objectId: id, after: { on } });
			return { id };
		},
	});

const addHoliday = declare();
const holidays = () =>
	database.reader.selectFrom('holiday').select(['id', 'held_on']).where('held_on', '>', '2029').execute();
const entries = () => database.reader.selectFrom('audit_entry').select('seq').execute();

describe('a form sent twice', () => {
	it('acts once and gets its first result, also when both arrive together', async () => {
		const ctx = await admin({ formKey: 'one' });
		const first = await addHoliday(ctx, { on: '2030-01-01' });
		const [again, third] = await Promise.all([
			addHoliday(ctx, { on: '2030-01-01' }),
			addHoliday(ctx, { on: '2030-01-01' }),
		]);
		expect([again, third]).toEqual([first, first]);
		expect(await holidays()).toHaveLength(1);
		expect(await entries()).toHaveLength(1);
	});

	it('with something else in it is another form', async () => {
		const ctx = await admin({ formKey: 'one' });
		await addHoliday(ctx, { on: '2030-01-01' });
		await addHoliday(ctx, { on: '2030-01-02' });
		expect(await holidays()).toHaveLength(2);
	});

	it('that was refused may be sent again', async () => {
		const ctx = await admin({ formKey: 'one' });
		await addHoliday(ctx, { on: '2030-01-01' });
		const other = await admin({ formKey: 'two' });
		await expect(addHoliday(other, { on: '2030-01-01' })).rejects.toThrow();
		await database.writer.deleteFrom('holiday').where('held_on', '=', '2030-01-01').execute();
		await addHoliday(other, { on: '2030-01-01' });
		expect(await holidays()).toHaveLength(1);
	});

	it('is remembered for a day', async () => {
		await addHoliday(await admin({ formKey: 'one' }), { on: '2030-01-01' });
		const later = new Date(NOW.getTime() + 25 * 60 * MINUTE);
		await addHoliday(await admin({ formKey: 'two', now: later }), { on: '2030-01-02' });
		const kept = await database.reader.selectFrom('form_key').select('key').execute();
		expect(kept).toEqual([{ key: 'two' }]);
	});
});

describe('a guarded command', () => {
	const guarded = declare(true);

	it.each([
		['never', null],
		['six minutes ago', NOW.getTime() - 6 * MINUTE],
		['in a wrong clock’s future', NOW.getTime() + 6 * MINUTE],
	])('refuses and changes nothing when presence was proven %s', async (_, confirmedAt) => {
		const ctx = await admin({ confirmedAt });
		await expect(guarded(ctx, { on: '2030-01-01' })).rejects.toMatchObject({ code: 'confirm', status: 403 });
		expect(await holidays()).toEqual([]);
		expect(await entries()).toEqual([]);
	});

	it('runs within five minutes of the proof', async () => {
		await guarded(await admin({ confirmedAt: NOW.getTime() - 4 * MINUTE }), { on: '2030-01-01' });
		expect(await holidays()).toHaveLength(1);
	});
});
