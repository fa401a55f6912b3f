import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { approveProposal, refuseProposal, withdrawProposal } from '#lib/features/proposals/decide.server.ts';
import { addProgram, editProgram } from '#lib/features/proposals/direct.server.ts';
import {
	proposeBoard, proposeContact, proposeProfile, proposeProgram, proposeProgramEdit, proposeProgramEnd,
} from '#lib/features/proposals/propose.server.ts'; // prettier-ignore
import { contentOf } from '#lib/features/programs/content.server.ts';
import { typedOf } from '#lib/features/programs/fields.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
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
	await prepare();
});
afterEach(() => database.close());

/** No proposal waits yet, and Alpha's program has a place and a segment, which a form demands. */
async function prepare(): Promise<void> {
	const program_id = alpha.programId;
	await database.writer.deleteFrom('proposal').execute();
	await database.writer.insertInto('program_governorate').values({ program_id, governorate_id: 1 }).execute();
	await database.writer.insertInto('program_segment').values({ program_id, segment_id: 1 }).execute();
}

const as = (role: Role, member?: Member) =>
	contextOf(
		database,
		viewerOf(role, member && { societyId: member.societyId, accountId: member.accountId }),
		{ now: NOW },
	);

const NEW_PROGRAM = {
	nameAr: 'برنامج القراءة', nameEn: 'Reading program', purposeAr: 'غرض', purposeEn: 'Purpose', sector: '1',
	places: '1,2', segments: '1', startsOn: '2026-05-01', endsOn: '2027-04-30', frequency: 'monthly', budget: '١٢٥٠٫٥',
	years: '1', year1: '2026', people1: '٣٠٠', indicators: '1', i1Id: '', i1NameAr: 'مؤشر', i1NameEn: 'Readers',
	i1UnitAr: 'طفل', i1UnitEn: 'child', i1Direction: 'increase', i1Kind: 'value', i1Baseline: '10',
	i1TestAr: 'معيار', i1TestEn: 'Test', i1Profile: 'linear', i1Steps: '1', i1p1: '2026-12', i1v1: '80.5',
}; // prettier-ignore

async function typedNow(of: Member): Promise<Record<string, string>> {
	const row = await database.reader
		.selectFrom('program')
		.selectAll()
		.where('id', '=', of.programId)
		.executeTakeFirstOrThrow();
	return typedOf(await contentOf(database.reader, row, '2026-06-20'), 3);
}

/** What must be equal after an approval and after the same direct edit: everything but who asked and when. */
const WORK = [
	'proposal', 'audit_entry', 'data_version', 'notice', 'kpi_target', 'sqlite_sequence', 'form_key',
]; // prettier-ignore

/** The world as it is after `run`, in a file of its own. */
async function outcomeOf(run: (db: Database) => Promise<unknown>): Promise<string[]> {
	const world = await worldOf('alpha', 'beta');
	const kept = database;
	database = world.database;
	await prepare();
	await run(database);
	const rows = await dump(database, WORK);
	database = kept;
	await world.database.close();
	return rows;
}

const approve = async (id: number, seen: string, change: Record<string, unknown> = {}) =>
	approveProposal(await as('officer'), { id, version: '1', seen, isPartial: '', note: '', ...change });

test('approving a new program is the same as entering it directly', async () => {
	const proposed = await outcomeOf(async () => {
		const society = await as('society', alpha);
		const { id } = await proposeProgram(society, { id: alpha.societyId, typed: NEW_PROGRAM, note: '' });
		await approve(id!, '0');
	});
	const direct = await outcomeOf(async () => {
		await addProgram(await as('officer'), { id: alpha.societyId, typed: NEW_PROGRAM, note: '' });
	});
	expect(proposed).toEqual(direct);
	expect(direct.filter((row) => row.includes('Reading program')).length).toBeGreaterThan(0);
});

test('an approved program has its indicator with its path, its target and the reports expected of it', async () => {
	// Early enough for the report of May to come in time.
	const now = new Date('2026-06-08T09:00:00Z');
	const society = { ...(await as('society', alpha)), now, today: '2026-06-08' };
	const officer = { ...(await as('officer')), now, today: '2026-06-08' };
	const { id } = await proposeProgram(society, { id: alpha.societyId, typed: NEW_PROGRAM, note: '' });
	const decision = { id: id!, version: '1', seen: '0', isPartial: '', note: '' };
	const { programId } = await approveProposal(officer, decision);
	const { reader } = database;
	const program = await reader
		.selectFrom('program')
		.selectAll()
		.where('id', '=', programId!)
		.executeTakeFirstOrThrow();
	expect(program).toMatchObject({ name_en: 'Reading program', budget_minor: 1_250_500, status: 'running' });
	const targets = await reader
		.selectFrom('kpi_target')
		.select(['year', 'value_milli', 'starts_on'])
		.where('program_id', '=', programId)
		.execute();
	expect(targets).toEqual([{ year: 2026, value_milli: 300_000, starts_on: '2026-06-08' }]);
	const steps = await reader
		.selectFrom('indicator_target as t')
		.innerJoin('indicator as i', 'i.id', 't.indicator_id')
		.select(['t.period', 't.profile', 't.target_milli', 'i.baseline_milli'])
		.where('i.program_id', '=', programId!)
		.execute();
	expect(steps).toEqual([
		{ period: '2026-12', profile: 'linear', target_milli: 80_500, baseline_milli: 10_000 },
	]);
	const expected = await reader
		.selectFrom('expected_report')
		.select('period')
		.where('program_id', '=', programId!)
		.execute();
	expect(expected).toEqual([{ period: '2026-05' }]);
});

