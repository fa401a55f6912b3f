import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readDeadlineBoard } from '#lib/features/settings/exceptions.server.ts';
import { grantException, previewException, withdrawException } from '#lib/features/settings/grant.server.ts';
import { openPeriods } from '#lib/features/reports/opening.server.ts';
import { readWorkspace } from '#lib/features/workspace/queries.server.ts';
import { canary, dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
afterEach(() => database.close());

const officer = () => contextOf(database, viewerOf('officer'), { now: NOW });
const of = (member: Member) => contextOf(database, viewerOf('society', member), { now: NOW });
const fields = (change: Record<string, string> = {}) => ({
	nameAr: 'مهلة السيول', nameEn: 'Floods', level: 'country', subject: '', startsOn: '2026-05-01',
	expiresOn: '2026-05-31', extraDays: '30', ...change,
}); // prettier-ignore
const REASON = 'Offices were closed after the floods';

const dueOf = async (programId: number, period: string) =>
	database.reader
		.selectFrom('expected_report')
		.select(['due_on', 'rule_due_on', 'exception_id'])
		.where('program_id', '=', programId)
		.where('period', '=', period)
		.executeTakeFirstOrThrow();

describe('an exception to deadlines', () => {
	test('does what its preview said: moves what has not come, leaves what came, tells the people, writes its entry', async () => {
		const world = await worldOf('alpha', 'beta');
		database = world.database;
		const { alpha, beta } = world.members;
		const seen = await previewException(await officer(), fields());
		expect(seen).toMatchObject({ count: 2, societies: 2 });
		expect(seen.list[0]).toMatchObject({ period: '2026-04', before: '2026-05-15', after: '2026-06-14' });
		const { id } = await grantException(await officer(), { ...fields(), reason: REASON });
		for (const { programId } of [alpha, beta]) {
			const moved = { due_on: '2026-06-14', rule_due_on: '2026-05-15', exception_id: id };
			expect(await dueOf(programId, '2026-04')).toEqual(moved);
			expect(await dueOf(programId, '2026-03')).toMatchObject({ exception_id: null });
		}
		const notices = await database.reader
			.selectFrom('notice')
			.select('account_id')
			.where('kind', '=', 'exception_granted')
			.where('once', '=', `exception_granted:${id}`)
			.execute();
		expect(notices.map((row) => row.account_id).toSorted()).toEqual([alpha.accountId, beta.accountId]);
		const entry = await database.reader
			.selectFrom('audit_entry')
			.select(['action', 'object_type'])
			.orderBy('seq', 'desc')
			.executeTakeFirst();
		expect(entry).toEqual({ action: 'deadline.write', object_type: 'deadline_exception' });
	});

	test('where two overlap the later day wins, and withdrawing one brings the other back, then the rule', async () => {
		const world = await worldOf('alpha');
		database = world.database;
		const { programId } = world.members.alpha;
		const long = await grantException(await officer(), { ...fields(), reason: REASON });
		const short = await grantException(await officer(), { ...fields({ extraDays: '5' }), reason: REASON });
		expect(await dueOf(programId, '2026-04')).toMatchObject({ due_on: '2026-06-14', exception_id: long.id });
		const take = async (id: number) =>
			withdrawException(await officer(), { kind: 'deadline_exception', id: String(id), reason: REASON });
		await take(long.id);
		expect(await dueOf(programId, '2026-04')).toMatchObject({ due_on: '2026-05-20', exception_id: short.id });
		await take(short.id);
		const byRule = { due_on: '2026-05-15', rule_due_on: null, exception_id: null };
		expect(await dueOf(programId, '2026-04')).toEqual(byRule);
		const before = await dump(database);
		await expect(take(short.id)).rejects.toMatchObject({ code: 'conflict' });
		expect(await dump(database)).toEqual(before);
	});

	test('holds at once for a period that opens later between its days, and not for one after them', async () => {
		const world = await worldOf('alpha');
		database = world.database;
		const { programId } = world.members.alpha;
		const july = fields({ startsOn: '2026-07-01', expiresOn: '2026-07-31', extraDays: '7' });
		const { id } = await grantException(await officer(), { ...july, reason: REASON });
		const on = (day: string) =>
			contextOf(database, viewerOf('operator'), { now: new Date(`${day}T06:00:00Z`) });
		await openPeriods(await on('2026-08-02'));
		const moved = { due_on: '2026-07-22', rule_due_on: '2026-07-15', exception_id: id };
		expect(await dueOf(programId, '2026-06')).toEqual(moved);
		expect(await dueOf(programId, '2026-07')).toMatchObject({ due_on: '2026-08-15', exception_id: null });
	});

	test.each([
		['nameAr', { nameAr: '' }],
		['subject', { level: 'society', subject: '999999' }],
		['level', { level: 'category', subject: '1' }],
		['expiresOn', { expiresOn: '2026-04-30' }],
		['startsOn', { startsOn: '2026-13-01' }],
		['extraDays', { extraDays: '0' }],
		['reason', {}],
	])('is refused at the field %s, and nothing changes', async (place, change) => {
		database = (await worldOf('alpha')).database;
		const before = await dump(database);
		const sent = { ...fields(change), reason: place === 'reason' ? '-' : REASON };
		const refusal = await grantException(await officer(), sent).catch((error: unknown) => error);
		expect(refusal).toMatchObject({ code: 'invalid' });
		expect((refusal as { problems: { place: string }[] }).problems.map((one) => one.place)).toContain(place);
		expect(await dump(database)).toEqual(before);
	});

	test('is seen by a society only where it touches it, and is not a society’s to grant', async () => {
		const world = await worldOf('alpha', 'beta');
		database = world.database;
		const { alpha } = world.members;
		await grantException(await officer(), { ...fields(), reason: REASON });
		const { lines } = await readDeadlineBoard(await of(alpha), undefined);
		expect(lines).toHaveLength(2);
		expect(JSON.stringify(lines)).not.toContain(canary('beta'));
		expect(lines.map(({ by }) => by)).toEqual([null, null]);
		expect((await readDeadlineBoard(await officer(), undefined)).lines).toHaveLength(3);
		const before = await dump(database);
		const sent = { ...fields(), reason: REASON };
		await expect(grantException(await of(alpha), sent)).rejects.toMatchObject({ code: 'denied' });
		expect(await dump(database)).toEqual(before);
	});
});

describe('a society’s home', () => {
	test('says what to do in order, with the officer’s words, and what lies with the ministry', async () => {
		const world = await worldOf('alpha', 'beta');
		database = world.database;
		const { alpha } = world.members;
		const home = await readWorkspace(await of(alpha), { year: undefined });
		expect(home.groups.map(({ kind, count }) => [kind, count])).toEqual([
			['overdue', 1],
			['draft', 1],
		]);
		expect(home.groups[0]!.tasks[0]).toMatchObject({
			period: '2026-05',
			due: { dueOn: '2026-06-15', daysLate: 5 },
		});
		const june = fields({ startsOn: '2026-06-01', expiresOn: '2026-06-30', extraDays: '10' });
		await grantException(await officer(), { ...june, reason: REASON });
		const relieved = await readWorkspace(await of(alpha), { year: undefined });
		expect(relieved.groups.map(({ kind }) => kind)).toEqual(['draft', 'due']);
		expect(relieved.groups[1]!.tasks[0]!.due).toMatchObject({
			dueOn: '2026-06-25',
			daysLeft: 5,
			moved: { ruleDueOn: '2026-06-15', name: { en: 'Floods' } },
		});
		expect(home.waiting.tasks[0]).toMatchObject({ reportId: alpha.reportId, day: { of: 10 } });
		expect(home.standing).toMatchObject({ due: 4, received: 2 });
		expect(home.next).toEqual({ period: '2026-06', opensOn: '2026-07-01', programs: 1, dueOn: '2026-07-15' });
		await database.writer
			.updateTable('report')
			.set({ state: 'returned' })
			.where('id', '=', alpha.reportId)
			.execute();
		const { id: versionId } = await database.reader
			.selectFrom('report_version')
			.select('id')
			.where('report_id', '=', alpha.reportId)
			.executeTakeFirstOrThrow();
		const event = { report_id: alpha.reportId, version_id: versionId, at: NOW.toISOString() };
		await database.writer
			.insertInto('review_event')
			.values({ ...event, kind: 'returned', reason_code: 'totals', text: 'Sums do not agree' })
			.execute();
		const after = await readWorkspace(await of(alpha), { year: undefined });
		const [first] = after.groups;
		expect(first!.tasks[0]).toMatchObject({ said: { code: 'totals', text: 'Sums do not agree' } });
		expect(after.happenings[0]).toMatchObject({ kind: 'returned', reportId: alpha.reportId });
		expect(JSON.stringify(after)).not.toContain(canary('beta'));
	});
});
