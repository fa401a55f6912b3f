import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { discardDraft, saveDraft } from '#lib/features/writing/draft.server.ts';
import { attachFile, detachFile } from '#lib/features/writing/evidence.server.ts';
import type { Saved } from '#lib/features/writing/form.ts';
import { readForm } from '#lib/features/writing/form.server.ts';
import { submitReport } from '#lib/features/writing/submit.server.ts';
import { readStoredFile } from '#lib/features/societies/files.server.ts';
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

const PERIOD = '2026-05';
const as = (member: Member, formKey?: string) =>
	contextOf(database, viewerOf('society', member), { now: NOW, ...(formKey && { formKey }) });
const save = async (base: number, cells: Record<string, string>): Promise<Saved> =>
	saveDraft(await as(alpha), { programId: alpha.programId, period: PERIOD, base, cells });
const form = async (period = PERIOD) => {
	const found = await readForm(await as(alpha), { programId: alpha.programId, period });
	if (!('form' in found)) throw new Error('The report was sent');
	return found.form;
};
const refusal = (work: Promise<unknown>) =>
	work.then(
		() => 'nothing',
		(error: { code: string }) => error.code,
	);

/** Everything the form asks for, answered. */
async function answers(): Promise<Record<string, string>> {
	const { required } = await form();
	const cells = Object.fromEntries(required.map((cell) => [cell, cell.startsWith('reach:') ? '٩' : '2']));
	return { ...cells, spend: '0.100', achievements: 'وُزعت السلال.', no_evidence: 'لا مستندات لهذا الشهر.' };
}

describe('a draft', () => {
	test('keeps what was typed as it was typed, also what is no number', async () => {
		const { saves } = await save(0, { spend: '١٬٢٣٤٫٥', volunteers: 'عشرة', challenges: ' سطر\nوسطر ' });
		expect(saves).toBe(1);
		const { cells, state } = await form();
		expect(cells).toMatchObject({ spend: '١٬٢٣٤٫٥', volunteers: 'عشرة', challenges: ' سطر\nوسطر ' });
		expect(state).toBe('draft');
	});

	test('has no version, and the ministry sees nothing of it', async () => {
		await save(0, { spend: '5' });
		const report = await database.reader
			.selectFrom('report')
			.selectAll()
			.where('period', '=', PERIOD)
			.executeTakeFirstOrThrow();
		expect(report.state).toBe('draft');
		const versions = await database.reader
			.selectFrom('report_version')
			.select('id')
			.where('report_id', '=', report.id)
			.execute();
		expect(versions).toEqual([]);
	});

	test('sent again, changes nothing', async () => {
		await save(0, { spend: '5' });
		const before = await dump(database);
		expect(await save(0, { spend: '5' })).toMatchObject({ saves: 1, conflicts: [] });
		expect(await dump(database)).toEqual(before);
	});

	test('takes both people’s cells, and puts to them what both changed', async () => {
		await save(0, { spend: '5', volunteers: '3' });
		expect(await save(1, { spend: '6' })).toMatchObject({ saves: 2, cells: {} });
		const second = await save(1, { spend: '7', volunteers: '3', hours: '9' });
		expect(second.conflicts).toMatchObject([{ cell: 'spend', theirs: '6', mine: '7', before: '5' }]);
		expect(second.saves).toBe(3);
		expect((await form()).cells).toMatchObject({ spend: '6', volunteers: '3', hours: '9' });
		expect(await save(3, { spend: '7' })).toMatchObject({ saves: 4, conflicts: [] });
		expect((await form()).cells.spend).toBe('7');
	});

	test('tells the sender what others saved meanwhile', async () => {
		await save(0, { spend: '5' });
		await save(1, { hours: '4' });
		expect(await save(1, { volunteers: '2' })).toMatchObject({ cells: { hours: '4' }, conflicts: [] });
	});

	test('refuses cells that its form does not have, and texts too long for theirs', async () => {
		const before = await dump(database);
		for (const cells of [
			{ constructor: '1' },
			{ 'reach:nowhere:families:unknown:female': '1' },
			{ 'outcome:999999': '1' },
			{ 'file:1': 'yes' },
			{ 'why:outlier:why:outlier:spend': 'x' },
			{ spend: '1'.repeat(101) },
		] as Record<string, string>[]) {
			expect(await refusal(save(0, cells))).toBe('invalid');
		}
		expect(await dump(database)).toEqual(before);
	});

	test('is of its society alone', async () => {
		await save(0, { spend: '5' });
		const before = await dump(database);
		const ask = { programId: alpha.programId, period: PERIOD };
		expect(await refusal(readForm(await as(beta), ask))).toBe('missing');
		expect(await refusal(saveDraft(await as(beta), { ...ask, base: 0, cells: { spend: '9' } }))).toBe(
			'missing',
		);
		const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
		expect(await refusal(saveDraft(officer, { ...ask, base: 0, cells: { spend: '9' } }))).toBe('denied');
		expect(await dump(database)).toEqual(before);
	});

	test('of a month that is still open to come says from when, of one that never comes nothing', async () => {
		const ask = (period: string) =>
			as(alpha).then((ctx) => readForm(ctx, { programId: alpha.programId, period }));
		expect(await refusal(ask('2026-06'))).toBe('conflict');
		expect(await refusal(ask('2019-06'))).toBe('missing');
		expect(await ask('2026-03')).toEqual({ sent: alpha.reportId });
	});

	test('can be thrown away; a page that still shows it does not bring it back unasked', async () => {
		await save(0, { spend: '5' });
		await discardDraft(await as(alpha), { programId: alpha.programId, period: PERIOD });
		expect((await form()).cells).toEqual({});
		await save((await form()).saves, { spend: '8' });
		expect((await save(1, { spend: '5' })).conflicts).toMatchObject([{ theirs: '8', mine: '5' }]);
	});

	test('of five hundred saves and more still knows what stands and refuses to guess what stood', async () => {
		for (let i = 0; i < 610; i += 1)
			await save(i, { spend: String(i), ...(i % 100 === 0 && { hours: String(i) }) });
		const { rows } = await sql<{ n: number }>`select count(*) as n from report_draft_cell`.execute(
			database.reader,
		);
		expect(rows[0]!.n).toBeLessThan(600);
		expect((await form()).cells).toEqual({ spend: '609', hours: '600' });
		expect((await save(5, { spend: '1' })).conflicts).toMatchObject([{ cell: 'spend', theirs: '609' }]);
	}, 60_000);
});

