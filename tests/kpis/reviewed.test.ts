import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { kpiById } from '#lib/features/dashboard/registry.server.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { askOf, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import { workingDaysBetween } from '#lib/kpi/workdays.server.ts';
import { addDays } from '#lib/platform/clock.ts';
import { asOfDay } from '../support/asof.ts';
import { freshDatabase } from '../support/world.ts';

// Five reports of one program in 2026, small enough to count their working days on a calendar (Friday and Saturday rest).
// January: sent Sunday 8 February, returned Tuesday the 10th, again and verified on the 22nd: two days to the first decision.
// February: sent Thursday 5 March, verified Sunday the 8th: one. March: sent Sunday 5 April, verified Wednesday the 15th: eight.
// April: sent Sunday 3 May, waiting. May: imported.
const SENT = ['2026-02-08', '2026-03-05', '2026-04-05', '2026-05-03', '2026-06-07'] as const;
let database: Database;

beforeAll(async () => {
	database = await freshDatabase('bahrain');
	await database.writer.transaction().execute(async (trx) => {
		const name = { name_ar: 'جمعية النخلة', name_en: 'Palm', match_key: 'palm', search_key: 'palm' };
		const id = (table: 'category' | 'governorate' | 'sector' | 'age_band' | 'segment', n = 0) =>
			trx
				.selectFrom(table)
				.select('id')
				.orderBy('id')
				.offset(n)
				.limit(1)
				.executeTakeFirstOrThrow()
				.then((r) => r.id);
		const society = await trx
			.insertInto('society')
			.values({
				...name,
				category_id: await id('category'),
				governorate_id: await id('governorate'),
				status: 'active',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const program = await trx
			.insertInto('program')
			.values({
				...name,
				society_id: society.id,
				sector_id: await id('sector'),
				governorate_id: await id('governorate'),
				starts_on: '2026-01-01',
				status: 'running',
				frequency: 'monthly',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx.deleteFrom('holiday').execute();
		const batch = await trx
			.insertInto('import_batch')
			.values({
				adapter: 'canonical',
				file_name: 'a.csv',
				sha256: 'a'.repeat(64),
				rows_read: 1,
				rows_accepted: 1,
				rows_rejected: 0,
				created_at: '2026-06-07T08:00:00.000Z',
			}) // prettier-ignore
			.returning('id')
			.executeTakeFirstOrThrow();
		// People by governorate: 100 of 538,965, 60 of 263,430, none in the two others, 5 in several.
		const places = await trx.selectFrom('governorate').select(['id', 'code']).execute();
		const reach = { capital: 100, muharraq: 60, several: 5 };
		for (const [i, sent] of SENT.entries()) {
			const state = i === 3 ? 'submitted' : 'verified';
			const report = await trx
				.insertInto('report')
				.values({
					program_id: program.id,
					period: `2026-0${i + 1}`,
					state,
					first_submitted_on: sent,
					...(i === 4 && { import_batch_id: batch.id }),
				})
				.returning('id')
				.executeTakeFirstOrThrow();
			const decided = ['2026-02-22', '2026-03-08', '2026-04-15', null, sent][i];
			const version = await trx
				.insertInto('report_version')
				.values({
					report_id: report.id,
					number: 1,
					created_at: `${sent}T08:00:00.000Z`,
					submitted_at: `${sent}T08:00:00.000Z`,
					verified_from: decided ? `${decided}T09:00:00.000Z` : null,
					// January fills 3 of 4, March 4 of 5; the others have no list of cells.
					...(i === 0 && { cells_required: 4, cells_filled: 3 }),
					...(i === 2 && { cells_required: 5, cells_filled: 4 }),
				})
				.returning('id')
				.executeTakeFirstOrThrow();
			const event = { report_id: report.id, version_id: version.id };
			const events = [
				{ ...event, kind: 'submitted' as const, at: `${sent}T08:00:00.000Z` },
				...(i === 0
					? [
							{
								...event,
								kind: 'returned' as const,
								at: '2026-02-10T08:00:00.000Z',
								reason_code: 'other',
								text: 'خطأ',
							},
						]
					: []),
				...(decided && i !== 4
					? [{ ...event, kind: 'verified' as const, at: `${decided}T09:00:00.000Z` }]
					: []),
			];
			for (const one of events) await trx.insertInto('review_event').values(one).execute();
			if (i === 0 || i === 2) {
				const cells = [
					['reach:a:b:c:female', 'reach', 'value'],
					['reach:a:b.x:c:male', 'reach', 'zero'],
					['spend', 'spending', 'value'],
					['hours', 'volunteers', 'not_reported'],
					...(i === 2 ? [['achievements', 'narrative', 'value']] : []),
				] as ['spend', 'reach', 'value'][];
				for (const [cell, section, cellState] of cells) {
					await trx
						.insertInto('report_cell')
						.values({ version_id: version.id, cell, section, state: cellState, is_required: 1 })
						.execute();
				}
				await trx
					.insertInto('report_cell')
					.values([
						{
							version_id: version.id,
							cell: 'volunteers',
							section: 'volunteers',
							state: 'inapplicable',
							is_required: 1,
						},
						{
							version_id: version.id,
							cell: 'next',
							section: 'narrative',
							state: 'not_reported',
							is_required: 0,
						},
					])
					.execute();
			}
			if (i === 0) {
				for (const [code, people] of Object.entries(reach)) {
					await trx
						.insertInto('reach_line')
						.values({
							version_id: version.id,
							governorate_id: places.find((place) => place.code === code)!.id,
							segment_id: await id('segment'),
							age_band_id: await id('age_band'),
							sex: 'female',
							people,
						})
						.execute();
				}
			}
		}
		await rebuildRollups(trx);
	});
});
afterAll(() => database.close());

const ask = (change: Partial<Filter> = {}, today = '2026-06-30') =>
	askOf(
		{ db: database.reader, today },
		{ reach: 'all' },
		openFilter({ from: '2026-01', to: '2026-06', ...change }),
	);
const of = (id: string) => kpiById(id)!;
const setOf = (id: string, set: string) =>
	[...(of(id).also ?? []), ...of(id).excluded!.map((one) => one.set)].find((one) => one.id === set)!;

describe('review time, counted on a calendar', () => {
	it('is the median of working days to the first decision, with the ninetieth percentile beside it', async () => {
		const figure = await readOne(of('K-D4'), ask());
		expect([figure.value, figure.ninetieth, figure.numerator, figure.numeratorRows]).toEqual([2, 8, 11, 3]);
	});
	it('belongs to the month of the decision; of two the median lies between them', async () => {
		expect((await readKpi(of('K-D4'), ask(), ['month'])).map(({ keys, value }) => [...keys, value])).toEqual([
			['2026-02', 2],
			['2026-03', 1],
			['2026-04', 8],
		]);
		expect((await readOne(of('K-D4'), ask({ to: '2026-03' }))).value).toBe(1.5);
		expect((await readOne(of('K-D4'), ask({ from: '2026-05' }))).value).toBeNull();
	});
	it('knows on a day only what was decided by then; what waits has its age apart', async () => {
		expect((await readOne(of('K-D4'), ask({ asOf: asOfDay('2026-03-31') }))).value).toBe(1.5);
		const open = setOf('K-D4', 'reviews.open');
		// From Sunday 3 May to Tuesday 30 June there are 42 working days.
		expect((await open.sum(ask(), []))[0]).toMatchObject({ value: 42, rows: 1 });
		expect((await open.sum(ask({ asOf: asOfDay('2026-04-09') }), []))[0]).toMatchObject({
			value: 4,
			rows: 1,
		});
		expect((await setOf('K-D4', 'reports.not_reviewed').sum(ask(), []))[0]!.value).toBe(1);
	});
	it('passes over holidays once, and over those on a rest day not again', async () => {
		await database.writer
			.insertInto('holiday')
			.values(
				['2026-04-09', '2026-04-10', '2026-04-12'].map((held_on) => ({
					held_on, name_ar: 'عطلة', name_en: 'Holiday', source: 'test',
				})), // prettier-ignore
			)
			.execute();
		expect((await readOne(of('K-D4'), ask({ from: '2026-04' }))).value).toBe(6);
		await database.writer.deleteFrom('holiday').execute();
	});
	it('counts as one would day by day, whatever the rest days', async () => {
		const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2024-01-01', n));
		await fc.assert(
			fc.asyncProperty(day, fc.nat(90), fc.subarray([0, 1, 2, 3, 4, 5, 6]), async (from, length, rest) => {
				const to = addDays(from, length);
				let expected = 0;
				for (let d = addDays(from, 1); d <= to; d = addDays(d, 1)) {
					if (!rest.includes(new Date(`${d}T00:00:00Z`).getUTCDay())) expected += 1;
				}
				const days = workingDaysBetween(sql`${from}`, sql`${to}`, rest);
				const { rows } = await sql<{ n: number }>`select ${days} as n`.execute(database.reader);
				expect(rows[0]!.n).toBe(expected);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('completeness of required cells, counted by hand', () => {
	it('is what was filled in of what was required and applies', async () => {
		const { value, numerator, denominator } = await readOne(of('K-D5'), ask());
		expect([value, numerator, denominator]).toEqual([(100 * 7) / 9, 7, 9]);
	});
	it('can be read by section of the form, and of one section', async () => {
		const bySection = await readKpi(of('K-D5'), ask(), ['section']);
		expect(
			bySection.map(({ keys, numerator, denominator }) => [keys[0], numerator, denominator]).sort(),
		).toEqual([
			['narrative', 1, 1],
			['reach', 4, 4],
			['spending', 2, 2],
			['volunteers', 0, 2],
		]);
		expect((await readOne(of('K-D5'), ask({ section: ['volunteers'] }))).value).toBe(0);
	});
	it('names the reports that have no list of cells, imported ones among them', async () => {
		expect((await setOf('K-D5', 'reports.without_cells').sum(ask(), []))[0]!.value).toBe(3);
		expect((await readOne(of('K-D5'), ask({ from: '2026-02', to: '2026-02' }))).value).toBeNull();
	});
});

describe('balance between governorates, worked out by hand', () => {
	it('is the lowest reach per ten thousand residents against the highest', async () => {
		// Nobody in the northern and southern governorates.
		expect((await readOne(of('K-B6'), ask())).value).toBe(0);
		const { denominator } = await readOne(of('K-B6'), ask());
		expect(denominator).toBe(Math.round((60 * 10_000_000) / 263_430));
	});
	it('compares those with known residents alone, and names the rest', async () => {
		const unknown = setOf('K-B6', 'places.unknown');
		expect(await unknown.list(ask(), { limit: 9 })).toMatchObject([{ governorate: 'several', people: 5 }]);
		await database.writer
			.updateTable('governorate')
			.set({ population: null, population_year: null, population_source: null })
			.where('code', 'in', ['northern', 'southern'])
			.execute();
		const capital = Math.round((100 * 10_000_000) / 538_965);
		const muharraq = Math.round((60 * 10_000_000) / 263_430);
		expect((await readOne(of('K-B6'), ask())).value).toBe(capital / muharraq);
		expect((await readOne(of('K-B6'), ask({ from: '2026-02' }))).value).toBeNull();
	});
});
