import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { plantDemo } from '#db/cli/seed.ts';
import { readMap, type CompletenessMap } from '#lib/features/completeness/map.server.ts';
import { previewReminders, sendReminders } from '#lib/features/completeness/remind.server.ts';
import { countCompleteness, pageCompleteness } from '#lib/features/completeness/rows.server.ts';
import type { MapChoice } from '#lib/features/completeness/model.ts';
import { kpiById } from '#lib/features/dashboard/registry.server.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { dump } from '../support/twosocieties.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const CHOICE: MapChoice = {
	sort: 'trouble',
	group: 'none',
	gaps: false,
	q: '',
	matching: '',
	all: true,
	page: 1,
};
const rate = kpiById('K-D1')!;

let database: Database;
beforeAll(async () => {
	database = await freshDatabase();
	await plantDemo(await contextOf(database, viewerOf('operator'), { now: NOW }));
}, 60_000);
afterAll(() => database.close());

const officer = () => contextOf(database, viewerOf('officer', { accountId: 2 }), { now: NOW });

const mapOf = async (
	filter: Filter = openFilter(),
	choice: Partial<MapChoice> = {},
): Promise<CompletenessMap> => readMap(await officer(), { filter, choice: { ...CHOICE, ...choice } });

async function kpiParts(filter: Filter): Promise<{ got: number; due: number }> {
	const { db, today } = await officer();
	const [figure] = await readKpi(rate, { db, today, filter, scope: { reach: 'all' } });
	return { got: figure?.numerator ?? 0, due: figure?.denominator ?? 0 };
}

describe('the map of completeness', () => {
	test.each([
		['everything', openFilter(), {}],
		['one category', openFilter({ category: ['charitable'] }), {}],
		['one governorate and a past year', openFilter({ governorate: ['muharraq'] }), { year: 2025 }],
		['one portfolio', openFilter({ portfolio: { show: 'mine', account: 2, on: '2026-11-20' } }), {}],
	] as const)(
		'counts under each column what the evidence of the reporting rate lists: %s',
		async (_, filter, choice) => {
			const map = await mapOf(filter, choice);
			for (const [i, month] of map.months.entries()) {
				expect(await kpiParts({ ...map.filter, from: month, to: month }), month).toEqual(map.columns[i]);
			}
			expect(await kpiParts(map.filter)).toEqual(map.total);
			const summed = map.rows.reduce(
				(sum, row) => ({ got: sum.got + row.total.got, due: sum.due + row.total.due }),
				{
					got: 0,
					due: 0,
				},
			);
			expect(summed).toEqual(map.total);
			for (const row of map.rows.slice(0, 5)) {
				expect(await kpiParts({ ...map.filter, society: row.id })).toEqual(row.total);
			}
		},
	);

	test('puts the most trouble first, keeps rates whole when rows are narrowed, and pages without losing a row', async () => {
		const map = await mapOf();
		expect(map.total.due).toBeGreaterThan(500);
		const overdue = map.rows.map((row) => row.overdue);
		expect(overdue).toEqual(overdue.toSorted((a, b) => b - a));
		const gaps = await mapOf(openFilter(), { gaps: true });
		expect(gaps.total).toEqual(map.total);
		expect(gaps.rows.every((row) => row.overdue + row.returned > 0)).toBe(true);
		const pages = [
			await mapOf(openFilter(), { all: false }),
			await mapOf(openFilter(), { all: false, page: 2 }),
		];
		expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(
			map.rows.slice(0, 200).map(({ id }) => id),
		);
	});

	test('shows a society its own programs and nothing else', async () => {
		const account = await database.reader
			.selectFrom('account')
			.select(['id', 'society_id'])
			.where('role', '=', 'society')
			.executeTakeFirstOrThrow();
		const viewer = viewerOf('society', { accountId: account.id, societyId: account.society_id });
		const map = await readMap(await contextOf(database, viewer, { now: NOW }), {
			filter: openFilter(),
			choice: CHOICE,
		});
		const own = await database.reader
			.selectFrom('program')
			.select('id')
			.where('society_id', '=', account.society_id!)
			.execute();
		expect(map.by).toBe('program');
		expect(map.rows.length).toBeGreaterThan(0);
		expect(map.rows.every((row) => own.some(({ id }) => id === row.id))).toBe(true);
		expect(map.total).toEqual(await kpiParts({ ...map.filter, society: account.society_id! }));
	});

	test('leaves as a file with a row for each cell', async () => {
		const map = await mapOf();
		const { db, today } = await officer();
		const ask = { db, today, filter: map.filter, scope: { reach: 'all' } as const };
		let rows = 0;
		let due = 0;
		let after: string | number | undefined;
		do {
			const page = await pageCompleteness(ask, after, 300);
			rows += page.rows.length;
			due += page.rows.reduce((sum, row) => sum + row.due, 0);
			after = page.next;
		} while (after !== undefined);
		expect(rows).toBe(await countCompleteness(ask));
		expect(rows).toBe(map.rows.reduce((sum, row) => sum + row.cells.filter(Boolean).length, 0));
		expect(due).toBe(map.total.due);
	});
});

describe('reminders', () => {
	const chosen = { cells: [], rows: [], overdue: true };

	test('are shown first, then sent to exactly those shown, each with its entry; a week later again', async () => {
		const ctx = await officer();
		const list = await previewReminders(ctx, { filter: openFilter(), chosen });
		const withPeople = list.filter(({ people }) => people > 0);
		expect(withPeople.length).toBeGreaterThan(0);
		const reports = list.flatMap((one) => one.reports).join(',');
		const sent = await sendReminders(ctx, { reports, again: false });
		expect(sent.societies).toBe(withPeople.length);
		const notices = await database.reader
			.selectFrom('notice')
			.select('id')
			.where('kind', '=', 'reminder')
			.execute();
		expect(notices.length).toBe(sent.people);
		const entries = await database.reader
			.selectFrom('audit_entry')
			.select('object_id')
			.where('action', '=', 'reminder.send')
			.execute();
		expect(entries.map(({ object_id }) => Number(object_id)).toSorted()).toEqual(
			withPeople.map(({ societyId }) => societyId).toSorted(),
		);

		const before = await dump(database, ['session']);
		await expect(sendReminders(ctx, { reports, again: false })).rejects.toMatchObject({ code: 'conflict' });
		expect(await dump(database, ['session'])).toEqual(before);
		const later = await contextOf(database, ctx.viewer, { now: new Date('2026-11-28T09:00:00Z') });
		expect(await sendReminders(later, { reports, again: false })).toEqual(sent);
	});

	test('are refused to everybody but officers, and nothing changes', async () => {
		const before = await dump(database);
		for (const role of ['leadership', 'auditor', 'admin', 'society'] as const) {
			const ctx = await contextOf(database, viewerOf(role, { societyId: role === 'society' ? 1 : null }), {
				now: NOW,
			});
			await expect(sendReminders(ctx, { reports: '1', again: true })).rejects.toMatchObject({
				code: 'denied',
			});
		}
		expect(await dump(database)).toEqual(before);
	});
});
