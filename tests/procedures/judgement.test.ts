import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { judgeProgram, readJudgements } from '#lib/features/programs/judgements.server.ts';
import type { Role } from '#lib/platform/context.ts';
import { dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;
let beta: Member;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	({ database } = world);
	({ alpha, beta } = world.members);
});
afterEach(() => database.close());

const as = (role: Role, member?: Member) =>
	contextOf(
		database,
		viewerOf(role, member && { societyId: member.societyId, accountId: member.accountId }),
		{ now: NOW },
	);
const entered = (change: Record<string, unknown> = {}) => ({
	programId: alpha.programId,
	version: '1',
	judgement: 'off_track',
	note: ' The donor   left. ',
	...change,
});
const program = () =>
	database.reader
		.selectFrom('program')
		.select(['judgement', 'judgement_note as note', 'version'])
		.where('id', '=', alpha.programId)
		.executeTakeFirstOrThrow();

test('an officer judges a program: the history keeps it, the program carries it, the audit trail tells it', async () => {
	const officer = await as('officer');
	await judgeProgram(officer, entered());
	await judgeProgram(officer, entered({ version: 2, judgement: 'on_track', note: '' }));
	expect(await program()).toEqual({ judgement: 'on_track', note: null, version: 3 });
	const { judged, version, canJudge } = await readJudgements(officer, { programId: alpha.programId });
	expect(judged.map(({ judgement, note, on }) => [judgement, note, on])).toEqual([
		['on_track', null, '2026-06-20'],
		['off_track', 'The donor left.', '2026-06-20'],
	]);
	expect([version, canJudge]).toEqual([3, true]);
	const audit = await database.reader
		.selectFrom('audit_entry')
		.select(['action', 'object_id', 'before', 'after'])
		.orderBy('seq')
		.execute();
	expect(audit.map((row) => [row.action, row.object_id])).toEqual([
		['program.judge', String(alpha.programId)],
		['program.judge', String(alpha.programId)],
	]);
	expect(JSON.parse(audit[0]!.before!)).toEqual({ judgement: 'at_risk' });
	expect(JSON.parse(audit[0]!.after!)).toMatchObject({ judgement: 'off_track', withNote: true });
	expect(audit.map((row) => `${row.before}${row.after}`).join()).not.toContain('donor');
});

test('a society judges its own programs and nobody else’s', async () => {
	const own = await as('society', alpha);
	await judgeProgram(own, entered());
	const { judged } = await readJudgements(own, { programId: alpha.programId });
	expect(judged[0]).toMatchObject({ judgement: 'off_track', role: 'society' });
	const before = await dump(database);
	const foreign = { programId: beta.programId };
	await expect(judgeProgram(own, entered(foreign))).rejects.toMatchObject({ code: 'missing' });
	await expect(readJudgements(own, foreign)).rejects.toMatchObject({ code: 'missing' });
	expect(await dump(database)).toEqual(before);
});

test.each(['leadership', 'auditor', 'admin'] as const)('%s does not judge', async (role) => {
	const before = await dump(database);
	await expect(judgeProgram(await as(role), entered())).rejects.toMatchObject({ code: 'denied' });
	expect(await dump(database)).toEqual(before);
});

test.each([
	['at risk without a sentence', { judgement: 'at_risk', note: '   ' }, 'note'],
	['off track without a sentence', { note: '' }, 'note'],
	['a sentence without an end', { note: 'x'.repeat(301) }, 'note'],
	['no judgement', { judgement: '' }, 'judgement'],
	['a word of one’s own', { judgement: 'fine' }, 'judgement'],
])('%s is refused at its field and changes nothing', async (_, change, place) => {
	const before = await dump(database);
	await expect(judgeProgram(await as('officer'), entered(change))).rejects.toMatchObject({
		code: 'invalid',
		problems: [{ place }],
	});
	expect(await dump(database)).toEqual(before);
});

test('a program that changed meanwhile, or no longer runs, is not judged', async () => {
	const officer = await as('officer');
	await judgeProgram(officer, entered());
	const before = await dump(database);
	await expect(judgeProgram(officer, entered({ note: 'Slower.' }))).rejects.toMatchObject({
		code: 'conflict',
	});
	expect(await dump(database)).toEqual(before);
	await database.writer
		.updateTable('program')
		.set({ status: 'completed' })
		.where('id', '=', alpha.programId)
		.execute();
	await expect(judgeProgram(officer, entered({ version: 2 }))).rejects.toMatchObject({ code: 'conflict' });
	expect((await readJudgements(officer, { programId: alpha.programId })).canJudge).toBe(false);
});

test('the same form sent twice judges once', async () => {
	const officer = { ...(await as('officer')), formKey: 'one-form' };
	await judgeProgram(officer, entered());
	await judgeProgram(officer, entered());
	const { judged } = await readJudgements(officer, { programId: alpha.programId });
	expect(judged).toHaveLength(1);
	expect(await program()).toMatchObject({ version: 2 });
});

test('what the figures say stands beside the judgement, not in it', async () => {
	const officer = await as('officer');
	await judgeProgram(officer, entered({ judgement: 'on_track', note: '' }));
	const { track } = await readJudgements(officer, { programId: alpha.programId });
	// Target 100 for the year, five months due: 42 expected, 17 verified; of four reports due two came.
	expect(track).toMatchObject({ expected: 42, reached: 17, due: 4, received: 2, judgement: 'on_track' });
	expect(track!.state).toBe('uncovered');
});