describe('a submission', () => {
	const send = async (cells: Record<string, string>, base = 0, formKey?: string) =>
		submitReport(await as(alpha, formKey), { programId: alpha.programId, period: PERIOD, base, cells });

	test('that lacks something names each place, and keeps everything typed', async () => {
		const answer = await send({ spend: 'خمسة', hours: '4', volunteers: '0' });
		expect(answer.kind).toBe('blocked');
		const { problems } = answer.kind === 'blocked' ? answer.refused : { problems: [] };
		const places = problems.map(({ place }) => place);
		expect(places).toEqual(expect.arrayContaining(['spend', 'volunteers', 'achievements', 'no_evidence']));
		expect((await form()).cells).toEqual({ spend: 'خمسة', hours: '4', volunteers: '0' });
		expect((await database.reader.selectFrom('audit_entry').select('seq').execute()).length).toBe(0);
	});

	test('becomes a version with lines, states and an entry in the trail; the draft goes', async () => {
		const cells = { ...(await answers()), hours: '-' };
		expect(await send(cells)).toMatchObject({ kind: 'sent', version: 1 });
		const { reader } = database;
		const report = await reader
			.selectFrom('report')
			.selectAll()
			.where('period', '=', PERIOD)
			.executeTakeFirstOrThrow();
		expect(report).toMatchObject({ state: 'submitted', version: 2, first_submitted_on: '2026-06-20' });
		const version = await reader
			.selectFrom('report_version')
			.selectAll()
			.where('report_id', '=', report.id)
			.executeTakeFirstOrThrow();
		expect(version).toMatchObject({
			number: 1,
			spend_minor: 100,
			volunteers: 2,
			no_evidence_reason: 'لا مستندات لهذا الشهر.',
		});
		const counted = sql<object>`select sum(state <> 'inapplicable') as cells_required,
			sum(state in ('value', 'zero')) as cells_filled from report_cell where version_id = ${version.id} and is_required`;
		expect(version).toMatchObject((await counted.execute(reader)).rows[0]!);
		const lines = await reader
			.selectFrom('reach_line')
			.select(['people'])
			.where('version_id', '=', version.id)
			.execute();
		expect(lines.every(({ people }) => people === 9) && lines.length > 0).toBe(true);
		expect(
			await reader.selectFrom('report_draft').selectAll().where('report_id', '=', report.id).execute(),
		).toEqual([]);
		const [entry] = await reader.selectFrom('audit_entry').selectAll().execute();
		expect(JSON.parse(entry!.after!)).toMatchObject({ state: 'submitted', spendMinor: 100 });
		const events = await reader
			.selectFrom('review_event')
			.select('kind')
			.where('report_id', '=', report.id)
			.execute();
		expect(events).toEqual([{ kind: 'submitted' }]);
	});

	test('sent twice with one key acts once; sent twice without is told so', async () => {
		const cells = await answers();
		const first = await send(cells, 0, 'key-of-this-form');
		const before = await dump(database);
		expect(await send(cells, 0, 'key-of-this-form')).toEqual(first);
		expect(await refusal(send(cells))).toBe('conflict');
		expect(await dump(database)).toEqual(before);
	});

	test('that was refused is looked at anew, whatever its key', async () => {
		const cells = await answers();
		const { spend: _spend, ...part } = cells;
		expect((await send(part, 0, 'one-key')).kind).toBe('blocked');
		await save(1, { spend: '0.1' });
		expect((await send(part, 0, 'one-key')).kind).toBe('sent');
	});

	test('with nothing to report asks for the reason alone', async () => {
		expect(await send({ nothing: 'توقف البرنامج للصيانة.', spend: '4' })).toMatchObject({ kind: 'blocked' });
		expect(await send({ spend: '' }, 1)).toMatchObject({ kind: 'sent' });
		const version = await database.reader
			.selectFrom('report_version')
			.selectAll()
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirstOrThrow();
		expect(version).toMatchObject({
			nothing_to_report: 1,
			nothing_reason: 'توقف البرنامج للصيانة.',
			cells_required: 0,
		});
	});

	test('of a report that came back begins with what was sent and becomes the next version', async () => {
		const first = (await send(await answers())) as { reportId: number };
		await database.writer
			.updateTable('report')
			.set({ state: 'returned', version: 3 })
			.where('id', '=', first.reportId)
			.execute();
		const { cells, saves, state } = await form();
		expect(state).toBe('returned');
		expect(cells).toMatchObject({ spend: '0.100', volunteers: '2' });
		expect(await send({ volunteers: '5' }, saves)).toMatchObject({
			kind: 'sent',
			version: 2,
			reportId: first.reportId,
		});
		const versions = await database.reader
			.selectFrom('report_version')
			.select(['number', 'volunteers'])
			.where('report_id', '=', first.reportId)
			.execute();
		expect(versions).toEqual([
			{ number: 1, volunteers: 2 },
			{ number: 2, volunteers: 5 },
		]);
	});
});

