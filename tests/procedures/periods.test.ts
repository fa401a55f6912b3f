import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { transact } from '#lib/access/procedures.server.ts';
import { followProgramDates } from '#lib/features/programs/expected.server.ts';
import { openPeriods, readPeriods } from '#lib/features/reports/opening.server.ts';
import { addDays, addMonths, lastDayOf } from '#lib/platform/clock.ts';
import { dice } from '../support/randomworld.ts';
import { dump, worldOf } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
afterEach(() => database.close());

const on = (day: string) =>
	contextOf(database, viewerOf('operator'), { now: new Date(`${day}T06:00:00Z`), requestId: 'test' });

let programs = 0;

interface Dates {
	readonly starts_on?: string;
	readonly ends_on?: string | null;
	readonly status?: 'planned' | 'running' | 'completed' | 'stopped';
	readonly frequency?: 'monthly' | 'quarterly';
}

/** Changes a program as an officer's edit does: the dates, then what follows from them. */
async function change(day: string, programId: number, dates: Dates) {
	await transact(await on(day), 'program.write', async (write) => {
		await write.trx
			.updateTable('program')
			.set({ purpose_en: 'Edited', ...dates })
			.where('id', '=', programId)
			.execute();
		await followProgramDates(write, programId);
		await write.audit({ objectType: 'program', objectId: programId, after: { changed: true } });
	});
}

