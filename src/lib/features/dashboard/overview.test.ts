import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { parseFilter, type Filter } from '#lib/kpi/filter.ts';
import { readOne } from '#lib/kpi/read.server.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { fillRandomWorld, type RandomWorld } from '../../../../tests/support/randomworld.ts';
import { contextOf, freshDatabase, viewerOf } from '../../../../tests/support/world.ts';
import { measure } from './measure.server.ts';
import { readFilterOptions, readOverview } from './queries.server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const filterOf = (query: string): Filter => {
	const params = new URLSearchParams(query);
	return parseFilter((name) => params.getAll(name), '2026-10').filter;
};
const sum = (values: readonly (number | null)[]) =>
	values.reduce<number>((total, value) => total + (value ?? 0), 0);

let database: Database;
let world: RandomWorld;
let leader: Context;

beforeAll(async () => {
	database = await freshDatabase();
	world = await fillRandomWorld(database, 7, 12);
	leader = await contextOf(database, viewerOf('leadership'), { now: NOW });
});
afterAll(() => database.close());

const queries = [
	'',
	'period=last12',
	'from=2025-11&to=2026-02',
	'period=lastyear',
	'governorate=muharraq',
	'from=2030-01&to=2030-03',
];

describe.each(queries)('of “%s”', (query) => {
	const filter = filterOf(query);
	const ask = () => ({ db: database.reader, scope: { reach: 'all' as const }, filter, today: leader.today });

	test('a card says what its evidence says', async () => {
		const { cards, totals } = await readOverview(leader, filter);
		expect(cards.map((card) => card.id)).toEqual(['K-B7', 'K-O5', 'K-O4', 'K-D1', 'K-O8', 'K-O10']);
		for (const card of [...cards, ...totals]) {
			const figure = await readOne(measure(card.id), ask());

			expect([card.id, card.value]).toEqual([card.id, figure.value]);
			expect([card.numerator, card.rows]).toEqual([figure.numerator, figure.numeratorRows]);
		}
	});

	test('months, sectors and places add up to the card', async () => {
		const { totals, months, sectors, places } = await readOverview(leader, filter);
		const reached = totals[0]!.numerator;
		expect(sum(months.totals)).toBe(reached);
		expect(sum(months.series.flatMap((series) => series.values))).toBe(reached);
		expect(sum(sectors.map((row) => row.people))).toBe(reached);
		expect(sum(places.rows.map((place) => place.people))).toBe(reached);
		expect(sum(sectors.map((row) => row.spendMinor ?? 0))).toBe(totals[1]!.numerator);
	});

	test('a month without any row is unknown in every series', async () => {
		const { months } = await readOverview(leader, filter);
		for (const series of months.series) {
			expect(series.values.map((value) => value === null)).toEqual(
				months.totals.map((total) => total === null),
			);
		}
	});

	test('overdue reports are those of the reporting rate that are not received', async () => {
		const { cards, attention } = await readOverview(leader, filter);
		const reporting = cards.find((card) => card.id === 'K-D1')!;
		expect(attention.overdueReports).toBe((reporting.denominator ?? 0) - reporting.numerator);
	});
});

test('boards out of term are those that K-R3 leaves out today', async () => {
	const { attention } = await readOverview(leader, filterOf(''));
	const ask = {
		db: database.reader,
		scope: { reach: 'all' as const },
		filter: attention.boardFilter,
		today: leader.today,
	};
	const figure = await readOne(measure('K-R3'), ask);
	expect(attention.expiredCount).toBe((figure.denominator ?? 0) - figure.numerator);
});

test('targets count the months of the filter and only what their own programs did', async () => {
	const [programId] = world.programIds;
	await database.writer
		.insertInto('kpi_target')
		.values({
			kpi: 'K-B7',
			level: 'program',
			program_id: programId!,
			year: 2026,
			value_milli: 1_200_000,
			starts_on: '2026-01-01',
		})
		.execute();
	const own = await readOne(measure('K-B7'), {
		db: database.reader,
		scope: { reach: 'all' },
		filter: filterOf(`program=${programId}`),
		today: leader.today,
	});
	const [people] = (await readOverview(leader, filterOf(''))).cards;
	expect(people!.goal).toMatchObject({
		span: 'year',
		whole: 1200,
		expected: 1000,
		programs: 1,
		actual: own.value,
	});
	const [quarter] = (await readOverview(leader, filterOf('from=2026-04&to=2026-06'))).cards;
	expect(quarter!.goal).toMatchObject({ span: 'period', whole: 300, expected: 300 });
	const [placed] = (await readOverview(leader, filterOf('governorate=capital'))).cards;
	expect([placed!.goal, placed!.unsplit]).toEqual([undefined, ['governorate']]);
});

