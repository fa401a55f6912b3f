import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readTimeline } from '#lib/features/register/timeline.server.ts';
import { readReportGrid } from '#lib/features/reports/queries.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { verifyReport } from '#lib/features/review/verify.server.ts';
import { readReport } from '#lib/features/reports/sheet.server.ts';
import { readSocietyRecord } from '#lib/features/societies/record.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { NOW, worldOf, type Member, type Name } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let members: Record<Name, Member>;
let officer: Context;
let alpha: Context;

beforeAll(async () => {
	({ database, members } = await worldOf('alpha', 'beta'));
	officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	alpha = await contextOf(database, viewerOf('society', members.alpha), { now: NOW });
});
afterAll(() => database.close());

const idOf = async (programId: number, period: string) =>
	(
		await database.reader
			.selectFrom('report')
			.select('id')
			.where('program_id', '=', programId)
			.where('period', '=', period)
			.executeTakeFirstOrThrow()
	).id;
const code = (promise: Promise<unknown>) =>
	promise.then(
		() => 'answered',
		(error: { code?: string }) => error.code,
	);

describe('the page of a report', () => {
	test('shows the version that counts, with its lines and the report before and after', async () => {
		const report = await readReport(officer, { id: await idOf(members.alpha.programId, '2026-02') });
		expect(report.cell.state).toBe('verified');
		expect(report.shown.reach.map(({ people }) => people)).toEqual([17]);
		expect(report.shown.deliveries).toHaveLength(1);
		expect(report.shown.outcomes).toMatchObject([{ milli: 19 }]);
		expect(report.previous).toBeNull();
		expect(report.next?.period).toBe('2026-03');
	});

	test('of a draft is its author’s alone, and no link leads the ministry to it', async () => {
		const draft = await idOf(members.alpha.programId, '2026-04');
		expect((await readReport(alpha, { id: draft })).cell.state).toBe('draft');
		expect(await code(readReport(officer, { id: draft }))).toBe('missing');
		const sent = await idOf(members.alpha.programId, '2026-03');
		expect((await readReport(officer, { id: sent })).next).toBeNull();
		expect((await readReport(alpha, { id: sent })).next?.id).toBe(draft);
		const ask = { societyId: members.alpha.societyId, to: '2026-05' };
		const cellOf = async (ctx: Context) => (await readReportGrid(ctx, ask)).lines[0]!.cells['2026-04'];
		expect((await cellOf(alpha))?.reportId).toBe(draft);
		expect((await cellOf(officer))?.reportId).toBeNull();
	});

	test('of another society, of a version that is not there, of nothing: all are missing', async () => {
		const own = await idOf(members.alpha.programId, '2026-02');
		expect(await code(readReport(alpha, { id: members.beta.reportId }))).toBe('missing');
		expect(await code(readReport(alpha, { id: 987_654 }))).toBe('missing');
		expect(await code(readReport(alpha, { id: own, version: 9 }))).toBe('missing');
		expect(await code(readReport(alpha, { id: own, against: 9 }))).toBe('missing');
		const admin = await contextOf(database, viewerOf('admin'), { now: NOW });
		expect(await code(readReport(admin, { id: own }))).toBe('denied');
	});

	test('keeps every version readable with the time in which it counted', async () => {
		const world = await worldOf('alpha');
		const ctx = await contextOf(world.database, viewerOf('officer'), { now: NOW });
		const { reportId, societyId } = world.members.alpha;
		await verifyReport(ctx, { reportId, version: 1 });
		const later = { ...ctx, now: new Date(NOW.getTime() + 86_400_000) };
		await reopenReport(later, { reportId, version: 2, reason: 'A mistake in the figures' });
		const reopened = await readReport(ctx, { id: reportId });
		expect(reopened.versions.map(({ number }) => number)).toEqual([2, 1]);
		expect(reopened.shown.number).toBe(2);
		expect(reopened.against?.number).toBe(1);
		const old = await readReport(ctx, { id: reportId, version: 1 });
		expect(old.shown).toMatchObject({
			verifiedFrom: NOW.toISOString(),
			verifiedUntil: later.now.toISOString(),
		});
		expect(old.against).toBeNull();
		const { events } = await readTimeline({ ...ctx, today: '2026-07-01' }, { id: societyId });
		expect(events.filter(({ kind }) => kind === 'reopened')).toHaveLength(1);
		await world.database.close();
	});

	test('hides from a society how much else was in the file it came from', async () => {
		const world = await worldOf('alpha');
		const { reportId, accountId, societyId } = world.members.alpha;
		const { id } = await world.database.writer
			.insertInto('import_batch')
			.values({
				adapter: 'canonical',
				file_name: 'history.csv',
				sha256: 'a'.repeat(64),
				rows_read: 9,
				rows_accepted: 8,
				rows_rejected: 1,
				created_at: NOW.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await world.database.writer
			.updateTable('report')
			.set({ import_batch_id: id })
			.where('id', '=', reportId)
			.execute();
		const batchAs = async (ctx: Context) => (await readReport(ctx, { id: reportId })).batch;
		expect(await batchAs(await contextOf(world.database, viewerOf('officer'), { now: NOW }))).toMatchObject({
			fileName: 'history.csv',
			rows: { read: 9, accepted: 8, rejected: 1 },
		});
		const own = await contextOf(world.database, viewerOf('society', { societyId, accountId }), { now: NOW });
		expect(await batchAs(own)).toMatchObject({ fileName: 'history.csv', rows: null });
		await world.database.close();
	});
});

describe('the history of a society', () => {
	test('tells that the profile was edited to those who keep it, who it was to readers of the trail, nothing to the society', async () => {
		const world = await worldOf('alpha');
		const { societyId } = world.members.alpha;
		await world.database.writer
			.insertInto('audit_entry')
			.values({
				seq: 1,
				at: NOW.toISOString(),
				actor_id: null,
				role: 'officer',
				action: 'society.write',
				object_type: 'society',
				object_id: String(societyId),
				before: null,
				after: '{"name_ar":"x"}',
				request_id: 'r',
				prev_hash: '0'.repeat(64),
				hash: 'f'.repeat(64),
			})
			.execute();
		const editsAs = async (role: 'officer' | 'auditor' | 'society') => {
			const ctx = await contextOf(world.database, viewerOf(role, { societyId }), { now: NOW });
			const { events } = await readTimeline(ctx, { id: societyId });
			return events.flatMap((event) => (event.kind === 'edited' ? [event.role] : []));
		};
		expect(await editsAs('officer')).toEqual([null]);
		expect(await editsAs('auditor')).toEqual(['officer']);
		expect(await editsAs('society')).toEqual([]);
		await world.database.close();
	});

	test('names the other society of a merger to both, but leads only the ministry there', async () => {
		const world = await worldOf('alpha', 'beta');
		const [from, to] = [world.members.alpha.societyId, world.members.beta.societyId];
		await world.database.writer
			.insertInto('society_link')
			.values({
				kind: 'merge',
				from_society_id: from,
				to_society_id: to,
				happened_on: '2026-05-01',
				decision: 'قرار الدمج',
				created_at: NOW.toISOString(),
			})
			.execute();
		const tieAs = async (ctx: Context, id: number) => (await readSocietyRecord(ctx, { id })).ties[0];
		const ministry = await contextOf(world.database, viewerOf('officer'), { now: NOW });
		expect(await tieAs(ministry, from)).toMatchObject({ isSource: true, otherId: to });
		expect(await tieAs(ministry, to)).toMatchObject({ isSource: false, otherId: from });
		const own = await contextOf(world.database, viewerOf('society', world.members.alpha), { now: NOW });
		expect(await tieAs(own, from)).toMatchObject({ isSource: true, otherId: null });
		expect(await code(readSocietyRecord(own, { id: to }))).toBe('missing');
		await world.database.close();
	});
});
