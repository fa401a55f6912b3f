import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { chooseColumns } from '#lib/features/views/commands.server.ts';
import { readTableChoice, viewTable } from '#lib/features/views/queries.server.ts';
import { reachTable } from '#lib/features/beneficiaries/columns.ts';
import type { Context } from '#lib/platform/context.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';
import { dump } from '../support/twosocieties.ts';

let database: Database;
let mine: Context;
let other: Context;

beforeAll(async () => {
	database = await freshDatabase();
	const account = (login: string) =>
		database.writer
			.insertInto('account')
			.values({ login, role: 'officer', name_ar: login, name_en: login, created_at: '2026-11-01T00:00:00Z' })
			.returning('id')
			.executeTakeFirstOrThrow();
	const as = async (login: string) =>
		contextOf(database, viewerOf('officer', { accountId: (await account(login)).id }));
	mine = await as('mine');
	other = await as('other');
});
afterAll(() => database.close());

const choiceOf = (ctx: Context) => readTableChoice(ctx, { table: 'reach' });

test('a choice of columns is remembered for one person, in the declared order and with the name of the row', async () => {
	const chosen = await chooseColumns(mine, { table: 'reach', columns: ['people', 'society'] });
	expect(chosen).toEqual(['period', 'society', 'people']);
	expect(await choiceOf(mine)).toEqual(chosen);
	expect(await choiceOf(other)).toEqual([]);
});

test('the address wins over what is remembered', async () => {
	const asked = new URLSearchParams('cols=society,sex');
	expect((await viewTable(mine, reachTable, asked)).columns).toEqual(['period', 'society', 'sex']);
	expect(await viewTable(mine, reachTable, new URLSearchParams())).toMatchObject({
		columns: ['period', 'society', 'people'],
		isChosen: true,
	});
});

test('“as usual” forgets the choice', async () => {
	await chooseColumns(mine, { table: 'reach', columns: [] });
	expect(await choiceOf(mine)).toEqual([]);
	expect((await viewTable(mine, reachTable, new URLSearchParams())).isChosen).toBe(false);
});

test('an unknown table, and somebody without an account, change nothing', async () => {
	const before = await dump(database);
	await expect(chooseColumns(mine, { table: 'account', columns: ['login'] })).rejects.toMatchObject({
		code: 'missing',
	});
	const operator = await contextOf(database, viewerOf('operator'));
	await expect(chooseColumns(operator, { table: 'reach', columns: ['people'] })).rejects.toMatchObject({
		code: 'missing',
	});
	expect(await dump(database)).toEqual(before);
});
