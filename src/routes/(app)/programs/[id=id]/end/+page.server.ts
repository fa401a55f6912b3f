import { fail, redirect } from '@sveltejs/kit';
import { readProgramForm } from '#lib/features/programs/form.server.ts';
import { endProgramDirectly } from '#lib/features/proposals/direct.server.ts';
import { END_FIELDS } from '#lib/features/proposals/forms.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, async (ctx) => ({ program: await readProgramForm(ctx, { id: Number(params.id) }) }));

export const actions = {
	default: async (event) => {
		const { formKey, ...entered } = await readFields(event, END_FIELDS);
		const input = { ...entered, id: Number(event.params.id) };
		const { refused } = await acting(event.locals, (ctx) => endProgramDirectly(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, 'end'));
		return redirect(303, `/programs/${event.params.id}?done=program`);
	},
} satisfies Actions;