async function addProgram(societyId: number, dates: Dates = {}): Promise<number> {
	const model = await database.reader.selectFrom('program').selectAll().limit(1).executeTakeFirstOrThrow();
	const { id: _id, ...facts } = model;
	const { id } = await database.writer
		.insertInto('program')
		.values({
			...facts,
			society_id: societyId,
			match_key: `made ${(programs += 1)}`,
			settled_on: null,
			...dates,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

const expectedOf = (programId: number) =>
	database.reader
		.selectFrom('expected_report')
		.select(['period', 'opens_on', 'due_on'])
		.where('program_id', '=', programId)
		.orderBy('period')
		.execute();
const periodsOf = async (programId: number) => (await expectedOf(programId)).map(({ period }) => period);

describe('opening a period', () => {
	test('makes one expected report for each running program, due by the rule in force', async () => {
		const { database: made, members } = await worldOf('alpha', 'beta');
		database = made;
		expect(await openPeriods(await on('2026-06-30'))).toBe(0);
		expect(await openPeriods(await on('2026-07-01'))).toBe(2);
		for (const { programId } of [members.alpha, members.beta]) {
			const june = { period: '2026-06', opens_on: '2026-07-01', due_on: '2026-07-15' };
			expect((await expectedOf(programId)).at(-1)).toEqual(june);
		}
		const [line] = await readPeriods(await on('2026-07-01'), undefined);
		expect(line).toMatchObject({ period: '2026-06', expected: 2, received: 0 });
	});

	test('a second time writes nothing, not even to the trail', async () => {
		database = (await worldOf('alpha')).database;
		await openPeriods(await on('2026-07-01'));
		const before = await dump(database);
		expect(await openPeriods(await on('2026-07-01'))).toBe(0);
		expect(await openPeriods(await on('2026-07-31'))).toBe(0);
		const all = await Promise.all([1, 2, 3].map(async () => openPeriods(await on('2026-07-02'))));
		expect(all).toEqual([0, 0, 0]);
		expect(await dump(database)).toEqual(before);
	});

	test('makes up for the months in which no server ran', async () => {
		const { database: made, members } = await worldOf('alpha');
		database = made;
		await openPeriods(await on('2026-09-20'));
		const all = ['2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'];
		expect(await periodsOf(members.alpha.programId)).toEqual(all);
	});

	test('expects of a new program nothing that was late on the day it came, and nothing of imported history', async () => {
		const { database: made, members } = await worldOf('alpha');
		database = made;
		const early = await addProgram(members.alpha.societyId, { starts_on: '2020-01-01' });
		const batch = await database.writer
			.insertInto('import_batch')
			.values({
				adapter: 'canonical',
				file_name: 'a.csv',
				sha256: '0'.repeat(64),
				rows_read: 1,
				rows_accepted: 1,
				rows_rejected: 0,
				created_at: '2026-06-01T00:00:00.000Z',
			}) // prettier-ignore
			.returning('id')
			.executeTakeFirstOrThrow();
		const imported = await addProgram(members.alpha.societyId, { starts_on: '2020-01-01' });
		const from = database.writer.updateTable('program').set({ import_batch_id: batch.id });
		await from.where('id', '=', imported).execute();
		await openPeriods(await on('2026-06-20'));
		expect(await periodsOf(early)).toEqual([]);
		await openPeriods(await on('2026-07-03'));
		expect(await periodsOf(early)).toEqual(['2026-06']);
		expect(await periodsOf(imported)).toEqual([]);
		await change('2026-07-10', imported, {});
		expect(await periodsOf(imported)).toEqual(['2026-06']);
	});

	test('lets a planned program run from its first day on, and a quarter be named by its last month', async () => {
		const { database: made, members } = await worldOf('alpha');
		database = made;
		const quarterly = { status: 'planned', frequency: 'quarterly', starts_on: '2026-08-10' } as const;
		const id = await addProgram(members.alpha.societyId, quarterly);
		await openPeriods(await on('2026-07-01'));
		expect(await periodsOf(id)).toEqual([]);
		await openPeriods(await on('2026-09-01'));
		const { status } = await database.reader
			.selectFrom('program')
			.select('status')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		expect(status).toBe('running');
		await openPeriods(await on('2026-10-02'));
		expect(await expectedOf(id)).toEqual([
			{ period: '2026-09', opens_on: '2026-10-01', due_on: '2026-10-20' },
		]);
	});
});

describe('changing a program’s dates', () => {
	test('takes back what is not due yet, keeps what fell due or was begun, and brings the open month back', async () => {
		const { database: made, members } = await worldOf('alpha');
		database = made;
		const { programId } = members.alpha;
		await openPeriods(await on('2026-07-01'));
		await change('2026-07-10', programId, { ends_on: '2026-04-30', status: 'completed' });
		expect(await periodsOf(programId)).toEqual(['2026-02', '2026-03', '2026-04', '2026-05']);
		await change('2026-07-11', programId, { ends_on: null, status: 'running' });
		expect((await periodsOf(programId)).at(-1)).toBe('2026-06');
		await change('2026-07-16', programId, { ends_on: '2026-04-30', status: 'completed' });
		expect((await periodsOf(programId)).at(-1)).toBe('2026-06');
	});

	test('a longer run does not make reports overdue that nobody owed', async () => {
		const { database: made, members } = await worldOf('alpha');
		database = made;
		const { programId } = members.alpha;
		await change('2026-06-20', programId, { ends_on: '2026-05-31', status: 'completed' });
		await openPeriods(await on('2026-09-20'));
		expect((await periodsOf(programId)).at(-1)).toBe('2026-05');
		await change('2026-09-20', programId, { ends_on: null, status: 'running' });
		await openPeriods(await on('2026-10-01'));
		expect((await periodsOf(programId)).slice(-2)).toEqual(['2026-05', '2026-09']);
	});

	test.each(Array.from({ length: 12 }, (_, i) => i + 1))(
		'in any order with openings leaves one report for each period of the run, and the past alone (%i)',
		async (seed) => {
			const { database: made, members } = await worldOf('alpha');
			database = made;
			const roll = dice(seed);
			const { programId } = members.alpha;
			let day = '2026-06-20';
			let dates: Required<Omit<Dates, 'frequency'>> = {
				starts_on: '2025-01-01',
				ends_on: null,
				status: 'running',
			};
			const runs = (period: string) =>
				dates.starts_on <= lastDayOf(period) && (dates.ends_on === null || dates.ends_on >= `${period}-01`);
			/** Periods that must be there, and that must not, as the past left them. */
			const fixed = new Map((await expectedOf(programId)).map(({ period }) => [period, true]));
			for (let step = 0; step < 40; step += 1) {
				day = addDays(day, roll(12));
				await openPeriods(await on(day));
				for (const { period, due_on } of await expectedOf(programId)) {
					if (due_on < day) fixed.set(period, true);
				}
				for (let period = '2026-06'; `${addMonths(period, 1)}-15` < day; period = addMonths(period, 1)) {
					if (!fixed.has(period)) fixed.set(period, false);
				}
				if (roll(3) === 0) {
					const ended = roll(2) === 0;
					dates = {
						starts_on: addDays('2026-06-01', roll(4) === 0 ? roll(200) : -roll(200)),
						ends_on: ended ? addDays(day, roll(80) - 40) : null,
						status: ended && roll(2) ? 'completed' : 'running',
					};
					if (dates.ends_on !== null && dates.ends_on < dates.starts_on)
						dates = { ...dates, ends_on: dates.starts_on };
					await change(day, programId, dates);
				}
				const now = await expectedOf(programId);
				const periods = now.map(({ period }) => period);
				expect(new Set(periods).size).toBe(periods.length);
				for (const [period, wasExpected] of fixed)
					expect([period, periods.includes(period)]).toEqual([period, wasExpected]);
				const open = addMonths(day.slice(0, 7), -1);
				const neverRan = dates.status === 'completed' && dates.starts_on > day;
				if (!fixed.has(open) && `${open}-01` >= '2026-06-01') {
					expect([day, open, periods.includes(open)]).toEqual([day, open, runs(open) && !neverRan]);
				}
				expect(periods.filter((period) => period > open)).toEqual([]);
			}
		},
	);
});
