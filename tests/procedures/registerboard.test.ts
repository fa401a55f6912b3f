import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readBoard } from '#lib/features/societies/board.server.ts';
import {
	addContact,
	editContact,
	endContact,
	readContacts,
} from '#lib/features/societies/contacts.server.ts';
import { addMember, endMember, movePosition } from '#lib/features/societies/members.server.ts';
import { addTerm, correctTerm } from '#lib/features/societies/terms.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { dump, NOW, worldOf } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let officer: Context;
let id: number;
let other: number;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
	id = world.members.alpha.societyId;
	other = world.members.beta.societyId;
	officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	return () => database.close();
});

async function version(): Promise<string> {
	const row = await database.reader
		.selectFrom('society')
		.select('version')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return String(row.version);
}
const newest = async () => (await readBoard(officer, { id }))[0]!;
const trail = async () =>
	JSON.stringify(await database.reader.selectFrom('audit_entry').selectAll().execute());

async function refused(run: () => Promise<unknown>, code: string, place?: string) {
	const before = await dump(database);
	const error = await run().then(
		() => expect.fail('it was not refused'),
		(thrown: unknown) => thrown,
	);
	expect(error).toMatchObject({ code, ...(place && { problems: [{ place }] }) });
	expect(await dump(database)).toEqual(before);
}

const term = async (more: object = {}) => ({
	id,
	version: await version(),
	startsOn: '2026-04-01',
	endsOn: '2028-03-31',
	isTemporary: '',
	decision: '',
	file: null,
	...more,
});

const member = async (more: object = {}) => ({
	id,
	version: await version(),
	termId: String((await newest()).id),
	nameAr: 'شيخة البنّاء',
	nameEn: 'Shaikha Al-Banna',
	position: 'chair',
	from: '2026-04-01',
	...more,
});

describe('a board’s terms', () => {
	it('follow one another, an elected one after the elected one before it ended', async () => {
		const early = await term({ startsOn: '2026-03-01' });
		await refused(() => addTerm(officer, early), 'invalid', 'startsOn');
		await addTerm(officer, await term());
		expect(await newest()).toMatchObject({
			startsOn: '2026-04-01',
			endsOn: '2028-03-31',
			isTemporary: false,
		});
	});

	it('end after they begin, and within ten years', async () => {
		const backwards = await term({ endsOn: '2026-03-31' });
		await refused(() => addTerm(officer, backwards), 'invalid', 'endsOn');
		const endless = await term({ endsOn: '2046-03-31' });
		await refused(() => addTerm(officer, endless), 'invalid', 'endsOn');
	});

	it('a temporary board may begin while an elected one has not ended', async () => {
		await addTerm(officer, await term({ startsOn: '2026-02-01', endsOn: '2026-08-01', isTemporary: 'on' }));
		expect((await newest()).isTemporary).toBe(true);
	});

	it('only the newest is corrected, and its members come along', async () => {
		await addTerm(officer, await term());
		await addMember(officer, await member());
		const { isTemporary: _kind, ...corrected } = await term({ startsOn: '2026-04-10' });
		await correctTerm(officer, { ...corrected, termId: String((await newest()).id) });
		const now = await newest();
		expect([now.startsOn, now.members[0]!.startsOn]).toEqual(['2026-04-10', '2026-04-10']);
		const old = (await readBoard(officer, { id }))[1]!;
		const { isTemporary: _same, ...late } = await term();
		await refused(() => correctTerm(officer, { ...late, termId: String(old.id) }), 'missing');
	});

	it('the second of two officers hears of the first, and loses nothing', async () => {
		const seen = await term();
		await addTerm(officer, seen);
		await refused(
			() => addTerm(officer, { ...seen, startsOn: '2028-04-01', endsOn: '2030-03-31' }),
			'conflict',
		);
	});
});

