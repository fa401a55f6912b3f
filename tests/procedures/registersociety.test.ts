import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { renameSociety, renumberSociety } from '#lib/features/societies/names.server.ts';
import { readSocieties } from '#lib/features/societies/queries.server.ts';
import { createSociety, editSociety } from '#lib/features/societies/write.server.ts';
import { foldText, searchKey } from '#lib/i18n/fold.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { dump, NOW, worldOf, type Member, type Name } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let members: Record<Name, Member>;
let officer: Context;
let category: number;
let other: number;
let governorate: number;

beforeEach(async () => {
	({ database, members } = await worldOf('alpha', 'beta'));
	officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	const categories = await database.reader.selectFrom('category').select('id').orderBy('id').execute();
	[category, other] = [categories[0]!.id, categories[1]!.id];
	governorate = (
		await database.reader.selectFrom('governorate').select('id').orderBy('id').executeTakeFirstOrThrow()
	).id;
	return () => database.close();
});

const fresh = (more: object = {}) => ({
	nameAr: 'جمعية الياسمين للتنمية',
	nameEn: 'Jasmine Development Society',
	isAnother: '',
	number: '77/ج/خ',
	numberFrom: '2026-02-01',
	category: String(category),
	governorate: String(governorate),
	town: '',
	scopeAr: '',
	scopeEn: '',
	foundedOn: '2026-01-15',
	sizeBand: 'small',
	email: 'info@jasmine.example',
	phone: '٣٩٠٠٠٠٠٠',
	statusFrom: '2026-02-01',
	decision: 'قرار رقم (5) لسنة 2026',
	file: null,
	...more,
});

const profile = (more: object = {}) => ({
	id: members.alpha.societyId,
	version: '1',
	category: String(category),
	governorate: String(governorate),
	town: '',
	scopeAr: 'نطاق',
	scopeEn: 'Scope',
	foundedOn: '2010-01-01',
	sizeBand: '',
	email: '',
	phone: '',
	...more,
});

const rowOf = (id: number) =>
	database.reader.selectFrom('society').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const lastEntry = () =>
	database.reader
		.selectFrom('audit_entry')
		.selectAll()
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();

/** The call is refused with this code, at this place, and the file is as it was. */
async function refused(run: () => Promise<unknown>, code: string, place?: string) {
	const before = await dump(database);
	const error = await run().then(
		() => expect.fail('it was not refused'),
		(thrown: unknown) => thrown,
	);
	expect(error).toMatchObject({ code });
	if (place) expect((error as { problems: unknown[] }).problems).toMatchObject([{ place }]);
	expect(await dump(database)).toEqual(before);
}

describe('an officer who enters a society', () => {
	it('finds it in the register with its number, its status and its audit entry', async () => {
		const { id } = await createSociety(officer, fresh());
		expect(await rowOf(id)).toMatchObject({
			name_ar: 'جمعية الياسمين للتنمية',
			status: 'active',
			phone: '39000000',
			version: 1,
		});
		const number = await database.reader
			.selectFrom('society_registration')
			.select(['number', 'starts_on', 'ends_on'])
			.where('society_id', '=', id)
			.execute();
		expect(number).toEqual([{ number: '77/ج/خ', starts_on: '2026-02-01', ends_on: null }]);
		const entry = await lastEntry();
		expect(entry).toMatchObject({ action: 'society.write', object_type: 'society', object_id: String(id) });
		expect(JSON.parse(entry.after!)).toMatchObject({ number: '77/ج/خ', status: 'active' });
		expect(entry.after).not.toMatch(/jasmine\.example|39000000/);
	});

	it('adds it once however often the form is sent', async () => {
		const sent = { ...officer, formKey: 'one-form' };
		const first = await createSociety(sent, fresh());
		expect(await createSociety(sent, fresh())).toEqual(first);
		const all = await database.reader.selectFrom('society').select('id').execute();
		expect(all).toHaveLength(3);
	});

	it('is shown similar names first, and may add it all the same', async () => {
		await createSociety(officer, fresh());
		const again = fresh({
			nameAr: 'جمعيّة ياسمين للتنميه',
			nameEn: 'Jasmin Development Society',
			number: '78/ج/خ',
		});
		await refused(() => createSociety(officer, again), 'invalid', 'isAnother');
		await expect(createSociety(officer, { ...again, isAnother: 'on' })).resolves.toHaveProperty('id');
	});

	it('cannot give it a name another has, in whatever spelling', async () => {
		await createSociety(officer, fresh());
		const twin = fresh({ nameAr: 'جمعيه اليَاسمين للتنمية', isAnother: 'on', number: '78/ج/خ' });
		await refused(() => createSociety(officer, twin), 'invalid', 'nameAr');
	});

	it.each([
		['a status of tomorrow', { statusFrom: '2026-06-21' }, 'statusFrom'],
		['a date that is none', { foundedOn: '2026-02-30' }, 'foundedOn'],
		['a category that is not listed', { category: '999999' }, 'category'],
		['no decision', { decision: ' \u200f ' }, 'decision'],
		['50 KB of name', { nameEn: 'x'.repeat(50_000) }, 'nameEn'],
		['a name of direction marks only', { nameAr: '\u202e\u2066\u200f' }, 'nameAr'],
		['a phone that is a formula', { phone: '=HYPERLINK("x")' }, 'phone'],
		['an e-mail that is none', { email: 'nobody' }, 'email'],
		['a number another society holds', { number: 'canary-beta' }, 'number'],
	])('is told at the field: %s', async (_, more, place) => {
		await refused(() => createSociety(officer, fresh(more)), 'invalid', place);
	});

	it('leaves no direction or control character in a name', async () => {
		const { id } = await createSociety(officer, fresh({ nameEn: 'Jas\u202emine\u0000 \u0007Society' }));
		expect((await rowOf(id)).name_en).toBe('Jasmine Society');
	});
});

