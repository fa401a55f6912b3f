import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readTargets } from '#lib/kpi/settings.server.ts';
import { contextOf, viewerOf } from '../../../../tests/support/world.ts';
import { dump, NOW, worldOf, type Member } from '../../../../tests/support/twosocieties.ts';
import { dueDate } from '../programs/due.server.ts';
import { previewHoliday, readHolidays, setHoliday } from './holidays.server.ts';
import { previewRule, readRuleSettings, setRule } from './rules.server.ts';
import { previewTarget } from './targetpreview.server.ts';
import { readTargetSettings, setTarget, SHARES, type TargetFields } from './targets.server.ts';
import { withdrawChange } from './withdraw.server.ts';

let database: Database;
let alpha: Member;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
	alpha = world.members.alpha;
});
afterEach(() => database.close());

const admin = (now = NOW) => contextOf(database, viewerOf('admin'), { now });
const reason = 'Decided by the ministry’s council';
const noShares = Object.fromEntries(SHARES.map((name) => [name, ''])) as Record<
	(typeof SHARES)[number],
	string
>;

async function unchanged(act: () => Promise<unknown>, refusal: object): Promise<void> {
	const before = await dump(database);
	await expect(act()).rejects.toMatchObject(refusal);
	expect(await dump(database)).toEqual(before);
}

