import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readThresholds } from '#lib/kpi/settings.server.ts';
import { contextOf, viewerOf } from '../../../../tests/support/world.ts';
import { dump, NOW, worldOf, type Member } from '../../../../tests/support/twosocieties.ts';
import { previewThreshold } from './impact.server.ts';
import { readThresholdSettings, setThreshold } from './thresholds.server.ts';
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
const change = {
	kpi: 'K-D1', level: 'country', subject: '', good: '90', watch: '70', startsOn: '2026-07-01',
	reason: 'The board decided on a softer start',
}; // prettier-ignore

describe('a threshold changed with effect from next month', () => {
	test('changes nothing today and holds from its day', async () => {
		const before = await readThresholds(database.reader, '2026-06-20');
		await setThreshold(await admin(), change);
		expect(await readThresholds(database.reader, '2026-06-20')).toEqual(before);
		expect(await readThresholds(database.reader, '2026-06-30')).toEqual(before);
		expect((await readThresholds(database.reader, '2026-07-01')).get('K-D1')).toEqual({
			good: 90,
			watch: 70,
		});
	});

	test('is a further row: what held stays as it was, with the audit naming both by field', async () => {
		const rows = await dump(database, ['audit_entry', 'data_version', 'kpi_threshold']);
		const before = await database.reader.selectFrom('kpi_threshold').selectAll().execute();
		const { id } = await setThreshold(await admin(), change);
		const after = await database.reader.selectFrom('kpi_threshold').selectAll().execute();
		expect(after.filter((row) => row.id !== id)).toEqual(before);
		expect(await dump(database, ['audit_entry', 'data_version', 'kpi_threshold'])).toEqual(rows);
		const entry = await database.reader.selectFrom('audit_entry').selectAll().executeTakeFirstOrThrow();
		expect(JSON.parse(entry.before!)).toMatchObject({ good: 95, watch: 85 });
		expect(JSON.parse(entry.after!)).toMatchObject({
			kpi: 'K-D1',
			good: 90,
			watch: 70,
			startsOn: '2026-07-01',
		});
	});

	test('withdrawn before its day it never holds, and cannot be withdrawn twice or once it holds', async () => {
		const { id } = await setThreshold(await admin(), change);
		const taken = { kind: 'kpi_threshold', id: String(id), reason: 'The decision was put off' };
		await withdrawChange(await admin(), taken);
		expect((await readThresholds(database.reader, '2026-12-31')).get('K-D1')).toEqual({
			good: 95,
			watch: 85,
		});
		const line = (await readThresholdSettings(await admin(), undefined)).lines.find((one) => one.id === id);
		expect(line?.phase).toBe('withdrawn');
		await expect(withdrawChange(await admin(), taken)).rejects.toMatchObject({ code: 'conflict' });
		const again = await setThreshold(await admin(), change);
		const late = new Date('2026-07-02T09:00:00Z');
		await expect(withdrawChange(await admin(late), { ...taken, id: String(again.id) })).rejects.toMatchObject(
			{ code: 'conflict' },
		);
	});
});

describe('what is refused changes nothing', () => {
	const refuse = async (fields: Partial<typeof change>, place: string) => {
		const before = await dump(database);
		await expect(setThreshold(await admin(), { ...change, ...fields })).rejects.toMatchObject({
			code: 'invalid',
			problems: [{ place }],
		});
		expect(await dump(database)).toEqual(before);
	};

	test('a day before today, with the sentence that says why', async () => {
		await refuse({ startsOn: '2026-06-19' }, 'startsOn');
		await expect(setThreshold(await admin(), { ...change, startsOn: '2026-06-19' })).rejects.toMatchObject({
			problems: [{ text: { en: expect.stringContaining('cannot hold before today') as string } }],
		});
	});
	test('limits against the direction of the measure', () => refuse({ good: '60' }, 'good'));
	test('a number that is none', () => refuse({ watch: 'many' }, 'watch'));
	test('a share above a hundred', () => refuse({ good: '101' }, 'good'));
	test('no reason, or one without words', async () => {
		await refuse({ reason: '' }, 'reason');
		await refuse({ reason: '1234567890 123' }, 'reason');
	});
	test('a subject that does not exist', () => refuse({ level: 'society', subject: '99' }, 'subject'));

	test('an administrator who did not confirm, and everybody else', async () => {
		const before = await dump(database);
		const ctx = await contextOf(database, viewerOf('admin'), { now: NOW, confirmedAt: null });
		await expect(setThreshold(ctx, change)).rejects.toMatchObject({ code: 'confirm' });
		for (const role of ['leadership', 'officer', 'auditor', 'society'] as const) {
			const other = await contextOf(database, viewerOf(role, { societyId: 4001 }), { now: NOW });
			await expect(setThreshold(other, change)).rejects.toMatchObject({ code: 'denied' });
			await expect(previewThreshold(other, change)).rejects.toMatchObject({ code: 'denied' });
		}
		expect(await dump(database)).toEqual(before);
	});
});

test('typed in Arabic digits a limit is read as the number it is', async () => {
	await setThreshold(await admin(), { ...change, good: '٩٢٫٥', watch: '٧٠' });
	expect((await readThresholds(database.reader, '2026-07-01')).get('K-D1')).toEqual({
		good: 92.5,
		watch: 70,
	});
});

test('the preview counts who would stand elsewhere and writes nothing', async () => {
	const before = await dump(database);
	const { reason: _, ...fields } = change;
	const seen = await previewThreshold(await admin(), { ...fields, good: '40', watch: '30' });
	// Two of four reports due came in from each.
	expect(seen.card).toEqual({ value: 50, from: 'off', to: 'ok' });
	expect(seen.moves[0]).toMatchObject({
		kind: 'society',
		changed: 2,
		before: { ok: 0, risk: 0, off: 2 },
		after: { ok: 2, risk: 0, off: 0 },
	});
	const one = await previewThreshold(await admin(), {
		...fields, level: 'society', subject: String(alpha.societyId), good: '40', watch: '30',
	}); // prettier-ignore
	expect(one.moves[0]).toMatchObject({ changed: 1 });
	expect(await dump(database)).toEqual(before);
});

test('of two changes for the same day the one set later holds, and both stay on the page', async () => {
	await setThreshold(await admin(), change);
	await setThreshold(await admin(), { ...change, good: '91' });
	expect((await readThresholds(database.reader, '2026-07-01')).get('K-D1')?.good).toBe(91);
	const { lines } = await readThresholdSettings(await admin(), undefined);
	expect(lines.filter((line) => line.startsOn === '2026-07-01')).toHaveLength(2);
});
