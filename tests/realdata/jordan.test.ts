import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { activityinfo } from '#lib/features/exchange/adapters/activityinfo.ts';
import { undoImport } from '#lib/features/exchange/undo.server.ts';
import type { ImportResult } from '#lib/features/exchange/importer.server.ts';
import { countReasons } from '#lib/features/exchange/rejections.ts';
import { kpis } from '#lib/features/beneficiaries/kpis.server.ts';
import { parseFilter, type Dim } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { Expected } from '#lib/platform/errors.ts';
import { contentsOf } from '../support/contents.ts';
import { importFile, TRACES } from '../support/files.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';
import { reckon, type Reckoning } from './reckoning.ts';

const FILE = new URL('../../../shared/data/jordan/activityinfo_2014_2016.csv.gz', import.meta.url);
const present = existsSync(FILE);
if (!present) {
	console.log('skipped: ../shared/data is not here; the real data are not part of the repository');
}

/** People by one dimension out of the facts, and out of the rollup that knows it. */
const PEOPLE: Record<keyof Reckoning['people'], { dim: Dim; fact: string; rollup: string }> = {
	month: { dim: 'month', fact: 't.period', rollup: 'month' },
	governorate: {
		dim: 'governorate',
		fact: '(select code from governorate where id = l.governorate_id)',
		rollup: '(select code from governorate where id = governorate_id)',
	},
	segment: {
		dim: 'segment',
		fact: '(select code from segment where id = l.segment_id)',
		rollup: '(select code from segment where id = segment_id)',
	},
	sector: {
		dim: 'sector',
		fact: '(select code from sector where id = p.sector_id)',
		rollup: '(select code from sector where id = sector_id)',
	},
	sex: { dim: 'sex', fact: 'l.sex', rollup: 'sex' },
	age: {
		dim: 'age',
		fact: '(select code from age_band where id = l.age_band_id)',
		rollup: '(select code from age_band where id = age_band_id)',
	},
};

const FACTS = `report t join program p on p.id = t.program_id join report_version v on v.report_id = t.id`;

describe.runIf(present)('the inter-agency file of 2014 to 2016', () => {
	let database: Database;
	let ctx: Context;
	let own: Reckoning;
	let result: ImportResult & { state: 'imported' };
	let before: Record<string, string>;
	let after: Record<string, string>;

	beforeAll(async () => {
		own = reckon(FILE);
		database = await freshDatabase('jordan');
		ctx = await contextOf(database, viewerOf('operator'));
		before = await contentsOf(database, TRACES);
		const imported = await importFile(ctx, activityinfo, readFileSync(FILE));
		if (imported.state !== 'imported') throw new Error('a fresh database had the file already');
		result = imported;
		after = await contentsOf(database);
	});
	afterAll(() => database.close());

	async function sums(query: string): Promise<Record<string, number>> {
		const { rows } = await sql.raw<{ k: string; n: number }>(query).execute(database.reader);
		return Object.fromEntries(rows.filter((row) => row.n !== null).map((row) => [row.k, row.n]));
	}

	it('is read whole: 111,228 rows, accepted or rejected with the reasons an independent reading finds', () => {
		const { notAdditive, negative, fraction } = own.rejected;
		expect(own.read).toBe(111_228);
		expect(result.read).toBe(111_228);
		expect(result.accepted + result.rejected).toBe(result.read);
		expect(Object.fromEntries(countReasons(result.rejections))).toEqual({
			unit_not_additive: notAdditive,
			value_negative: negative,
			value_fraction: fraction,
		});
		expect(result.rejected).toBe(notAdditive + negative + fraction);
	});

	it('has as many societies, programs, reports and lines as the independent reading', async () => {
		expect(result.societies).toBe(own.societies.size);
		expect(result.programs).toBe(own.programs.size);
		expect(result.reports).toBe(own.reports.size);
		const stored = await sums(`select 'reach' as k, count(*) as n from reach_line
			union all select 'delivery', count(*) from delivery_line`);
		expect(stored).toEqual({ reach: own.reachLines.size, delivery: own.deliveryLines.size });
	});

	it.each(Object.keys(PEOPLE) as (keyof Reckoning['people'])[])(
		'people by %s: facts, rollup and measure equal the independent totals',
		async (name) => {
			const { dim, fact, rollup } = PEOPLE[name];
			const wanted = own.people[name];
			const facts = `select ${fact} as k, sum(l.people) as n from ${FACTS} join reach_line l on l.version_id = v.id group by 1`;
			expect(await sums(facts)).toEqual(wanted);
			expect(await sums(`select ${rollup} as k, sum(people) as n from rollup_reach group by 1`)).toEqual(
				wanted,
			);
			const { filter } = parseFilter(
				(n) => (n === 'from' ? ['2013-01'] : n === 'to' ? ['2016-12'] : []),
				'2016-12',
			);
			const ask = { db: ctx.db, scope: { reach: 'all' as const }, filter, today: ctx.today };
			const figures = await readKpi(
				kpis.find((kpi) => kpi.id === 'K-B7')!,
				ask,
				[dim],
			);
			expect(Object.fromEntries(figures.map((f) => [f.keys[0], f.value]))).toEqual(wanted);
		},
	);

	it('money by month and deliveries by unit equal the independent totals', async () => {
		const spent = `select t.period as k, sum(v.spend_minor) as n from ${FACTS} group by 1`;
		expect(await sums(spent)).toEqual(own.spendByMonth);
		const rolled = await sums('select month as k, sum(spend_minor) as n from rollup_report group by 1');
		for (const month of Object.keys(rolled)) expect(rolled[month]).toBe(own.spendByMonth[month] ?? 0);
		const given = `select u.code as k, sum(l.quantity_milli) as n from delivery_line l join unit u on u.id = l.unit_id group by 1`;
		expect(await sums(given)).toEqual(own.quantityByUnit);
	});

	it('leaves every rollup equal to the rows', async () => {
		expect(await database.writer.transaction().execute((trx) => countRollupDifferences(trx))).toBe(0);
	});

	it('changes nothing the second time', async () => {
		expect(await importFile(ctx, activityinfo, readFileSync(FILE))).toMatchObject({
			state: 'already',
			batchId: 1,
		});
		expect(await contentsOf(database)).toEqual(after);
	});

	it('broken in any of five ways ends in one clear error and changes nothing', async () => {
		const text = gunzipSync(readFileSync(FILE)).toString('utf8');
		const middle = text.indexOf('\n', text.length / 2) + 1;
		const variants: [string | Buffer, RegExp][] = [
			[text.slice(0, middle + 40), /cut in the middle of row \d+/],
			[text.replace('Gender', 'Sex'), /columns missing: Gender/],
			[Buffer.from(`\ufeff${text.slice(0, middle)}`, 'utf16le'), /UTF-16LE/],
			[`${text.slice(0, middle)}"${text.slice(middle)}`, /Row \d+: a quotation mark/],
			[gzipSync(text).subarray(0, -5000), /compressed file is cut short/],
		];
		for (const [variant, message] of variants) {
			const refused = importFile(ctx, activityinfo, variant);
			await expect(refused).rejects.toThrow(Expected);
			await expect(refused).rejects.toThrow(message);
		}
		expect(await contentsOf(database)).toEqual(after);
	});

	it('undone leaves the database as it was', async () => {
		await undoImport(ctx, { batchId: 1 });
		expect(await contentsOf(database, TRACES)).toEqual(before);
	});
});