describe('a target', () => {
	const target = (): TargetFields & { reason: string } => ({
		kpi: 'K-B7', level: 'program', subject: String(alpha.programId), year: '2025', value: '500', profile: 'linear',
		startsOn: '2026-06-20', reason: 'The registry corrected the count of the year', ...noShares,
	}); // prettier-ignore

	test('changed for a closed year leaves a trace: old value, new value, who, when and why', async () => {
		await setTarget(await admin(), { ...target(), value: '400' });
		const person = await database.writer
			.insertInto('account')
			.values({
				login: 'admin@x.example',
				name_ar: 'مدير',
				name_en: 'Admin',
				role: 'admin',
				created_at: NOW.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const ctx = await contextOf(database, viewerOf('admin', { accountId: person.id }), { now: NOW });
		await setTarget(ctx, target());
		const ask = { year: '2025', level: 'program', subject: String(alpha.programId) };
		const { lines } = await readTargetSettings(await admin(), ask);
		expect(lines.find((line) => line.phase === 'holds')).toMatchObject({
			value: 500,
			before: 400,
			by: { en: 'Admin' },
			at: NOW.toISOString(),
			reason: 'The registry corrected the count of the year',
		});
		expect(lines.find((line) => line.phase === 'past')?.value).toBe(400);
		const entry = await database.reader
			.selectFrom('audit_entry')
			.selectAll()
			.orderBy('seq', 'desc')
			.executeTakeFirstOrThrow();
		expect(JSON.parse(entry.before!)).toMatchObject({ value: 400 });
		expect(JSON.parse(entry.after!)).toMatchObject({ value: 500, closedYear: true });
	});

	test('of a closed year needs a full reason in words', () =>
		unchanged(async () => setTarget(await admin(), { ...target(), reason: 'too short a word' }), {
			code: 'invalid',
			problems: [{ place: 'reason' }],
		}));

	test('holds from its day: nothing changes before it', async () => {
		const subject = { level: 'program' as const, ids: { program: alpha.programId } };
		const read = (day: string) => readTargets(database.reader, 'K-B7', subject, day);
		const before = await read('2026-06-20');
		await setTarget(await admin(), { ...target(), year: '2026', startsOn: '2026-07-01' });
		expect(await read('2026-06-20')).toEqual(before);
		expect((await read('2026-07-01')).find(({ year }) => year === 2026)?.value).toBe(500);
	});

	test('of money is kept in minor units and previewed with months that add up', async () => {
		const fields = {
			...target(),
			kpi: 'K-O8',
			level: 'country',
			subject: '',
			year: '2026',
			value: '1,250.750',
		};
		const { reason: _, ...asked } = fields;
		const seen = await previewTarget(await admin(), asked);
		expect(seen.after).toBe(1_250_750);
		expect(seen.path?.reduce((sum, month) => sum + month, 0)).toBe(1_250_750);
		await unchanged(async () => setTarget(await admin(), { ...fields, value: '1.2345' }), {
			problems: [{ place: 'value' }],
		});
	});

	test('with shares follows them, and shares that do not make a hundred are refused by their sum', async () => {
		const shares = { ...noShares, share1: '50', share7: '٥٠' };
		const seasonal = { ...target(), year: '2026', profile: 'seasonal', ...shares };
		const { reason: _, ...asked } = seasonal;
		expect((await previewTarget(await admin(), asked)).path).toEqual([
			250, 0, 0, 0, 0, 0, 250, 0, 0, 0, 0, 0,
		]);
		await unchanged(async () => setTarget(await admin(), { ...seasonal, share7: '40' }), {
			problems: [{ place: 'shares', text: { en: expect.stringContaining('90') as string } }],
		});
	});
});

describe('a period rule', () => {
	const rule = {
		code: 'report_due_monthly',
		days: '20',
		dayKind: 'calendar',
		startsOn: '2026-07-01',
		source: 'Circular of June',
	};
	const expectReport = (period: string, opens_on: string, due_on: string) =>
		database.writer
			.insertInto('expected_report')
			.values({ program_id: alpha.programId, period, opens_on, due_on })
			.execute();
	const dueOf = async (period: string) =>
		(
			await database.reader
				.selectFrom('expected_report')
				.select('due_on')
				.where('program_id', '=', alpha.programId)
				.where('period', '=', period)
				.executeTakeFirstOrThrow()
		).due_on;

	test('adjusts reports that have not opened, never those that have, and says so before', async () => {
		await expectReport('2026-06', '2026-07-01', '2026-07-15');
		const seen = await previewRule(await admin(), rule);
		expect(seen.shifts).toEqual([
			{ period: '2026-06', frequency: 'monthly', before: '2026-07-15', after: '2026-07-20', reports: 1 },
		]);
		expect(seen.next[0]).toMatchObject({ period: '2026-06', reports: 2 });
		const { id } = await setRule(await admin(), { ...rule, reason });
		expect(await dueOf('2026-06')).toBe('2026-07-20');
		expect(await dueOf('2026-05')).toBe('2026-06-15');
		await withdrawChange(await admin(), { kind: 'period_rule', id: String(id), reason });
		expect(await dueOf('2026-06')).toBe('2026-07-15');
	});

	test('set twice for one day at once is set once', async () => {
		const both = await Promise.allSettled(
			[1, 2].map(async () => setRule(await admin(), { ...rule, reason })),
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const { lines } = await readRuleSettings(await admin(), undefined);
		expect(lines.filter((line) => line.startsOn === '2026-07-01')).toHaveLength(1);
	});

	test('in working days passes over rest days and holidays', () => {
		const calendar = { rest: [5, 6], holidays: new Set(['2026-07-05']) };
		// Wednesday and Thursday, then Monday: Friday, Saturday and the holiday of Sunday do not count.
		expect(dueDate('2026-07-01', { days: 3, dayKind: 'working' }, calendar)).toBe('2026-07-06');
		expect(dueDate('2026-07-01', { days: 3, dayKind: 'calendar' }, calendar)).toBe('2026-07-03');
	});

	test('with a day before today is refused', () =>
		unchanged(async () => setRule(await admin(), { ...rule, startsOn: '2026-06-01', reason }), {
			problems: [{ place: 'startsOn' }],
		}));
});

describe('a holiday', () => {
	const add = {
		change: 'add',
		id: '',
		heldOn: '2026-08-03',
		nameAr: 'يوم التجربة',
		nameEn: 'Trial day',
		source: 'A decision',
	};

	test('is added, renamed and cancelled; every row that stood remains', async () => {
		expect(await previewHoliday(await admin(), add)).toMatchObject({
			before: null,
			after: { en: 'Trial day' },
		});
		await setHoliday(await admin(), { ...add, reason });
		const found = async () =>
			(await readHolidays(await admin(), { year: '2026' })).lines.filter((l) => l.heldOn === '2026-08-03');
		const [first] = await found();
		const id = String(first!.id);
		await setHoliday(await admin(), { ...add, change: 'rename', id, nameEn: 'Day of trial', reason });
		const renamed = (await found()).find((line) => !line.isCancelled)!;
		expect(renamed.name.en).toBe('Day of trial');
		await setHoliday(await admin(), { ...add, change: 'cancel', id: String(renamed.id), reason });
		expect((await found()).map((line) => line.isCancelled)).toEqual([true, true]);
		await unchanged(async () => setHoliday(await admin(), { ...add, change: 'cancel', id, reason }), {
			problems: [{ place: 'id' }],
		});
	});
});
