import { z } from 'zod';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import { invalid, missing } from '#lib/platform/errors.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { cleanQuery, viewPage, type SavedView } from './pages.ts';

/** Views one person can keep. */
export const MOST_VIEWS = 50;
const LONGEST_NAME = 60;
/** Views of colleagues offered on one page. */
const MOST_SHARED = 50;
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

interface Row {
	readonly id: number;
	readonly page: string;
	readonly name: string;
	readonly query: string;
	readonly is_shared: number;
	readonly is_default: number;
}

const asView = ({ is_shared, is_default, ...row }: Row, isMine: boolean): SavedView => ({
	...row,
	isMine,
	isShared: is_shared === 1,
	isDefault: isMine && is_default === 1,
});

const FIELDS = ['v.id', 'v.page', 'v.name', 'v.query', 'v.is_shared', 'v.is_default'] as const;

/** The views of a page (of all pages without one): the viewer's own, then what people of the same role, and of the same society, share. */
export const readViews = defineQuery<{ page?: string }, SavedView[]>({
	action: 'own.views',
	probe: () => ({ page: '/societies' }),
	async run({ db, viewer }, _scope, { page }) {
		const all = db
			.selectFrom('saved_view as v')
			.innerJoin('account as a', 'a.id', 'v.account_id')
			.select(FIELDS)
			.$if(page !== undefined, (q) => q.where('v.page', '=', page!))
			.orderBy('v.page')
			.orderBy('v.name');
		const mine = await all
			.where('v.account_id', '=', viewer.accountId ?? -1)
			.limit(MOST_VIEWS)
			.execute();
		if (page === undefined || viewer.role === 'operator') return mine.map((row) => asView(row, true));
		const shared = await all
			.where('v.is_shared', '=', 1)
			.where('v.account_id', '<>', viewer.accountId ?? -1)
			.where('a.role', '=', viewer.role)
			.where('a.society_id', 'is', viewer.societyId)
			.limit(MOST_SHARED)
			.execute();
		return [...mine.map((row) => asView(row, true)), ...shared.map((row) => asView(row, false))];
	},
});

function cleanName(typed: string): string {
	const name = typed.normalize('NFC').replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
	if (name && [...name].length <= LONGEST_NAME) return name;
	throw invalid({ ar: 'لم يُحفظ العرض.', en: 'The view was not saved.' }, [
		{
			place: 'name',
			text: {
				ar: name ? 'الاسم أطول من اللازم؛ اكتبوا ستين حرفًا على الأكثر.' : 'اكتبوا اسمًا للعرض.',
				en: name ? `The name is too long; at most ${LONGEST_NAME} letters.` : 'Give the view a name.',
			},
		},
	]);
}

function accountOf({ viewer }: WriteContext): number {
	if (viewer.accountId === null) throw missing();
	return viewer.accountId;
}

// What one likes belongs to one's own society, or to nobody's.
const owner = ({ viewer }: WriteContext) => Promise.resolve(viewer.societyId ?? -1);

const sameName = (trx: WriteContext['trx'], account: number, page: string, name: string) =>
	trx
		.selectFrom('saved_view')
		.selectAll()
		.where('account_id', '=', account)
		.where('page', '=', page)
		.where('name', '=', name)
		.executeTakeFirst();

/** A page opens with one view at most: the one before it steps back. */
async function clearDefault(trx: WriteContext['trx'], account: number, page: string): Promise<void> {
	await trx
		.updateTable('saved_view')
		.set({ is_default: 0 })
		.where('account_id', '=', account)
		.where('page', '=', page)
		.where('is_default', '=', 1)
		.execute();
}