test('approving an edit is the same as the direct edit, and figures move with the sector', async () => {
	const change = { sector: '2', budget: '77', endsOn: '2027-12-31' };
	const proposed = await outcomeOf(async () => {
		const typed = { ...(await typedNow(alpha)), ...change };
		const society = await as('society', alpha);
		const { id } = await proposeProgramEdit(society, { id: alpha.programId, version: '1', typed, note: '' });
		await approve(id!, '1');
		expect(await countRollupDifferences(database.reader)).toBe(0);
	});
	const direct = await outcomeOf(async () => {
		const typed = { ...(await typedNow(alpha)), ...change };
		await editProgram(await as('officer'), { id: alpha.programId, version: '1', typed, note: 'سبب' });
		expect(await countRollupDifferences(database.reader)).toBe(0);
	});
	expect(proposed).toEqual(direct);
});

test('wording is saved at once, anything measured waits', async () => {
	const society = await as('society', alpha);
	const typed = { ...(await typedNow(alpha)), purposeEn: 'Clearer words' };
	const at = { id: alpha.programId, version: '1', note: '' };
	expect(await proposeProgramEdit(society, { ...at, typed })).toEqual({ id: null });
	const row = await database.reader
		.selectFrom('program')
		.select(['purpose_en', 'version'])
		.where('id', '=', alpha.programId)
		.executeTakeFirstOrThrow();
	expect(row).toEqual({ purpose_en: 'Clearer words', version: 2 });
	const { id } = await proposeProgramEdit(society, {
		...at,
		version: '2',
		typed: { ...typed, people1: '150' },
	});
	expect(id).toBeGreaterThan(0);
});

test('a refused proposal leaves everything as it was but itself, and needs a reason', async () => {
	const society = await as('society', alpha);
	const officer = await as('officer');
	const { id } = await proposeProgramEnd(society, {
		id: alpha.programId, version: '1', endsOn: '2026-06-01', how: 'stopped', note: 'توقف التمويل',
	}); // prettier-ignore
	const before = await dump(database, WORK);
	const refusal = { id, version: '1' };
	await expect(refuseProposal(officer, { ...refusal, reason: ' ' })).rejects.toMatchObject({
		code: 'invalid',
		problems: [{ place: 'reason' }],
	});
	await refuseProposal(officer, { ...refusal, reason: 'لم يُرفق القرار' });
	expect(await dump(database, WORK)).toEqual(before);
	await expect(
		refuseProposal(officer, { ...refusal, version: '2', reason: 'مرة أخرى' }),
	).rejects.toMatchObject({
		code: 'conflict',
	});
	await expect(approve(id, '1', { version: '2' })).rejects.toMatchObject({ code: 'conflict' });
	const told = await database.reader.selectFrom('notice').select(['account_id', 'kind']).execute();
	expect(told).toContainEqual({ account_id: alpha.accountId, kind: 'proposal_decided' });
});

test('a record that changed meanwhile is never overwritten: only what still fits can be approved', async () => {
	const society = await as('society', alpha);
	const typed = { ...(await typedNow(alpha)), budget: '5000', endsOn: '2027-06-30' };
	const { id } = await proposeProgramEdit(society, { id: alpha.programId, version: '1', typed, note: '' });
	const other = { ...(await typedNow(alpha)), budget: '9' };
	await editProgram(await as('officer'), { id: alpha.programId, version: '1', typed: other, note: 'سبب' });
	const before = await dump(database);
	await expect(approve(id!, '1')).rejects.toMatchObject({ code: 'conflict' });
	await expect(approve(id!, '2')).rejects.toMatchObject({ code: 'conflict' });
	expect(await dump(database)).toEqual(before);
	await approve(id!, '2', { isPartial: 'on' });
	const row = await database.reader
		.selectFrom('program')
		.select(['budget_minor', 'ends_on'])
		.where('id', '=', alpha.programId)
		.executeTakeFirstOrThrow();
	expect(row).toEqual({ budget_minor: 9000, ends_on: '2027-06-30' });
});

