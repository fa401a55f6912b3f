import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { grouped, toGroups } from '#lib/kpi/sql.server.ts';
import { freshDatabase } from '../support/world.ts';

let database: Database;

beforeAll(async () => {
	database = await freshDatabase('bahrain');
});
afterAll(() => database.close());

it('groups by the dimension even where a source has columns named like the keys and sums', async () => {
	// Four rows in two societies; the columns k0, value and rows differ on every row.
	const source = sql`(select column1 as society_id, column2 as program_id, column3 as k0, column3 as k1,
		column3 as value, column3 as rows from (values (7, 1, 10), (7, 1, 11), (8, 1, 12), (8, 2, 13))) q`;
	const places = { society: 'q.society_id', program: 'q.program_id' };
	const count = sql`count(*)`;
	const sums: Parameters<typeof grouped>[2] = [
		['value', count],
		['rows', count],
	];
	const ask = async (by: readonly ('society' | 'program')[]) =>
		toGroups((await grouped(places, by, sums, source, []).execute(database.reader)).rows, by)
			.map(({ keys, value }) => `${keys.join('/')}: ${value}`)
			.toSorted();
	expect(await ask(['society'])).toEqual(['7: 2', '8: 2']);
	expect(await ask(['society', 'program'])).toEqual(['7/1: 2', '8/1: 1', '8/2: 1']);
	expect(await ask([])).toEqual([': 4']);
});