describe('a file', () => {
	const file = (n: number, bytes = 1000) => ({
		sha256: String(n).padStart(64, '0'),
		name: `f${n}.pdf`,
		mediaType: 'application/pdf',
		bytes,
	});
	const attach = async (n: number, bytes?: number) =>
		attachFile(await as(alpha), { programId: alpha.programId, period: PERIOD, file: file(n, bytes) });

	test('is staff’s to open once a submitted version names it, never before', async () => {
		const { fileId } = await attach(1);
		const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
		expect(await refusal(readStoredFile(officer, { id: fileId }))).toBe('missing');
		expect(await refusal(readStoredFile(await as(beta), { id: fileId }))).toBe('missing');
		expect(await readStoredFile(await as(alpha), { id: fileId })).toMatchObject({ name: 'f1.pdf' });
		const { no_evidence: _no, ...cells } = await answers();
		expect(
			await submitReport(await as(alpha), { programId: alpha.programId, period: PERIOD, base: 1, cells }),
		).toMatchObject({ kind: 'sent' });
		expect(await readStoredFile(officer, { id: fileId })).toMatchObject({ name: 'f1.pdf' });
	});

	test('finds room up to twenty and forty megabytes', async () => {
		for (let n = 1; n <= 4; n += 1) await attach(n, 10 * 1024 * 1024);
		expect(await refusal(attach(5, 1))).toBe('invalid');
		const { fileId } = { fileId: Number((await form()).files[0]!.id) };
		await detachFile(await as(alpha), { programId: alpha.programId, period: PERIOD, fileId });
		for (let n = 10; n < 27; n += 1) await attach(n, 1);
		expect((await form()).files).toHaveLength(20);
		expect(await refusal(attach(40, 1))).toBe('invalid');
	});
});
