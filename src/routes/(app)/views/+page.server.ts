import { fail, redirect } from '@sveltejs/kit';
import { viewHref } from '#lib/features/views/pages.ts';
import { changeView, deleteView, readViews, saveView } from '#lib/features/views/saved.server.ts';
import { acting, reading, readFields } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({ mine: await readViews(ctx, {}) }));

export const actions: Actions = {
	save: async (event) => {
		const names = ['page', 'query', 'name', 'shared', 'default', 'replaces', 'formKey'] as const;
		const { formKey, ...typed } = await readFields(event, names);
		const { page, query, name } = typed;
		const ticks = { isShared: !!typed.shared, isDefault: !!typed.default, replaces: !!typed.replaces };
		const answer = await acting(
			event.locals,
			(ctx) => saveView(ctx, { page, query, name, ...ticks }),
			formKey,
		);
		if (answer.refused) return fail(answer.refused.status, { saving: typed, refused: answer.refused });
		redirect(303, viewHref(answer.value.page, answer.value.query));
	},
	change: async (event) => {
		const typed = await readFields(event, ['id', 'name', 'shared', 'default']);
		const id = Number(typed.id);
		const ticks = { isShared: !!typed.shared, isDefault: !!typed.default };
		const answer = await acting(event.locals, (ctx) => changeView(ctx, { id, name: typed.name, ...ticks }));
		if (answer.refused) return fail(answer.refused.status, { changing: typed, refused: answer.refused });
		redirect(303, '/views');
	},
	remove: async (event) => {
		const { id } = await readFields(event, ['id']);
		const answer = await acting(event.locals, (ctx) => deleteView(ctx, { id: Number(id) }));
		if (answer.refused) return fail(answer.refused.status, { refused: answer.refused });
		redirect(303, '/views');
	},
};
