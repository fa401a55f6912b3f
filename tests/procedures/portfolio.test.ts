import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { openTable } from '#lib/features/exchange/exporttable.server.ts';
import { filterQuery } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { addOfficer } from '../support/portfolio.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

let database: Database;
let officer: Context;
let leader: Context;

beforeAll(async () => {
	database = await freshDatabase('bahrain');
	const { societyIds } = await fillRandomWorld(database, 3);
	const accountId = await addOfficer(database, societyIds);
	officer = await contextOf(database, viewerOf('officer', { accountId }));
	leader = await contextOf(database, viewerOf('leadership', { accountId }));
});
afterAll(() => database.close());

const asked = async (ctx: Context, query: string, isFirstPage = false) => {
	const params = new URLSearchParams(query);
	return readFilter(ctx, (name) => params.getAll(name), undefined, isFirstPage);
};

describe('an officer’s portfolio', () => {
	it('is chosen on the first page, and the address says so from there on', async () => {
		expect(filterQuery((await asked(officer, '', true)).filter)).toBe('?portfolio=mine');
		expect(filterQuery((await asked(officer, 'portfolio=all', true)).filter)).toBe('?portfolio=all');
	});
	it('does not change what a link with filters says, nor any other page', async () => {
		expect(filterQuery((await asked(officer, 'category=women', true)).filter)).toBe('?category=women');
		expect(filterQuery((await asked(officer, '')).filter)).toBe('');
	});
	it('is nobody else’s: their screens name the mistake, their files are refused', async () => {
		const { filter, problems } = await asked(leader, 'portfolio=mine', true);
		expect([filter.portfolio, problems.map(({ place }) => place)]).toEqual([undefined, ['portfolio']]);
		await expect(openTable(leader, 'societies', new URLSearchParams('portfolio=mine'))).rejects.toMatchObject(
			{ code: 'invalid' },
		);
		expect((await asked(officer, 'portfolio=7')).problems).toHaveLength(1);
	});
	it('stands in the name of a file and in what the trail keeps of it', async () => {
		const file = await openTable(officer, 'reach', new URLSearchParams('portfolio=mine&period=lastyear'));
		expect(file.fileName).toMatch(/^sharaka-reach-\d{4}-01--\d{4}-12-my-portfolio\.csv$/);
		expect(file.filters).toContain('portfolio=mine');
	});
});
