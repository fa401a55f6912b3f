import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { freshDatabase } from '../support/world.ts';

let database: Database;
beforeAll(async () => {
	database = await freshDatabase('bahrain');
	// Reports of September 2025 to October 2026, each due on the 15th of the month after.
	await fillRandomWorld(database, 11);
});
afterAll(() => database.close());

describe('the month periods end with', () => {
	it.each([
		['2026-05-14', '2026-03', 'April is complete, but its reports are not due before the 15th'],
		['2026-05-15', '2026-04', 'April’s reports fall due today'],
		['2026-05-31', '2026-04', 'May is not over'],
		['2027-01-20', '2026-10', 'the newest reports due are two months old'],
		['2027-02-20', '2027-01', 'nothing fell due lately, so the last complete month'],
		['2029-06-10', '2026-10', 'nothing for years, so the newest month with figures'],
	])('on %s is %s: %s', async (today, month) => {
		expect(await latestMonth(database.reader, today)).toBe(month);
	});

	it('is the last complete month while there is nothing at all', async () => {
		const empty = await freshDatabase('bahrain');
		expect(await latestMonth(empty.reader, '2026-11-23')).toBe('2026-10');
		await empty.close();
	});
});
