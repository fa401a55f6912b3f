import type { Unit } from '#lib/kpi/define.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { EXPORTS } from '#lib/features/exchange/exports.server.ts';
import { openKpi } from '#lib/features/exchange/exportkpi.server.ts';
import { countTable, openTable } from '#lib/features/exchange/exporttable.server.ts';
import { TABLES } from '#lib/features/exchange/tables.ts';
import { csvText } from '#lib/tables/csv.ts';
import type { Context } from '#lib/platform/context.ts';
import { fillRandomWorld, type RandomWorld } from '../support/randomworld.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const ALL = 'from=2025-01&to=2026-12';
const TABLE_IDS = Object.keys(EXPORTS);

let database: Database;
let world: RandomWorld;

beforeAll(async () => {
	database = await freshDatabase();
	world = await fillRandomWorld(database, 11, 12);
});
afterAll(() => database.close());

const ASKED = {
	request: new Request('https://sharaka.example/'),
	url: new URL('https://sharaka.example/exports/reach.csv?lang=en'),
};

const officer = () => contextOf(database, viewerOf('officer'), { now: NOW, locale: 'en' });
const society = (societyId: number) =>
	contextOf(database, viewerOf('society', { societyId }), { now: NOW, locale: 'en' });

const table = (ctx: Context, id: string, query = '') =>
	csvOrProblems(ctx, () => openTable(ctx, id, new URLSearchParams(query)), ASKED);
const kpi = (ctx: Context, id: string, query = '') =>
	csvOrProblems(ctx, () => openKpi(ctx, id, new URLSearchParams(query)), ASKED);

async function records(response: Response): Promise<Record<string, string>[]> {
	expect(response.status).toBe(200);
	return parse(await response.text(), { columns: true, bom: true });
}

async function lastAudit() {
	return database.reader
		.selectFrom('audit_entry')
		.selectAll()
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
}

