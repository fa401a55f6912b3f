import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { verifyMany } from '#lib/features/review/bulk.server.ts';
import { readQueue } from '#lib/features/review/queue.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { returnReport } from '#lib/features/review/return.server.ts';
import { readReview } from '#lib/features/review/sheet.server.ts';
import { endSubstitution, nameSubstitute } from '#lib/features/review/substitutes.server.ts';
import {
	answerColleague,
	askColleague,
	commentOnReport,
	finishComment,
} from '#lib/features/review/talk.server.ts';
import { verifyReport } from '#lib/features/review/verify.server.ts';
import { Expected } from '#lib/platform/errors.ts';
import { canary, dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

const [MAY, JUNE] = [9401, 9501];

let database: Database;
let alpha: Member;

const officer = (accountId = MAY) => contextOf(database, viewerOf('officer', { accountId }), { now: NOW });

beforeEach(async () => {
	const world = await worldOf('alpha');
	({ database } = world);
	alpha = world.members.alpha;
	// The world's own question is answered, so that its report waits.
	await database.writer.updateTable('colleague_question').set({ closed_at: NOW.toISOString() }).execute();
});
afterEach(() => database.close());

async function expectRefusal(run: () => Promise<unknown>, code: string, place?: string): Promise<void> {
	const before = await dump(database);
	const error = await run().then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(Expected);
	expect((error as Expected).code).toBe(code);
	if (place) expect((error as Expected).problems.map((problem) => problem.place)).toContain(place);
	expect(await dump(database)).toEqual(before);
}

const seen = (version = 1) => ({ reportId: alpha.reportId, version });
const returning = (over: object = {}) => ({
	...seen(),
	reason: 'totals',
	text: 'نرجو مراجعة المجموع وتصحيحه',
	days: 5,
	cells: ['spend', 'volunteers'],
	...over,
});
const report = () =>
	database.reader.selectFrom('report').selectAll().where('id', '=', alpha.reportId).executeTakeFirstOrThrow();
const kinds = async () =>
	(await database.reader.selectFrom('notice').select('kind').orderBy('id').execute()).map(({ kind }) => kind);

async function setLimit(amount: number): Promise<void> {
	await database.writer
		.insertInto('decision_limit')
		.values({ code: 'report_second_reader', amount_minor: amount, starts_on: '2026-01-01' })
		.execute();
}

describe('a submitted report', () => {
	test('is verified once; a second time and by whoever saw an older state is refused', async () => {
		expect(await verifyReport(await officer(), seen())).toBe('verified');
		expect(await report()).toMatchObject({ state: 'verified', version: 2 });
		expect(await kinds()).toContain('report_verified');
		for (const version of [1, 2]) {
			await expectRefusal(async () => verifyReport(await officer(), seen(version)), 'conflict');
		}
	});

	test('is not verified by whoever submitted it', async () => {
		await database.writer
			.updateTable('report_version')
			.set({ submitted_by: MAY })
			.where('report_id', '=', alpha.reportId)
			.execute();
		await expectRefusal(async () => verifyReport(await officer(), seen()), 'conflict');
		expect(await verifyReport(await officer(JUNE), seen())).toBe('verified');
	});

	test('is verified by no society, not even its own', async () => {
		const society = await contextOf(database, viewerOf('society', alpha), { now: NOW });
		await expectRefusal(() => verifyReport(society, seen()), 'denied');
		await expectRefusal(() => returnReport(society, returning()), 'denied');
	});

	test('above the limit needs two officers: the first reading is kept, the same officer is refused', async () => {
		await setLimit(699);
		expect(await verifyReport(await officer(), seen())).toBe('first_read');
		expect(await report()).toMatchObject({ state: 'submitted', version: 2, first_read_by: MAY });
		expect(await kinds()).toContain('second_reader');
		await expectRefusal(async () => verifyReport(await officer(), seen(2)), 'conflict');
		expect(await verifyReport(await officer(JUNE), seen(2))).toBe('verified');
		expect(await report()).toMatchObject({ state: 'verified', first_read_by: null });
	});

	test('exactly at the limit needs one', async () => {
		await setLimit(700);
		expect(await verifyReport(await officer(), seen())).toBe('verified');
	});

	test('goes back with reason, text, day and its cells, and its people hear of it', async () => {
		const { dueOn } = await returnReport(await officer(), returning());
		expect(dueOn > '2026-06-20').toBe(true);
		expect(await report()).toMatchObject({ state: 'returned', version: 2 });
		expect(await kinds()).toContain('report_returned');
		const comments = await database.reader
			.selectFrom('report_comment')
			.select('cell')
			.where('author_id', '=', MAY)
			.where('at', '=', NOW.toISOString())
			.where('text', '<>', canary('alpha'))
			.execute();
		expect(comments.map(({ cell }) => cell).toSorted()).toEqual(['spend', 'volunteers']);
		await expectRefusal(async () => returnReport(await officer(), returning({ version: 2 })), 'conflict');
		await expectRefusal(async () => verifyReport(await officer(), seen(2)), 'conflict');
	});

	test.each([
		['no reason', { reason: '' }, 'reason'],
		['an unknown reason', { reason: 'because' }, 'reason'],
		['no text', { text: '  ' }, 'text'],
		['days nobody offers', { days: 400 }, 'days'],
		['a cell that no form has', { cells: ['nonsense'] }, 'cells.0'],
	])('does not go back with %s', async (_, over, place) => {
		await expectRefusal(async () => returnReport(await officer(), returning(over)), 'invalid', place);
	});
});

describe('a verified report', () => {
	test('is reopened with a reason only, and its old version stays', async () => {
		await verifyReport(await officer(), seen());
		const reopen = async (reason: string) => reopenReport(await officer(), { ...seen(2), reason });
		await expectRefusal(() => reopen(' '), 'invalid', 'reason');
		await reopen('ظهر خطأ في الأعداد بعد الاعتماد');
		expect(await report()).toMatchObject({ state: 'submitted', version: 3 });
		const versions = await database.reader
			.selectFrom('report_version')
			.select(['number', 'verified_until'])
			.where('report_id', '=', alpha.reportId)
			.orderBy('number')
			.execute();
		expect(versions).toHaveLength(2);
		expect(versions[0]!.verified_until).not.toBeNull();
		await expectRefusal(() => reopen('ظهر خطأ في الأعداد بعد الاعتماد'), 'conflict');
	});

	test('is not returned', async () => {
		await verifyReport(await officer(), seen());
		await expectRefusal(async () => returnReport(await officer(), returning({ version: 2 })), 'conflict');
	});
});

describe('several reports', () => {
	test('are verified together; those with a finding or changed meanwhile stay and are named', async () => {
		const { id: version_id } = await database.reader
			.selectFrom('report_version')
			.select('id')
			.where('report_id', '=', alpha.reportId)
			.executeTakeFirstOrThrow();
		const stale = { reports: [seen(9)] };
		await expectRefusal(async () => verifyMany(await officer(), stale), 'invalid');
		await database.writer
			.insertInto('report_finding')
			.values({ version_id, rule: 'same_as_last', severity: 'inform', facts: '{}' })
			.execute();
		await expectRefusal(async () => verifyMany(await officer(), { reports: [seen()] }), 'invalid');
		await database.writer.deleteFrom('report_finding').execute();
		expect(await verifyMany(await officer(), { reports: [seen()] })).toMatchObject({ verified: 1, left: [] });
	});
});

describe('officers among themselves', () => {
	test('ask and answer: only the one who was asked answers, once', async () => {
		const question = { reportId: alpha.reportId, askedOf: JUNE, question: 'هل رأيتم مثل هذا العدد؟' };
		await expectRefusal(
			async () => askColleague(await officer(), { ...question, askedOf: MAY }),
			'invalid',
			'askedOf',
		);
		const { questionId } = await askColleague(await officer(), question);
		const answer = { questionId, answer: 'نعم، في الموسم نفسه' };
		await expectRefusal(async () => answerColleague(await officer(), answer), 'denied');
		await answerColleague(await officer(JUNE), answer);
		await expectRefusal(async () => answerColleague(await officer(JUNE), answer), 'conflict');
		expect(await kinds()).toEqual(expect.arrayContaining(['question_asked', 'question_answered']));
	});

	test('a question closes when its report is decided', async () => {
		const question = { reportId: alpha.reportId, askedOf: JUNE, question: 'هل رأيتم مثل هذا العدد؟' };
		const { questionId } = await askColleague(await officer(), question);
		await verifyReport(await officer(), seen());
		await expectRefusal(
			async () => answerColleague(await officer(JUNE), { questionId, answer: 'نعم نعم' }),
			'conflict',
		);
	});

	test('comment, and mark as done once', async () => {
		const said = { reportId: alpha.reportId, cell: 'hours', text: 'نرجو التأكد' };
		const { id: commentId } = await commentOnReport(await officer(), said);
		await finishComment(await officer(), { commentId });
		await expectRefusal(async () => finishComment(await officer(), { commentId }), 'conflict');
	});

	test('stand in for each other: the societies of one are then in the queue of the other', async () => {
		const { societyId: society_id } = alpha;
		await database.writer
			.insertInto('portfolio')
			.values({ account_id: MAY, society_id, starts_on: '2026-01-01' })
			.execute();
		const ask = {
			queue: 'waiting',
			whose: 'mine',
			matching: '',
			onlyFindings: false,
			order: 'findings',
			page: 1,
		} as const;
		expect((await readQueue(await officer(JUNE), ask)).total).toBe(0);
		const days = { startsOn: '2026-06-20', endsOn: '2026-06-30' };
		await expectRefusal(
			async () => nameSubstitute(await officer(), { substituteId: MAY, ...days }),
			'invalid',
		);
		const { id } = await nameSubstitute(await officer(), { substituteId: JUNE, ...days });
		expect((await readQueue(await officer(JUNE), ask)).total).toBe(1);
		await expectRefusal(async () => endSubstitution(await officer(JUNE), { id }), 'missing');
		await endSubstitution(await officer(), { id });
		expect((await readQueue(await officer(JUNE), ask)).total).toBe(0);
	});
});

test('a review shows the report with its queue; a draft is not there', async () => {
	const queue = {
		queue: 'waiting',
		whose: 'all',
		matching: '',
		onlyFindings: false,
		order: 'age',
		page: 1,
	} as const;
	const review = await readReview(await officer(), { id: alpha.reportId, queue });
	expect(review).toMatchObject({ state: 'submitted', version: 1, total: 1, needsSecond: false });
	expect(review.groups.find(({ id }) => id === 'people')!.rows.find((row) => row.isTotal)!.now).toBe(17);
	const draft = await database.reader
		.selectFrom('report')
		.select('id')
		.where('state', '=', 'draft')
		.executeTakeFirstOrThrow();
	await expectRefusal(async () => readReview(await officer(), { id: draft.id, queue }), 'missing');
});
