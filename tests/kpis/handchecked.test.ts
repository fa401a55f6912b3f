import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from 'kysely';
import type { Database } from '#db/connection.server.ts';
import type { Schema } from '#db/schema.ts';
import { kpiById } from '#lib/features/dashboard/registry.server.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { parseFilter } from '#lib/kpi/filter.ts';
import { ignoredDims, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import { freshDatabase } from '../support/world.ts';

// A world small enough to add up by hand. Two societies exist, a third was dissolved in February 2026.
// Palm (charitable, capital) runs Baskets; Coral (women's, muharraq) runs Skills; Reef is dissolved.
let database: Database;
const TODAY = '2026-05-20';

type Trx = Transaction<Schema>;
const idOf = async (
	trx: Trx,
	table: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band',
	code: string,
) => (await trx.selectFrom(table).select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;

async function society(trx: Trx, name: string, category: string, governorate: string): Promise<number> {
	const row = await trx
		.insertInto('society')
		.values({
			name_ar: `جمعية ${name}`,
			name_en: name,
			match_key: name.toLowerCase(),
			search_key: searchKey(`جمعية ${name}`, name),
			category_id: await idOf(trx, 'category', category),
			governorate_id: await idOf(trx, 'governorate', governorate),
			status: 'active',
		}) // prettier-ignore
		.returning('id')
		.executeTakeFirstOrThrow();
	await trx
		.insertInto('society_status')
		.values({ society_id: row.id, status: 'active', starts_on: '2019-01-01' })
		.execute();
	return row.id;
}

async function program(trx: Trx, society_id: number, name: string, sector: string, governorate: string) {
	const row = await trx
		.insertInto('program')
		.values({
			society_id,
			name_ar: `برنامج ${name}`,
			name_en: name,
			match_key: name.toLowerCase(),
			search_key: searchKey(`برنامج ${name}`, name),
			sector_id: await idOf(trx, 'sector', sector),
			governorate_id: await idOf(trx, 'governorate', governorate),
			starts_on: '2026-01-01',
			status: 'running',
			frequency: 'monthly',
		}) // prettier-ignore
		.returning('id')
		.executeTakeFirstOrThrow();
	return row.id;
}

interface Said {
	readonly state: 'verified' | 'submitted';
	readonly on: string;
	readonly spend: number | null;
	readonly hours: number;
	readonly reach: readonly (readonly [
		segment: string,
		sex: 'female' | 'male',
		age: string,
		people: number,
	])[];
}

async function report(trx: Trx, program_id: number, period: string, governorate: string, said: Said) {
	const { id } = await trx
		.insertInto('report')
		.values({ program_id, period, state: said.state, first_submitted_on: said.on })
		.returning('id')
		.executeTakeFirstOrThrow();
	const version = await trx
		.insertInto('report_version')
		.values({
			report_id: id,
			number: 1,
			created_at: said.on,
			spend_minor: said.spend,
			volunteer_hours: said.hours,
			verified_from: said.state === 'verified' ? `${said.on}T09:00:00.000Z` : null,
		}) // prettier-ignore
		.returning('id')
		.executeTakeFirstOrThrow();
	const event = { report_id: id, version_id: version.id };
	await trx
		.insertInto('review_event')
		.values([
			{ ...event, kind: 'submitted', at: `${said.on}T08:00:00.000Z` },
			...(said.state === 'verified'
				? [{ ...event, kind: 'verified' as const, at: `${said.on}T09:00:00.000Z` }]
				: []),
		])
		.execute();
	for (const [segment, sex, age, people] of said.reach) {
		await trx
			.insertInto('reach_line')
			.values({
				version_id: version.id,
				sex,
				people,
				governorate_id: await idOf(trx, 'governorate', governorate),
				segment_id: await idOf(trx, 'segment', segment),
				age_band_id: await idOf(trx, 'age_band', age),
			}) // prettier-ignore
			.execute();
	}
}

beforeAll(async () => {
	database = await freshDatabase('bahrain');
	await database.writer.transaction().execute(async (trx) => {
		const ages = await trx.selectFrom('age_band').select('code').orderBy('sort').execute();
		const [young, old] = [ages[0]!.code, ages[1]!.code];
		const palm = await society(trx, 'Palm', 'charitable', 'capital');
		const coral = await society(trx, 'Coral', 'women', 'muharraq');
		const reef = await society(trx, 'Reef', 'charitable', 'northern');
		await trx
			.insertInto('society_status')
			.values({ society_id: reef, status: 'dissolved', starts_on: '2026-02-01' })
			.execute();
		await trx.insertInto('board_term').values([
			{ society_id: palm, starts_on: '2025-01-01', ends_on: '2026-12-31' },
			{ society_id: coral, starts_on: '2024-01-01', ends_on: '2026-03-31' },
		]).execute(); // prettier-ignore
		const baskets = await program(trx, palm, 'Baskets', 'relief_care', 'capital');
		const skills = await program(trx, coral, 'Skills', 'education', 'muharraq');
		for (const program_id of [baskets, skills]) {
			for (const [period, due_on] of [
				['2026-01', '2026-02-15'],
				['2026-02', '2026-03-15'],
				['2026-05', '2026-06-15'],
			] as const) {
				await trx
					.insertInto('expected_report')
					.values({ program_id, period, opens_on: due_on, due_on })
					.execute();
			}
		}
		// Baskets: 100 + 40 people and BHD 700 in January; nobody but BHD 300 in February.
		await report(trx, baskets, '2026-01', 'capital', {
			state: 'verified', on: '2026-02-10', spend: 700_000, hours: 12,
			reach: [['needy_families', 'female', young, 100], ['orphans', 'male', old, 40]],
		}); // prettier-ignore
		await report(trx, baskets, '2026-02', 'capital', {
			state: 'verified',
			on: '2026-03-20',
			spend: 300_000,
			hours: 8,
			reach: [],
		});
		// Skills: 60 people delivered in the southern governorate, no money told; February only submitted.
		await report(trx, skills, '2026-01', 'southern', {
			state: 'verified', on: '2026-02-12', spend: null, hours: 0, reach: [['students', 'female', young, 60]],
		}); // prettier-ignore
		await report(trx, skills, '2026-02', 'southern', {
			state: 'submitted', on: '2026-03-10', spend: 999_000, hours: 99, reach: [['students', 'male', young, 500]],
		}); // prettier-ignore
		await rebuildRollups(trx);
	});
});
afterAll(() => database.close());

function ask(query = '', today = TODAY) {
	const params = new URLSearchParams(query);
	const { filter, problems } = parseFilter((name) => params.getAll(name), '2026-04');
	expect(problems).toEqual([]);
	return { db: database.reader, scope: { reach: 'all' } as const, filter, today };
}

const figure = async (id: string, query = '', today = TODAY) => {
	const { value, numerator, denominator } = await readOne(kpiById(id)!, ask(query, today));
	return [value, numerator, denominator];
};

describe('a world added up by hand', () => {
	it.each([
		['K-B7', '', [200, 200, null]],
		['K-B7', 'governorate=capital', [140, 140, null]],
		['K-B7', 'governorate=southern', [60, 60, null]],
		['K-B7', 'sex=female', [160, 160, null]],
		['K-B7', 'sector=relief_care&segment=orphans', [40, 40, null]],
		// February's reports name nobody and the other is not verified: unknown, not zero.
		['K-B7', 'from=2026-02&to=2026-04', [null, 0, null]],
		['K-O8', '', [1_000_000, 1_000_000, null]],
		// Skills told no money at all.
		['K-O8', 'category=women', [null, 0, null]],
		['K-O9', 'category=women', [0, 0, null]],
		['K-O9', '', [20, 20, null]],
		// February's 300 were spent without anyone reached, so they are not a cost per person.
		['K-O10', '', [700_000 / 200, 700_000, 200]],
		['K-O10', 'category=charitable', [5_000, 700_000, 140]],
		['K-O10', 'category=professional', [null, 0, 0]],
		// May is not due yet on 20 May; the four due were all received, one of them after 15 March.
		['K-D1', '', [100, 4, 4]],
		['K-R1', '', [2, 2, null]],
		['K-R2', '', [100, 2, 2]],
		['K-R3', '', [50, 1, 2]],
	])('%s within "%s" is %j', async (id, query, expected) => {
		expect(await figure(id, query)).toEqual(expected);
	});

	it('knows on 12 March only what had arrived by then', async () => {
		expect(await figure('K-D1', 'from=2026-01&to=2026-02', '2026-03-12')).toEqual([100, 2, 2]);
		expect(await figure('K-D1', 'from=2026-01&to=2026-02', '2026-03-16')).toEqual([75, 3, 4]);
	});

	it('counts boards on the last day of the period, not today', async () => {
		expect(await figure('K-R3', 'from=2026-01&to=2026-03')).toEqual([100, 2, 2]);
		expect(await figure('K-R3', 'from=2026-01&to=2026-01')).toEqual([(100 * 2) / 3, 2, 3]);
	});

	it('breaks reach down by month and segment, and leaves out what is only submitted', async () => {
		const groups = await readKpi(kpiById('K-B7')!, ask(), ['month', 'segment']);
		expect(groups.map((g) => [...g.keys, g.value]).sort()).toEqual([
			['2026-01', 'needy_families', 100],
			['2026-01', 'orphans', 40],
			['2026-01', 'students', 60],
		]);
	});

	it('says which filters a figure cannot follow instead of ignoring them silently', async () => {
		const narrowed = ask('segment=orphans&governorate=capital');
		expect(ignoredDims(kpiById('K-O8')!, narrowed.filter)).toEqual(['segment']);
		expect(ignoredDims(kpiById('K-O10')!, narrowed.filter)).toEqual(['governorate', 'segment']);
		expect(await figure('K-O8', 'segment=orphans&governorate=capital')).toEqual([1_000_000, 1_000_000, null]);
	});
});

describe('a decision added up by hand', () => {
	/** Something that happened to the one report that waits. */
	const happened = async (kind: 'returned' | 'verified', at: string) => {
		const { id, version } = await database.reader
			.selectFrom('report as t')
			.innerJoin('report_version as v', 'v.report_id', 't.id')
			.select(['t.id', 'v.id as version'])
			.where('t.state', '=', 'submitted')
			.executeTakeFirstOrThrow();
		const why = kind === 'returned' ? { reason_code: 'other', text: 'عدد المستفيدين غير واضح' } : {};
		await database.writer
			.insertInto('review_event')
			.values({ report_id: id, version_id: version, kind, at, ...why })
			.execute();
	};

	it('three of three decided were accepted at once; the one that waits is neither', async () => {
		expect(await figure('K-D3')).toEqual([100, 3, 3]);
		expect(await figure('K-D3', 'category=women&from=2026-02&to=2026-02')).toEqual([null, 0, 0]);
	});

	it('one returned is a decision, whether it came again or not, and a later verification does not undo it', async () => {
		await happened('returned', '2026-03-11T09:00:00.000Z');
		expect(await figure('K-D3')).toEqual([75, 3, 4]);
		expect(await figure('K-D3', 'category=women')).toEqual([50, 1, 2]);
		await happened('verified', '2026-03-15T09:00:00.000Z');
		expect(await figure('K-D3')).toEqual([75, 3, 4]);
		await database.writer
			.deleteFrom('review_event')
			.where('at', '>=', '2026-03-11')
			.where('at', '<', '2026-03-16')
			.execute();
		expect(await figure('K-D3')).toEqual([100, 3, 3]);
	});

	it('reports of imported data stay outside: nobody here decided on them', async () => {
		const count = (id: string) =>
			kpiById('K-D3')!
				.excluded!.find(({ set }) => set.id === id)!
				.set.sum(ask(), []);
		expect((await count('reports.brought_in'))[0]!.value).toBe(0);
		expect((await count('reports.undecided'))[0]!.value).toBe(1);
	});
});