test('a cost says so when most of its reports state no spend, and compares nothing', async () => {
	const copy = await freshDatabase();
	await fillRandomWorld(copy, 7, 4);
	const ctx = await contextOf(copy, viewerOf('leadership'), { now: NOW });
	const tell = async (spend_minor: number | null, but: number) => {
		await copy.writer.updateTable('report_version').set({ spend_minor }).where('id', '<>', but).execute();
		await copy.writer.transaction().execute((trx) => rebuildRollups(trx));
		return (await readOverview(ctx, filterOf(''))).totals[2]!;
	};
	const all = await tell(1000, 0);
	expect(all.stated).toBeUndefined();
	const reached = await copy.reader
		.selectFrom('report_version')
		.innerJoin('report', 'report.id', 'report_version.report_id')
		.select('report_version.id')
		.where('verified_from', 'is not', null)
		.where('verified_until', 'is', null)
		.where('period', '>=', '2026-01')
		.where('period', '<=', '2026-10')
		.where(({ exists, selectFrom }) =>
			exists(selectFrom('reach_line').select('id').whereRef('version_id', '=', 'report_version.id')),
		)
		.execute();
	const one = await tell(null, reached[0]!.id);
	expect(one.stated).toEqual({ reports: 1, of: reached.length });
	expect(reached.length).toBeGreaterThan(1);
	expect(one.change).toBeUndefined();
	expect(one.value).toBe(1000 / one.denominator!);
	await copy.close();
});

test('a society reads its own figures, and another’s as if there were none', async () => {
	const [own, other] = world.societyIds as [number, number];
	const society = await contextOf(database, viewerOf('society', { societyId: own }), { now: NOW });
	const mine = await readOverview(society, filterOf(''));
	const same = await readOverview(leader, filterOf(`society=${own}`));
	expect(mine.totals.map((card) => card.value)).toEqual(same.totals.map((card) => card.value));
	expect(mine.months).toEqual(same.months);
	expect(mine.programs).toEqual(same.programs);
	await expect(readOverview(society, filterOf(`society=${other}`))).rejects.toMatchObject({
		code: 'missing',
	});
	const counted = (await readFilterOptions(society, {})).find((choice) => choice.dim === 'sector')!;
	const programs = await database.reader
		.selectFrom('program')
		.select('id')
		.where('society_id', '=', own)
		.execute();
	expect(sum(counted.options.map((option) => option.count ?? 0))).toBe(programs.length);
});

test('each role begins with its own six measures', async () => {
	const ids = async (role: 'officer' | 'auditor' | 'society') => {
		const own = role === 'society' ? { societyId: world.societyIds[0]! } : {};
		const ctx = await contextOf(database, viewerOf(role, own), { now: NOW });
		const { cards } = await readOverview(ctx, filterOf(''));
		return cards.map((card) => card.id);
	};
	expect(await ids('officer')).toEqual(['K-D1', 'K-D2', 'K-D4', 'K-O5', 'K-B7', 'K-O11']);
	expect(await ids('auditor')).toEqual(['K-D1', 'K-D2', 'K-R3', 'K-B7', 'K-O8', 'K-O5']);
	expect(await ids('society')).toEqual(['K-B7', 'K-O4', 'K-O5', 'K-D2', 'K-O8', 'K-O9']);
});

test('programs on the health bar are those of K-O5', async () => {
	const { health } = await readOverview(leader, filterOf(''));
	const ask = {
		db: database.reader,
		scope: { reach: 'all' as const },
		filter: filterOf(''),
		today: leader.today,
	};
	const figure = await readOne(measure('K-O5'), ask);
	expect([health.onTrack, health.of]).toEqual([figure.numerator, figure.denominator]);
	expect(health.onTrack + health.behind + health.offTrack + health.unknown).toBe(health.of);
});

test('warnings of board terms begin as many days ahead as the rule in force says', async () => {
	const expiring = async () => (await readOverview(leader, filterOf(''))).attention.expiringCount;
	const before = await expiring();
	await database.writer
		.insertInto('period_rule')
		.values({
			code: 'board_expiry_warning',
			days: 3650,
			day_kind: 'calendar',
			starts_on: '2026-11-21',
			name_ar: 'تنبيه',
			name_en: 'Warning',
			source: 'test',
		})
		.execute();
	expect(await expiring()).toBe(before);
	await database.writer
		.updateTable('period_rule')
		.set({ starts_on: '2026-11-20' })
		.where('days', '=', 3650)
		.execute();
	expect(await expiring()).toBeGreaterThan(before);
});
