import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { readTargets, readThresholds, subjectOf } from '#lib/kpi/settings.server.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { freshDatabase } from '../support/world.ts';

let database: Database;
const ids = { society: 0, Even: 0, category: 0 };

beforeAll(async () => {
	database = await freshDatabase();
	const world = await fillRandomWorld(database, 5, 1);
	ids.society = world.societyIds[0]!;
	ids.Even = world.programIds[0]!;
	const society = await database.reader.selectFrom('society').select('category_id').executeTakeFirstOrThrow();
	ids.category = society.category_id;
	await database.writer
		.insertInto('kpi_target')
		.values({
			kpi: 'K-B7',
			level: 'program',
			program_id: ids.Even,
			year: 2026,
			value_milli: 1_200_000,
			starts_on: '2026-01-01',
		})
		.execute();
});
afterAll(() => database.close());

describe('settings by level', () => {
	const subject = (change: Partial<Filter>) =>
		subjectOf(database.reader, { reach: 'all' }, openFilter(change));

	it('the filter names a level exactly, or none', async () => {
		expect((await subject({})).level).toBe('country');
		expect(await subject({ society: ids.society })).toEqual({
			level: 'society',
			ids: { country: 0, society: ids.society, category: ids.category },
		});
		expect((await subject({ program: ids.Even })).level).toBe('program');
		expect((await subject({ category: ['charitable'] })).level).toBe('category');
		expect((await subject({ category: ['charitable', 'women'] })).level).toBeUndefined();
		expect((await subject({ sector: ['education'] })).level).toBeUndefined();
		expect((await subject({ society: ids.society, segment: ['orphans'] })).level).toBeUndefined();
		expect((await subject({ program: 999_999 })).level).toBeUndefined();
	});

	it('the narrowest threshold wins, from the day it starts and until it is withdrawn', async () => {
		const row = (level: 'society' | 'program', good: number, starts_on: string) => ({
			kpi: 'K-D1',
			level,
			...(level === 'society' ? { society_id: ids.society } : { program_id: ids.Even }),
			good,
			watch: 50,
			starts_on,
			source: 'test',
			set_at: '2026-01-01T00:00:00Z',
		});
		for (const one of [row('society', 91, '2026-03-01'), row('program', 92, '2026-06-01')])
			await database.writer.insertInto('kpi_threshold').values(one).execute();
		const good = async (change: Partial<Filter>, day: string) =>
			(await readThresholds(database.reader, day, await subject(change))).get('K-D1')?.good;
		expect(await good({}, '2026-12-31')).toBe(95);
		expect(await good({ society: ids.society }, '2026-02-28')).toBe(95);
		expect(await good({ society: ids.society }, '2026-03-01')).toBe(91);
		expect(await good({ program: ids.Even }, '2026-05-31')).toBe(91);
		expect(await good({ program: ids.Even }, '2026-06-01')).toBe(92);
		await database.writer
			.updateTable('kpi_threshold')
			.set({ withdrawn_at: '2026-06-02T00:00:00Z' })
			.where('level', '=', 'program')
			.execute();
		expect(await good({ program: ids.Even }, '2026-06-05')).toBe(91);
	});

	it('a target belongs to its own level only', async () => {
		const read = async (change: Partial<Filter>) =>
			(await readTargets(database.reader, 'K-B7', await subject(change), '2026-07-20')).map(
				({ value }) => value,
			);
		expect(await read({ program: ids.Even })).toEqual([1200]);
		expect(await read({ society: ids.society })).toEqual([]);
		expect(await read({})).toEqual([]);
	});
});
