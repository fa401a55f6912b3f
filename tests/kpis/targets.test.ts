import type { Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import type { Schema } from '#db/schema.ts';
import { kpiById } from '#lib/features/dashboard/registry.server.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { readOne } from '#lib/kpi/read.server.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import { freshDatabase } from '../support/world.ts';

// Five programs of one society in 2026, seen on 20 July: reports fall due on the 15th after their month, so June is
// the newest month that counts.
//
//            target  path                 expected to June   verified   reports    judgement         on track?
// Even       1200    linear               600                570 (95%)  6 of 6     on_track          yes
// Season      100    half by March        50 + 10 = 60       48 (80%)   6 of 6     at_risk           no, behind
// Quarter     400    linear, by quarter   200                200        2 of 2     off_track (June)  no, judged off
// Silent      120    linear               60                 60         1 of 6     on_track          no, too few reports
// Free         -                                             999        6 of 6     on_track          no target: left out
//
// K-O4 = (570 + 48 + 200 + 60) / (600 + 60 + 200 + 60) = 878 / 920. K-O5 = 1 / 4. K-D2: every report on time but one.
const TODAY = '2026-07-20';
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];
const SEASON = JSON.stringify([100, 100, 300, 50, 30, 20, 0, 0, 0, 100, 200, 100]);

let database: Database;
const ids: Record<string, number> = {};

type Trx = Transaction<Schema>;