describe('the members of a board', () => {
	beforeEach(async () => addTerm(officer, await term()));

	it('have one chair at a time', async () => {
		await addMember(officer, await member());
		const second = await member({ nameEn: 'Rashid Al-Attar', nameAr: 'راشد العطار' });
		await refused(() => addMember(officer, second), 'invalid', 'position');
		await addMember(officer, { ...second, position: 'deputy' });
		const [chair, deputy] = (await newest()).members;
		const up = { id, memberId: String(deputy!.id), position: 'chair', from: '2026-06-01' };
		const seen = await version();
		await refused(() => movePosition(officer, { ...up, version: seen }), 'invalid', 'position');
		await endMember(officer, { id, version: await version(), memberId: String(chair!.id), on: '2026-05-31' });
		await movePosition(officer, { ...up, version: await version() });
		expect(
			(await newest()).members.map(({ position, startsOn, endsOn }) => [position, startsOn, endsOn]),
		).toEqual([
			['chair', '2026-04-01', '2026-05-31'],
			['deputy', '2026-04-01', '2026-05-31'],
			['chair', '2026-06-01', null],
		]);
	});

	it('come and go within the term, and nobody leaves tomorrow', async () => {
		const before = await member({ from: '2026-03-31' });
		await refused(() => addMember(officer, before), 'invalid', 'from');
		await addMember(officer, await member());
		const [chair] = (await newest()).members;
		const leave = { id, version: await version(), memberId: String(chair!.id), on: '2026-06-21' };
		await refused(() => endMember(officer, leave), 'invalid', 'on');
	});

	it('who have left do not come back over their successor', async () => {
		await addMember(officer, await member());
		const memberId = String((await newest()).members[0]!.id);
		await endMember(officer, { id, version: await version(), memberId, on: '2026-05-10' });
		await addMember(officer, await member({ from: '2026-05-11' }));
		const back = { id, version: await version(), memberId, on: '2026-06-01' };
		await refused(() => endMember(officer, back), 'invalid', 'on');
		await endMember(officer, { ...back, on: '2026-05-05' });
	});

	it('are not named in the audit trail, and another society’s term takes none of them', async () => {
		await addMember(officer, await member());
		expect(await trail()).not.toMatch(/Shaikha|شيخة/);
		const [theirs] = await readBoard(officer, { id: other });
		const foreign = await member({ termId: String(theirs!.id) });
		await refused(() => addMember(officer, foreign), 'missing');
	});
});

describe('the people to reach', () => {
	const person = {
		nameAr: 'نادر الوراق',
		nameEn: 'Nader Al-Warraq',
		dutyAr: '',
		dutyEn: '',
		email: 'nader@alpha.example',
		phone: '',
	};

	it('are added, changed and ended; the trail says that, not who', async () => {
		await addContact(officer, { id, ...person, from: '2026-06-01' });
		const [one] = await readContacts(officer, { id });
		const seen = { id, contactId: String(one!.id), version: '1' };
		await editContact(officer, { ...seen, ...person, phone: '٣٣٠٠٠٠٠٠' });
		await refused(() => editContact(officer, { ...seen, ...person }), 'conflict');
		await refused(() => endContact(officer, { ...seen, version: '2', on: '2026-05-01' }), 'invalid', 'on');
		await endContact(officer, { ...seen, version: '2', on: '2026-06-20' });
		const [now] = await readContacts(officer, { id });
		expect(now).toMatchObject({ phone: '33000000', endsOn: '2026-06-20' });
		expect(await trail()).not.toMatch(/nader|Nader|نادر|33000000/);
	});

	it('can be reached one way at least, and only under their own society', async () => {
		const mute = { id, ...person, email: '', from: '2026-06-01' };
		await refused(() => addContact(officer, mute), 'invalid', 'email');
		await addContact(officer, { id, ...person, from: '2026-06-01' });
		const [one] = await readContacts(officer, { id });
		const foreign = { id: other, contactId: String(one!.id), version: '1', ...person };
		await refused(() => editContact(officer, foreign), 'missing');
	});
});