/** Keeps the present filters, order and columns of a page under a name; a name that is taken must be replaced knowingly. */
export const saveView = defineCommand({
	action: 'own.views',
	input: z.strictObject({
		page: z.string().max(100),
		query: z.string().max(4000),
		name: z.string().max(400),
		isShared: z.boolean(),
		isDefault: z.boolean(),
		replaces: z.boolean(),
	}),
	probe: () => ({
		page: '/societies', query: 'q=a', name: 'view', isShared: true, isDefault: true, replaces: false,
	}), // prettier-ignore
	owner,
	async run(write, input): Promise<{ page: string; query: string }> {
		const { trx, now, audit } = write;
		const account_id = accountOf(write);
		const page = viewPage(input.page);
		const query = cleanQuery(input.query);
		if (!page) throw missing();
		const name = cleanName(input.name);
		const problem = (place: string, ar: string, en: string) =>
			invalid({ ar: 'لم يُحفظ العرض.', en: 'The view was not saved.' }, [{ place, text: { ar, en } }]);
		if (!query) {
			throw problem(
				'query',
				'لا شيء يُحفظ: اختاروا مرشحًا أو ترتيبًا أو أعمدة أولًا.',
				'There is nothing to keep: choose a filter, an order or columns first.',
			);
		}
		const existing = await sameName(trx, account_id, page, name);
		if (existing && !input.replaces) {
			throw problem(
				'name',
				'لديكم عرض بهذا الاسم. غيّروا الاسم أو اختاروا أن يحل محله.',
				'You have a view of this name. Change the name, or choose to replace it.',
			);
		}
		const { n } = await trx
			.selectFrom('saved_view')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.where('account_id', '=', account_id)
			.executeTakeFirstOrThrow();
		if (!existing && n >= MOST_VIEWS) {
			throw problem(
				'name',
				'بلغتم أكبر عدد من العروض المحفوظة. احذفوا عرضًا لا تحتاجون إليه.',
				`You keep ${MOST_VIEWS} views already. Delete one you no longer need.`,
			);
		}
		if (input.isDefault) await clearDefault(trx, account_id, page);
		const marks = { is_shared: input.isShared ? 1 : 0, is_default: input.isDefault ? 1 : 0 };
		if (existing) {
			await trx.updateTable('saved_view').set({ query, ...marks }).where('id', '=', existing.id).execute();
		} else {
			await trx
				.insertInto('saved_view')
				.values({ account_id, page, name, query, ...marks, created_at: now.toISOString() })
				.execute();
		}
		const after = { page, query: true, ...marks };
		await audit({ objectType: 'saved_view', objectId: existing?.id ?? page, after });
		return { page, query };
	}, // prettier-ignore
});

async function takeOwn(write: WriteContext, id: number) {
	const row = await write.trx
		.selectFrom('saved_view')
		.selectAll()
		.where('id', '=', id)
		.where('account_id', '=', accountOf(write))
		.executeTakeFirst();
	if (!row) throw missing();
	return row;
}

const marksOf = ({ is_shared, is_default }: Row) => ({ is_shared, is_default });

/** Renames one of the viewer's views, shares it or keeps it to oneself, lets the page open with it or not. */
export const changeView = defineCommand({
	action: 'own.views',
	input: z.strictObject({
		id: z.int().positive(),
		name: z.string().max(400),
		isShared: z.boolean(),
		isDefault: z.boolean(),
	}),
	// A view of one's own may well be changed; the probe asks for somebody's.
	probe: () => ({ id: 900_001, name: 'view', isShared: false, isDefault: false }),
	owner,
	async run(write, input): Promise<void> {
		const { trx, audit } = write;
		const before = await takeOwn(write, input.id);
		const name = cleanName(input.name);
		const taken = await sameName(trx, before.account_id, before.page, name);
		if (taken && taken.id !== before.id) {
			throw invalid({ ar: 'لم يُحفظ التغيير.', en: 'The change was not saved.' }, [
				{ place: 'name', text: { ar: 'لديكم عرض آخر بهذا الاسم.', en: 'Another of your views has this name.' } },
			]);
		}
		if (input.isDefault) await clearDefault(trx, before.account_id, before.page);
		const after = { is_shared: input.isShared ? 1 : 0, is_default: input.isDefault ? 1 : 0 };
		await trx.updateTable('saved_view').set({ name, ...after }).where('id', '=', before.id).execute();
		await audit({
			objectType: 'saved_view',
			objectId: before.id,
			before: marksOf(before),
			after: { ...after, ...(name !== before.name && { changed: true }) },
		});
	}, // prettier-ignore
});

/** Deletes one of the viewer's views; the page itself stays as it is. */
export const deleteView = defineCommand({
	action: 'own.views',
	input: z.strictObject({ id: z.int().positive() }),
	probe: () => ({ id: 900_001 }),
	owner,
	async run(write, { id }): Promise<void> {
		const before = await takeOwn(write, id);
		await write.trx.deleteFrom('saved_view').where('id', '=', before.id).execute();
		await write.audit({
			objectType: 'saved_view',
			objectId: before.id,
			before: { page: before.page, ...marksOf(before) },
		});
	},
});