describe('two officers who change the same society', () => {
	it('the second hears of it, and nothing of the first is lost', async () => {
		await editSociety(officer, profile({ scopeEn: 'First' }));
		await refused(() => editSociety(officer, profile({ scopeEn: 'Second' })), 'conflict');
		const row = await rowOf(members.alpha.societyId);
		expect(row).toMatchObject({ scope_en: 'First', version: 2 });
		await editSociety(officer, profile({ version: '2', scopeEn: 'Second' }));
		expect((await rowOf(members.alpha.societyId)).scope_en).toBe('Second');
	});

	it('the audit trail tells only what changed, and no address', async () => {
		await editSociety(officer, profile({ email: 'new@alpha.example' }));
		const { before, after } = await lastEntry();
		expect(JSON.parse(before!)).toMatchObject({ scope_en: 'canary-alpha scope_en' });
		expect(JSON.parse(after!)).toMatchObject({ scope_en: 'Scope', email: { changed: true } });
		expect(after).not.toContain('alpha.example');
		expect(after).not.toContain('category_id');
	});

	it('a change of category takes the figures along', async () => {
		await editSociety(officer, profile({ category: String(other) }));
		expect(await countRollupDifferences(database.reader)).toBe(0);
		const moved = await database.reader
			.selectFrom('rollup_reach')
			.select('people')
			.where('category_id', '=', other)
			.execute();
		expect(moved).toEqual([{ people: 17 }]);
	});
});

describe('a society with a new name', () => {
	const named = (more: object = {}) => ({
		id: members.alpha.societyId,
		version: '1',
		nameAr: 'جمعية النخيل',
		nameEn: 'Palms Society',
		isCorrection: '',
		on: '2026-05-01',
		...more,
	});

	it('is found by both, and its history names the former', async () => {
		await renameSociety(officer, named());
		const row = await rowOf(members.alpha.societyId);
		expect(row.name_en).toBe('Palms Society');
		const find = async (matching: string) =>
			(
				await readSocieties(officer, {
					filter: openFilter(),
					list: { q: matching, matching: foldText(matching), sort: null, page: 1 },
				})
			).rows.map(({ id }) => id);
		expect(await find('palms society')).toEqual([members.alpha.societyId]);
		expect(await find('society canary-alpha')).toEqual([members.alpha.societyId]);
		const former = await database.reader.selectFrom('society_name').selectAll().execute();
		expect(former).toMatchObject([{ name_en: 'Society canary-alpha', ended_on: '2026-04-30' }]);
	});

	it('keeps no former name when only a spelling was mended', async () => {
		await renameSociety(officer, named({ isCorrection: 'on', on: '' }));
		expect(await database.reader.selectFrom('society_name').selectAll().execute()).toEqual([]);
		expect((await rowOf(members.alpha.societyId)).search_key).toBe(
			searchKey('جمعية النخيل', 'Palms Society'),
		);
	});

	it('needs a day, not after today, and not before the former name began', async () => {
		await refused(() => renameSociety(officer, named({ on: '' })), 'invalid', 'on');
		await refused(() => renameSociety(officer, named({ on: '2026-06-21' })), 'invalid', 'on');
		await renameSociety(officer, named());
		const back = named({ version: '2', nameEn: 'Palm Society', nameAr: 'جمعية النخلة', on: '2026-04-01' });
		await refused(() => renameSociety(officer, back), 'invalid', 'on');
	});

	it('has its numbers one after the other', async () => {
		const id = members.alpha.societyId;
		await renumberSociety(officer, { id, version: '1', number: '9/ج/خ', from: '2026-03-01' });
		const numbers = await database.reader
			.selectFrom('society_registration')
			.select(['number', 'starts_on', 'ends_on'])
			.where('society_id', '=', id)
			.orderBy('starts_on')
			.execute();
		expect(numbers).toEqual([
			{ number: 'canary-alpha', starts_on: '2025-01-01', ends_on: '2026-02-28' },
			{ number: '9/ج/خ', starts_on: '2026-03-01', ends_on: null },
		]);
		const earlier = { id, version: '2', number: '10/ج/خ', from: '2026-02-01' };
		await refused(() => renumberSociety(officer, earlier), 'invalid', 'from');
	});
});

describe('whoever is no officer', () => {
	it.each(['society', 'leadership', 'auditor', 'admin'] as const)('%s may not write', async (role) => {
		const viewer = viewerOf(role, role === 'society' ? members.alpha : {});
		const ctx = await contextOf(database, viewer, { now: NOW });
		await refused(() => createSociety(ctx, fresh()), 'denied');
		await refused(() => editSociety(ctx, profile()), 'denied');
	});
});
