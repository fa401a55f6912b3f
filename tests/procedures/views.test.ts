import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { cleanQuery, layerOf, ownView } from '#lib/features/views/pages.ts';
import { changeView, deleteView, MOST_VIEWS, readViews, saveView } from '#lib/features/views/saved.server.ts';
import type { Context, Role } from '#lib/platform/context.ts';
import { Expected } from '#lib/platform/errors.ts';
import { dump, worldOf } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let people: Record<'sara' | 'omar' | 'boss' | 'alpha' | 'beta', Context>;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
	const person = async (
		accountId: number,
		role: Exclude<Role, 'operator'>,
		societyId: number | null = null,
	) => {
		const names = { name_ar: 'مستخدم', name_en: 'User', login: `person-${accountId}` };
		await database.writer
			.insertInto('account')
			.values({ id: accountId, role, society_id: societyId, ...names, created_at: '2026-01-01T00:00:00Z' })
			.execute();
		return contextOf(database, viewerOf(role, { accountId, societyId }));
	};
	people = {
		sara: await person(901, 'officer'),
		omar: await person(902, 'officer'),
		boss: await person(903, 'leadership'),
		alpha: await person(904, 'society', world.members.alpha.societyId),
		beta: await person(905, 'society', world.members.beta.societyId),
	};
});
afterEach(() => database.close());

const view = (more: object = {}) => ({
	page: '/societies', query: 'governorate=capital', name: 'العاصمة', isShared: false, isDefault: false, replaces: false,
	...more,
}); // prettier-ignore
const at = (ctx: Context) => readViews(ctx, { page: '/societies' });

async function refused(run: () => Promise<unknown>, code: string, place?: string): Promise<void> {
	const before = await dump(database);
	const error = await run().then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(Expected);
	expect((error as Expected).code).toBe(code);
	if (place) expect((error as Expected).problems[0]?.place).toBe(place);
	expect(await dump(database)).toEqual(before);
}

describe('a view', () => {
	it('is kept with what the page understands and nothing else', async () => {
		await saveView(people.sara, view({ query: '?page=3&sort=-people&evil=1&governorate=capital&q=نور' }));
		expect((await at(people.sara)).map(({ query }) => query)).toEqual([
			`governorate=capital&q=${encodeURIComponent('نور')}&sort=-people`,
		]);
	});

	it('belongs to one person, and shared to those of the same role', async () => {
		await saveView(people.sara, view());
		expect(await at(people.omar)).toEqual([]);
		await saveView(people.sara, view({ isShared: true, replaces: true }));
		expect(await at(people.omar)).toMatchObject([{ name: 'العاصمة', isMine: false, isDefault: false }]);
		expect(await at(people.boss)).toEqual([]);
		expect(await at(people.alpha)).toEqual([]);
	});

	it('of a society is shared within the society only', async () => {
		await saveView(people.alpha, view({ isShared: true, name: 'canary-shared' }));
		expect(await at(people.beta)).toEqual([]);
		expect(await at(people.sara)).toEqual([]);
		expect(await at(people.alpha)).toHaveLength(1);
	});

	it('is one at most by which a page opens', async () => {
		await saveView(people.sara, view({ isDefault: true }));
		await saveView(people.sara, view({ name: 'ثان', query: 'q=b', isDefault: true }));
		expect((await at(people.sara)).filter(({ isDefault }) => isDefault)).toMatchObject([{ name: 'ثان' }]);
	});

	it('of a taken name replaces the other only when told to', async () => {
		await saveView(people.sara, view());
		await refused(() => saveView(people.sara, view({ query: 'q=b' })), 'invalid', 'name');
		await saveView(people.sara, view({ query: 'q=b', replaces: true }));
		expect(await at(people.sara)).toMatchObject([{ query: 'q=b' }]);
	});

	it('can be renamed and deleted by its owner alone', async () => {
		await saveView(people.sara, view({ isShared: true }));
		const { id } = (await at(people.sara))[0]!;
		const change = { id, name: 'جديد', isShared: true, isDefault: true };
		await refused(() => changeView(people.omar, change), 'missing');
		await refused(() => deleteView(people.omar, { id }), 'missing');
		await refused(() => changeView(people.sara, { ...change, name: ' \u200f ' }), 'invalid', 'name');
		await changeView(people.sara, change);
		expect(await at(people.sara)).toMatchObject([{ name: 'جديد', isDefault: true }]);
		await deleteView(people.sara, { id });
		expect(await at(people.sara)).toEqual([]);
	});

	it('needs a name, something to keep and a page that has views; there are fifty at most', async () => {
		await refused(() => saveView(people.sara, view({ name: '  ' })), 'invalid', 'name');
		await refused(() => saveView(people.sara, view({ name: 'a'.repeat(61) })), 'invalid', 'name');
		await refused(() => saveView(people.sara, view({ query: 'page=2' })), 'invalid', 'query');
		await refused(() => saveView(people.sara, view({ page: '//evil.example' })), 'missing');
		for (let i = 0; i < MOST_VIEWS; i += 1) await saveView(people.sara, view({ name: `عرض ${i}` }));
		await refused(() => saveView(people.sara, view({ name: 'أكثر' })), 'invalid', 'name');
		await saveView(people.sara, view({ name: 'عرض 0', replaces: true }));
	});
});

describe('the layers', () => {
	const mine = {
		id: 1, page: '/societies', name: 'x', query: 'q=a', isMine: true, isShared: false, isDefault: true,
	}; // prettier-ignore
	const enter = (path: string, referer: string | null = null) =>
		ownView(new URL(path, 'https://sharaka.example'), referer, [mine]);

	it('are the usual one, a kept view whatever the order of its words, and a link', () => {
		expect(layerOf('', [mine]).layer).toBe('usual');
		expect(layerOf('?view=usual&page=2', [mine]).layer).toBe('usual');
		expect(layerOf('?page=2&q=a', [mine])).toEqual({ layer: 'view', view: mine });
		expect(layerOf('?q=b', [mine]).layer).toBe('link');
		expect(cleanQuery('sort=name&governorate=capital')).toBe('governorate=capital&sort=name');
	});

	it('one’s own opens only where the address says nothing and one comes from elsewhere', () => {
		expect(enter('/societies')).toBe('/societies?q=a');
		expect(enter('/societies', 'https://sharaka.example/overview?x=1')).toBe('/societies?q=a');
		expect(enter('/societies?q=b')).toBeUndefined();
		expect(enter('/societies?view=usual')).toBeUndefined();
		expect(enter('/societies', 'https://sharaka.example/societies?q=a')).toBeUndefined();
		expect(
			ownView(new URL('https://x.example/societies'), null, [{ ...mine, isMine: false }]),
		).toBeUndefined();
	});
});
