import { expect, it } from 'vitest';
import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { openTable } from '#lib/features/exchange/exporttable.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { createDownloads } from '#lib/tables/downloads.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const ALL = 'from=2025-01&to=2026-12';
const URL_ASKED = new URL('http://sharaka.example/exports/reach.csv');
const ASKED = { request: new Request(URL_ASKED), url: URL_ASKED };

const table = (ctx: Context, id: string, query = '') =>
	csvOrProblems(ctx, () => openTable(ctx, id, new URLSearchParams(query)), ASKED);

it('refuses a third file at once with a sentence in the reader’s language, and gives it once one has arrived', async () => {
	const database = await freshDatabase();
	await fillRandomWorld(database, 11, 12);
	const officer = await contextOf(database, viewerOf('officer'), { now: NOW, locale: 'en' });
	const ctx = { ...officer, downloads: createDownloads() };
	const held = [await table(ctx, 'reach', ALL), await table(ctx, 'reach', ALL)];
	const refused = await table(ctx, 'reach', ALL);
	expect(refused.status).toBe(503);
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await refused.text()).toMatch(/Too many files/);
	const arabic = await table({ ...ctx, locale: 'ar' }, 'reach', ALL);
	expect(await arabic.text()).toMatch(/ملفات كثيرة/);
	await held[0]!.text();
	expect((await table(ctx, 'reach', ALL)).status).toBe(200);
	await held[1]!.body!.cancel();
	await database.close();
});