describe('every declared table', () => {
	it.each(TABLES.map((t) => [t.id, t] as const))(
		'%s has unique keys and headers in both languages',
		(_, one) => {
			const keys = one.columns.map((column) => column.key);
			expect(new Set(keys).size).toBe(keys.length);
			expect(keys.filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([]);
			for (const locale of ['ar', 'en'] as const) {
				const labels = one.columns.map((column) => column.label[locale]);
				expect(new Set(labels).size).toBe(labels.length);
			}
		},
	);

	it('leaves the reach lines with the agreed codes', () => {
		const keys = TABLES.find((t) => t.id === 'reach')!.columns.map((column) => column.key);
		for (const key of [
			'period',
			'society',
			'program',
			'governorate',
			'segment',
			'sex',
			'age_band',
			'people',
		]) {
			expect(keys).toContain(key);
		}
	});
});

describe('a table as a file', () => {
	it.each(TABLE_IDS)('%s has as many rows as it was counted, none of them twice', async (id) => {
		const ctx = await officer();
		const rows = await records(await table(ctx, id, ALL));
		expect(rows.length).toBe(await countTable(ctx, id, new URLSearchParams(ALL)));
		if (id !== 'deliveries') expect(rows.length).toBeGreaterThan(0);
	});

	it('carries headers of the language asked for, and codes for programs', async () => {
		const ctx = await officer();
		const [ar] = await records(await table(ctx, 'reach', `${ALL}&lang=ar`));
		expect(Object.keys(ar!)).toContain('المحافظة');
		const codes = await records(await table(ctx, 'reach', `${ALL}&lang=codes`));
		expect(
			codes.map((row) => row.sex).filter((sex) => !['female', 'male', 'unknown'].includes(sex!)),
		).toEqual([]);
		expect(codes.filter((row) => !/^\d{4}-\d{2}$/.test(row.period!))).toEqual([]);
	});

	it('holds exactly the rows of its filters', async () => {
		const ctx = await officer();
		const all = await records(await table(ctx, 'reach', `${ALL}&lang=codes`));
		const code = all[0]!.governorate!;
		const some = await records(await table(ctx, 'reach', `${ALL}&lang=codes&governorate=${code}&sex=female`));
		expect(some).toEqual(all.filter((row) => row.governorate === code && row.sex === 'female'));
	});

	it('finds a society by a word of either name, however it is spelt', async () => {
		const ctx = await officer();
		const q = encodeURIComponent('جَمعيه رقم 7');
		const one = await records(await table(ctx, 'societies', `q=${q}&lang=en`));
		expect(one.map((row) => row.Society)).toEqual(['Society 7']);
	});
	it('says in its name what, when, and which filter it could not apply', async () => {
		const ctx = await officer();
		const named = async (id: string, query: string) => {
			const { body, headers } = await table(ctx, id, query);
			await body!.cancel();
			return headers.get('content-disposition');
		};
		expect(await named('reach', 'from=2026-01&to=2026-10')).toBe(
			'attachment; filename="sharaka-reach-2026-01--2026-10.csv"',
		);
		expect(await named('societies', '')).toBe('attachment; filename="sharaka-societies-2026-11-23.csv"');
		expect(await named('reports', 'from=2026-03&to=2026-03&segment=youth')).toBe(
			'attachment; filename="sharaka-reports-2026-03-not-by-segment.csv"',
		);
	});

	it('is neither kept by caches nor guessed at', async () => {
		const { body, headers } = await table(await officer(), 'programs');
		await body!.cancel();
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
	});
});

describe('a measure as a file', () => {
	it.each(KPIS.map((k) => [k.id, k] as const))(
		'%s: the numerator’s rows add up to the figure',
		async (id, one) => {
			const ctx = await officer();
			const file = await openKpi(ctx, id, new URLSearchParams(`${ALL}&rows=numerator`));
			const response = await csvOrProblems(ctx, () => Promise.resolve(file), ASKED);
			const rows = await records(response);
			const [figure] = await records(await kpi(ctx, id, `${ALL}&lang=codes`));
			expect(rows.length).toBe(Number(figure!.rows));
			const { unit } = one.numerator;
			const columns: Partial<Record<Unit, string>> = {
				people: id === 'K-O4' ? 'Reached to date' : 'People',
				money: 'Spend',
				hours: 'Volunteer hours',
				contacts: 'Quantity',
				days: 'Working days',
				per_10000: 'Per 10,000 residents',
			};
			const column = columns[unit];
			const sum = column
				? rows.reduce((total, row) => total + Math.round(Number(row[column]) * 1000), 0)
				: rows.length * 1000;
			expect(sum).toBe(Math.round(Number(figure!.numerator) * 1000));
		},
	);

	it('crosses breakdowns, and its groups add up to the whole', async () => {
		const ctx = await officer();
		const groups = await records(await kpi(ctx, 'K-B7', `${ALL}&by=month,segment&lang=codes`));
		expect(Object.keys(groups[0]!).join(' ')).toBe(
			'period segment value numerator denominator rows reports_in_figures reports_due',
		);
		const [whole] = await records(await kpi(ctx, 'K-B7', `${ALL}&lang=codes`));
		const [due] = await records(await kpi(ctx, 'K-D1', `${ALL}&lang=codes`));
		expect(whole!.reports_due).toBe(due!.denominator);
		expect(Object.keys(due!)).not.toContain('reports_due');
		expect(groups.reduce((sum, row) => sum + Number(row.value), 0)).toBe(Number(whole!.value));
	});
});

describe('a society', () => {
	it.each(TABLE_IDS)('takes away %s without a word of the others', async (id) => {
		const [own] = world.societyIds;
		const rows = await records(await table(await society(own!), id, `${ALL}&lang=en`));
		expect(rows.filter((row) => row.Society !== 'Society 0')).toEqual([]);
		if (id !== 'deliveries') expect(rows.length).toBeGreaterThan(0);
	});

	it.each(TABLE_IDS)('gets the same empty %s for another’s id as for one that does not exist', async (id) => {
		const [own, other] = world.societyIds;
		const ctx = await society(own!);
		const foreign = await (await table(ctx, id, `${ALL}&society=${other}&lang=en`)).text();
		expect(foreign).toBe(await (await table(ctx, id, `${ALL}&society=999999&lang=en`)).text());
		expect(foreign.trim().split('\r\n')).toHaveLength(1);
	});
});

describe('before the first byte', () => {
	const entries = async () => (await lastAudit())?.seq ?? 0;

	it.each(TABLE_IDS)('an administrator is refused %s, and nothing is recorded as taken', async (id) => {
		const before = await entries();
		const admin = await contextOf(database, viewerOf('admin'), { now: NOW });
		await expect(table(admin, id)).rejects.toMatchObject({ status: 403 });
		await expect(kpi(admin, 'K-B7')).rejects.toMatchObject({ status: 403 });
		await expect(kpi(admin, 'K-B7', 'rows=numerator')).rejects.toMatchObject({ status: 403 });
		expect(await entries()).toBe(before);
	});

	it('a table, measure or list that is not there is missing', async () => {
		const ctx = await officer();
		for (const id of ['accounts', 'constructor', '__proto__', '']) {
			await expect(table(ctx, id)).rejects.toMatchObject({ status: 404 });
		}
		await expect(kpi(ctx, 'K-X')).rejects.toMatchObject({ status: 404 });
		await expect(kpi(ctx, 'K-B7', 'rows=denominator')).rejects.toMatchObject({ status: 404 });
	});

	it.each([
		['reach', 'from=2026-13', '2026-13'],
		['reach', 'governorate=nowhere', 'nowhere'],
		['reach', 'goverorate=capital', 'goverorate'],
		['reach', 'lang=fr', 'ar, en, codes'],
		['reports', 'q=anything', 'q'],
	])('%s?%s is refused with what is wrong', async (id, query, said) => {
		const before = await entries();
		const response = await table(await officer(), id, query);
		expect(response.status).toBe(422);
		expect(await response.text()).toContain(said);
		expect(await entries()).toBe(before);
	});

	it('says what is wrong in the reader’s language', async () => {
		const arabic = await contextOf(database, viewerOf('officer'), { now: NOW, locale: 'ar' });
		expect(await (await table(arabic, 'reach', 'from=2026-13')).text()).toContain('ليس شهرًا');
	});
});

describe('the audit', () => {
	it('has table, filters, language and the number of rows', async () => {
		const rows = await records(await table(await officer(), 'reach', `${ALL}&sex=female&lang=codes`));
		const entry = await lastAudit();
		expect(entry).toMatchObject({
			action: 'report.export',
			object_type: 'export',
			object_id: 'reach',
			role: 'officer',
		});
		expect(JSON.parse(entry!.after!)).toEqual({
			filters: 'from=2025-01&to=2026-12&sex=female',
			lang: 'codes',
			rows: rows.length,
			complete: true,
			unapplied: [],
		});
	});

	it('has a download that was broken off, with the rows that left', async () => {
		const { body } = await table(await officer(), 'expected', ALL);
		const reader = body!.getReader();
		await reader.read();
		await reader.read();
		await reader.cancel();
		const after = JSON.parse((await lastAudit())!.after!) as { rows: number; complete: boolean };
		expect(after.complete).toBe(false);
		expect(after.rows).toBeGreaterThan(0);
	});

	it('tells the rows of a measure from its figures', async () => {
		const ctx = await officer();
		await records(await kpi(ctx, 'K-D1', `${ALL}&rows=denominator`));
		expect(await lastAudit()).toMatchObject({ action: 'kpi.export', object_id: 'K-D1-denominator' });
		await records(await kpi(ctx, 'K-D1', `${ALL}&by=month`));
		expect(await lastAudit()).toMatchObject({ object_id: 'K-D1-by-month' });
	});
});
it('no cell of any export begins like a formula', async () => {
	await database.writer
		.updateTable('program')
		.set({ name_en: '=HYPERLINK("x")', name_ar: '@برنامج' })
		.where('id', '=', world.programIds[0]!)
		.execute();
	const ctx = await officer();
	for (const id of TABLE_IDS) {
		for (const lang of ['ar', 'en', 'codes']) {
			const rows = await records(await table(ctx, id, `${ALL}&lang=${lang}`));
			expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
		}
	}
	const named = await records(await table(ctx, 'programs', `${ALL}&lang=en&program=${world.programIds[0]}`));
	expect(csvText(named[0]!.Program!)).toBe('=HYPERLINK("x")');
});
