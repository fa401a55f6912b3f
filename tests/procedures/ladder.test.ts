import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { runDailyNotices } from '#lib/features/completeness/ladder.server.ts';
import { addDays, daysBetween } from '#lib/platform/clock.ts';
import { worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;
let expectedId: number;
const DUE = '2026-06-15';

beforeEach(async () => {
	({
		database,
		members: { alpha },
	} = await worldOf('alpha', 'beta'));
	const row = await database.writer
		.selectFrom('expected_report')
		.select('id')
		.where('program_id', '=', alpha.programId)
		.where('period', '=', '2026-05')
		.executeTakeFirstOrThrow();
	expectedId = row.id;
});
afterEach(() => database.close());

/** Noon of a day in Bahrain. */
const run = async (day: string) =>
	runDailyNotices(await contextOf(database, viewerOf('operator'), { now: new Date(`${day}T09:00:00Z`) }));

const told = () =>
	database.writer
		.selectFrom('notice')
		.selectAll()
		.where('account_id', '=', alpha.accountId)
		.where('object_id', '=', expectedId)
		.where('object_type', '=', 'expected_report')
		.orderBy('id')
		.execute();

const submit = (day: string) =>
	database.writer
		.insertInto('report')
		.values({ program_id: alpha.programId, period: '2026-05', state: 'submitted', first_submitted_on: day })
		.execute();

/** The step a report stands on, by the words of the ladder. */
function stepOn(day: string): string | undefined {
	const late = daysBetween(DUE, day);
	if (late > 90) return undefined;
	const steps: [number, string][] = [[15, 'late15'], [7, 'late7'], [1, 'late1'], [-1, 'due1'], [-3, 'due3'], [-7, 'due7']]; // prettier-ignore
	return steps.find(([from]) => late >= from)?.[1];
}

/** Numbers from 0 to 1 that a seed decides. */
function random(seed: number): () => number {
	let state = seed * 2_654_435_761;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
		return state / 2 ** 32;
	};
}

describe('the ladder of a report', () => {
	test.each(Array.from({ length: 12 }, (_, i) => i + 1))(
		'tells each step once and none that an outage passed over (run %i)',
		async (seed) => {
			const next = random(seed);
			const submittedOn = addDays(DUE, Math.floor(next() * 40) - 10);
			const expected: string[] = [];
			let isSubmitted = false;
			for (
				let day = addDays(DUE, -12);
				day <= addDays(DUE, 30);
				day = addDays(day, 1 + Math.floor(next() * next() * 9))
			) {
				if (!isSubmitted && day >= submittedOn) {
					await submit(submittedOn);
					isSubmitted = true;
				}
				for (let times = 0; times <= Math.floor(next() * 3); times++) await run(day);
				const step = isSubmitted ? undefined : stepOn(day);
				if (step && !expected.includes(step)) expected.push(step);
				const rows = await told();
				expect(rows.map(({ once }) => once.split(':')[0])).toEqual(expected);
				// Never more than one of them is open, and none once the report came.
				const open = rows.filter(({ stopped_at }) => stopped_at === null);
				expect(open.length).toBe(isSubmitted || !expected.length ? 0 : 1);
				expect(open.every((row) => row.id === rows.at(-1)?.id)).toBe(true);
			}
		},
	);

	test('is red and urgent from the fifteenth day, for the society and its officer', async () => {
		const { id: officer } = await database.writer
			.insertInto('account')
			.values({ login: 'o', name_ar: 'م', name_en: 'O', role: 'officer', created_at: '2026-01-01T00:00:00Z' })
			.returning('id')
			.executeTakeFirstOrThrow();
		await database.writer
			.insertInto('portfolio')
			.values({ account_id: officer, society_id: alpha.societyId, starts_on: '2026-01-01' })
			.execute();
		await run(addDays(DUE, 14));
		expect((await told()).map(({ is_urgent }) => is_urgent)).toEqual([0]);
		await run(addDays(DUE, 15));
		expect((await told()).at(-1)).toMatchObject({ kind: 'report_overdue', is_urgent: 1 });
		const officers = await database.writer
			.selectFrom('notice')
			.selectAll()
			.where('account_id', '=', officer)
			.where('object_id', '=', expectedId)
			.execute();
		expect(officers).toMatchObject([
			{ kind: 'report_overdue', is_urgent: 1, object_type: 'expected_report' },
		]);
	});

	test('begins anew when an exception moves the due date', async () => {
		await run(addDays(DUE, 1));
		await database.writer
			.updateTable('expected_report')
			.set({ due_on: addDays(DUE, 20), rule_due_on: DUE })
			.where('id', '=', expectedId)
			.execute();
		await run(addDays(DUE, 2));
		expect((await told()).map(({ stopped_at }) => stopped_at !== null)).toEqual([true]);
		await run(addDays(DUE, 14));
		expect((await told()).at(-1)).toMatchObject({
			kind: 'report_due',
			stopped_at: null,
			due_on: addDays(DUE, 20),
		});
	});
});