test('one open proposal for a record: the newer one waits until the older is withdrawn', async () => {
	const society = await as('society', alpha);
	const typed = { ...(await typedNow(alpha)), budget: '5' };
	const edit = { id: alpha.programId, version: '1', typed, note: '' };
	const { id } = await proposeProgramEdit(society, edit);
	const before = await dump(database);
	await expect(proposeProgramEdit(society, edit)).rejects.toMatchObject({ code: 'conflict' });
	expect(await dump(database)).toEqual(before);
	await withdrawProposal(society, { id: id!, version: '1' });
	await proposeProgramEdit(society, edit);
});

test('profile, contact and board are proposed and approved by the writers of the register', async () => {
	const society = await as('society', alpha);
	const officer = await as('officer');
	const own = { id: alpha.societyId, version: '1' };
	const board = await proposeBoard(society, {
		...own, startsOn: '2026-04-01', endsOn: '2028-03-31', decision: 'قرار', file: null, note: '',
		members: [{ nameAr: 'رئيس', nameEn: 'Chair', position: 'chair' }],
	}); // prettier-ignore
	await approveProposal(officer, { id: board.id, version: '1', seen: '1', isPartial: '', note: '' });
	const profile = await proposeProfile(society, {
		...own, version: '2', nameAr: 'جمعية الاسم الجديد', nameEn: 'Renamed', on: '2026-06-01', isCorrection: '',
		governorate: '1', town: '', scopeAr: 'نطاق', scopeEn: '', sizeBand: 'small', email: 'new@a.example', phone: '',
		note: '',
	}); // prettier-ignore
	await approveProposal(officer, { id: profile.id, version: '1', seen: '2', isPartial: '', note: '' });
	const contact = await proposeContact(society, {
		id: alpha.societyId, version: '', contactId: '', nameAr: 'سعاد', nameEn: 'Suad', dutyAr: '', dutyEn: '',
		email: 's@a.example', phone: '', from: '2026-06-01', note: '',
	}); // prettier-ignore
	await approveProposal(officer, { id: contact.id, version: '1', seen: '0', isPartial: '', note: '' });
	const row = await database.reader
		.selectFrom('society')
		.select(['name_en', 'email', 'size_band'])
		.where('id', '=', alpha.societyId)
		.executeTakeFirstOrThrow();
	expect(row).toEqual({ name_en: 'Renamed', email: 'new@a.example', size_band: 'small' });
	const members = await database.reader.selectFrom('board_member').select(['name_en', 'starts_on']).execute();
	expect(members).toEqual([{ name_en: 'Chair', starts_on: '2026-04-01' }]);
	const trail = await database.reader.selectFrom('audit_entry').select(['before', 'after']).execute();
	expect(JSON.stringify(trail)).not.toMatch(/new@a\.example|Suad|s@a/);
});

test('what an officer could not enter is told where it is typed, before anybody waits', async () => {
	const society = await as('society', alpha);
	const before = await dump(database);
	const board = {
		id: alpha.societyId, version: '1', startsOn: '2025-06-01', endsOn: '2028-03-31', decision: '', file: null,
		note: '', members: [{ nameAr: 'رئيس', nameEn: 'Chair', position: 'chair' }],
	}; // prettier-ignore
	await expect(proposeBoard(society, board)).rejects.toMatchObject({ problems: [{ place: 'startsOn' }] });
	const twin = { ...NEW_PROGRAM, nameAr: 'canary-alpha match_key' };
	await expect(proposeProgram(society, { id: alpha.societyId, typed: twin, note: '' })).rejects.toMatchObject(
		{ problems: [{ place: 'nameAr' }] },
	);
	const wrong = { ...NEW_PROGRAM, budget: 'x', i1TestEn: '', places: '', endsOn: '2026-01-01' };
	await expect(
		proposeProgram(society, { id: alpha.societyId, typed: wrong, note: '' }),
	).rejects.toMatchObject({
		problems: expect.arrayContaining(
			['endsOn', 'i1TestEn', 'places', 'budget'].map((place) => expect.objectContaining({ place })),
		),
	});
	expect(await dump(database)).toEqual(before);
});

test('another society’s program, society and proposal answer as what does not exist', async () => {
	const own = await as('society', alpha);
	const { id } = await proposeProgram(await as('society', beta), {
		id: beta.societyId,
		typed: NEW_PROGRAM,
		note: '',
	});
	const before = await dump(database);
	const typed = NEW_PROGRAM;
	const calls = [
		proposeProgram(own, { id: beta.societyId, typed, note: '' }),
		proposeProgramEdit(own, { id: beta.programId, version: '1', typed, note: '' }),
		withdrawProposal(own, { id: id!, version: '1' }),
		withdrawProposal(own, { id: 999_999, version: '1' }),
	];
	for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'missing' });
	await expect(refuseProposal(own, { id: id!, version: '1', reason: 'x' })).rejects.toMatchObject({
		code: 'denied',
	});
	expect(await dump(database)).toEqual(before);
});