async function program(
	trx: Trx,
	name: string,
	frequency: 'monthly' | 'quarterly' = 'monthly',
): Promise<number> {
	const sector = await trx.selectFrom('sector').select('id').orderBy('id').executeTakeFirstOrThrow();
	const { id } = await trx
		.insertInto('program')
		.values({
			society_id: ids.society!,
			name_ar: `برنامج ${name}`,
			name_en: name,
			match_key: name,
			search_key: name.toLowerCase(),
			sector_id: sector.id,
			governorate_id: 1,
			starts_on: '2026-01-01',
			status: 'running',
			frequency,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	ids[name] = id;
	return id;
}

async function due(trx: Trx, program_id: number, period: string): Promise<string> {
	const due_on = `2026-0${Number(period.slice(5)) + 1}-15`;
	await trx.insertInto('expected_report').values({ program_id, period, opens_on: due_on, due_on }).execute();
	return due_on;
}

async function verified(trx: Trx, program_id: number, period: string, people: number, on: string) {
	const { id: report_id } = await trx
		.insertInto('report')
		.values({ program_id, period, state: 'verified', first_submitted_on: on })
		.returning('id')
		.executeTakeFirstOrThrow();
	const { id } = await trx
		.insertInto('report_version')
		.values({ report_id, number: 1, created_at: on, verified_from: `${on}T09:00:00.000Z` })
		.returning('id')
		.executeTakeFirstOrThrow();
	const line = { version_id: id, governorate_id: 1, segment_id: 1, age_band_id: 1 };
	await trx
		.insertInto('reach_line')
		.values({ ...line, sex: 'female', people })
		.execute();
	return id;
}

const target = (program_id: number, people: number, change: object = {}) => ({
	kpi: 'K-B7',
	level: 'program' as const,
	program_id,
	year: 2026,
	value_milli: people * 1000,
	starts_on: '2026-01-01',
	...change,
});

beforeAll(async () => {
	database = await freshDatabase();
	await database.writer.transaction().execute(async (trx) => {
		const society = await trx
			.insertInto('society')
			.values({
				name_ar: 'جمعية',
				name_en: 'Society',
				match_key: 's',
				search_key: 's',
				category_id: 1,
				governorate_id: 1,
				status: 'active',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		ids.society = society.id;
		const reach: Record<string, readonly (number | null)[]> = {
			Even: [95, 95, 95, 95, 95, 95],
			Season: [8, 8, 8, 8, 8, 8],
			Quarter: [null, null, 120, null, null, 80],
			Silent: [60, null, null, null, null, null],
			Free: [500, 99, 100, 100, 100, 100],
		};
		for (const [name, people] of Object.entries(reach)) {
			const id = await program(trx, name, name === 'Quarter' ? 'quarterly' : 'monthly');
			for (const [i, month] of MONTHS.entries()) {
				if (name === 'Quarter' && people[i] === null) continue;
				const day = await due(trx, id, month);
				const late = name === 'Even' && month === '2026-04';
				if (people[i] !== null) await verified(trx, id, month, people[i]!, late ? '2026-05-16' : day);
			}
		}
		// July is under way: not due, whatever was said of it early.
		await verified(trx, ids.Even!, '2026-07', 1000, '2026-07-19');
		await trx
			.insertInto('kpi_target')
			.values([
				target(ids.Even!, 1200),
				target(ids.Quarter!, 400),
				target(ids.Silent!, 120),
				// Halved from August on: changes nothing before.
				target(ids.Even!, 600, { starts_on: '2026-08-01' }),
			])
			.execute();
		await trx
			.insertInto('kpi_target')
			.values(target(ids.Season!, 100, { profile: 'seasonal', shares: SEASON }))
			.execute();
		const said = [
			['Even', 'on_track', '2026-02-01'],
			['Season', 'at_risk', '2026-02-01'],
			['Quarter', 'on_track', '2026-02-01'],
			['Quarter', 'off_track', '2026-06-10'],
			['Silent', 'on_track', '2026-02-01'],
			['Free', 'on_track', '2026-02-01'],
		] as const;
		for (const [name, judgement, judged_on] of said)
			await trx
				.insertInto('program_judgement')
				.values({ program_id: ids[name]!, judgement, judged_on })
				.execute();
		await rebuildRollups(trx);
	});
});
afterAll(() => database.close());

const ask = (change: Partial<Filter> = {}, today = TODAY) => ({
	db: database.reader,
	scope: { reach: 'all' as const },
	filter: openFilter({ from: '2026-01', to: '2026-07', ...change }),
	today,
});
const figure = async (id: string, change?: Partial<Filter>, today?: string) => {
	const { value, numerator, denominator } = await readOne(kpiById(id)!, ask(change, today));
	return [value, numerator, denominator];
};

describe('targets and judgements added up by hand', () => {
	it('attains what was reached of what was expected up to the newest month due', async () => {
		expect(await figure('K-O4')).toEqual([(100 * 878) / 920, 878, 920]);
		expect(await figure('K-O4', { program: ids.Even! })).toEqual([95, 570, 600]);
		expect(await figure('K-O4', { program: ids.Free! })).toEqual([null, 0, 0]);
	});

	it('follows the path: by season, by quarter, by month', async () => {
		// March alone: even 100, season 30, the quarter 100, silent 10; reached 95, 8, 120.
		expect(await figure('K-O4', { from: '2026-03', to: '2026-03' })).toEqual([(100 * 223) / 240, 223, 240]);
		// The quarterly program expects nothing in April and May.
		const spring = { from: '2026-04', to: '2026-05', program: ids.Quarter! };
		expect(await figure('K-O4', spring)).toEqual([null, 0, 0]);
	});

	it('uses a changed target from the day it holds, and not a day before', async () => {
		expect(await figure('K-O4', { program: ids.Even!, to: '2026-06' }, '2026-07-31')).toEqual([95, 570, 600]);
		expect(await figure('K-O4', { program: ids.Even!, to: '2026-06' }, '2026-08-01')).toEqual([
			190, 570, 300,
		]);
	});

	it('counts a program on track only when target, reports and judgement all say so', async () => {
		expect(await figure('K-O5')).toEqual([25, 1, 4]);
		expect(await figure('K-O5', { program: ids.Quarter! })).toEqual([0, 0, 1]);
		expect(await figure('K-O5', { program: ids.Free! })).toEqual([null, 0, 0]);
	});

	it('judges a past day by what was judged and due by then', async () => {
		// On 30 April March is the newest month due: even 285/300, season 24/50, the quarter 120/100 and still judged on
		// track, silent 60/30 with one report of three.
		expect(await figure('K-O5', { to: '2026-04' })).toEqual([50, 2, 4]);
	});

	it('counts a report on time up to its due day', async () => {
		// Five programs: 6 + 6 + 2 + 6 + 6 = 26 due, one was a day late, five never came.
		expect(await figure('K-D2')).toEqual([(100 * 20) / 26, 20, 26]);
		expect(await figure('K-D1')).toEqual([(100 * 21) / 26, 21, 26]);
	});
});

describe('outcome indicators added up by hand', () => {
	// Of Even, measured in March and June; the target is meant for December.
	//
	//           direction  from  to   path      expected in June           result in June   met?
	// Growth    increase   40    64   linear    40 + 24 * 6/12 = 52        52               yes
	// Waiting   reduce     20    8    linear    20 - 12 * 6/12 = 14        15               no
	// Step      increase   10    50   stepped   10 until December          12               yes
	// Blank     increase   0     10   linear    5                          none             no
	// Loose     increase   0     -                                          7                no target: left out
	it('meets the path when measured; no result is not met', async () => {
		await database.writer.transaction().execute(async (trx) => {
			const version = await trx
				.selectFrom('report_version')
				.innerJoin('report', 'report.id', 'report_version.report_id')
				.select('report_version.id')
				.where('report.program_id', '=', ids.Even!)
				.where('report.period', '=', '2026-06')
				.executeTakeFirstOrThrow();
			const rows = [
				['Growth', 'increase', 40, 64, 'linear', 52],
				['Waiting', 'reduce', 20, 8, 'linear', 15],
				['Step', 'increase', 10, 50, 'stepped', 12],
				['Blank', 'increase', 0, 10, 'linear', null],
				['Loose', 'increase', 0, null, 'linear', 7],
			] as const;
			for (const [name, direction, from, to, profile, result] of rows) {
				const { id } = await trx
					.insertInto('indicator')
					.values({
						program_id: ids.Even!,
						name_ar: 'مؤشر',
						name_en: name,
						unit_ar: 'وحدة',
						unit_en: 'unit',
						direction,
						is_ratio: 0,
						baseline_milli: from * 1000,
					})
					.returning('id')
					.executeTakeFirstOrThrow();
				const when = { indicator_id: id, period: '2026-12', profile };
				if (to !== null)
					await trx
						.insertInto('indicator_target')
						.values({ ...when, target_milli: to * 1000 })
						.execute();
				if (result !== null)
					await trx
						.insertInto('outcome_result')
						.values({ version_id: version.id, indicator_id: id, value_milli: result * 1000 })
						.execute();
			}
		});
		expect(await figure('K-O11')).toEqual([50, 2, 4]);
		// By the end of March nothing of June is known, though the first quarter's report had not fallen due either.
		expect(await figure('K-O11', { to: '2026-03' })).toEqual([null, 0, 0]);
		expect(await figure('K-O11', { to: '2026-04' })).toEqual([0, 0, 4]);
	});
});
