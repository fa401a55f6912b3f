import { fail, redirect } from '@sveltejs/kit';
import { readProgramForm, readProgramLists } from '#lib/features/programs/form.server.ts';
import { changeRows, readPosted } from '#lib/features/programs/posted.server.ts';
import { editProgram } from '#lib/features/proposals/direct.server.ts';
import { acting, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, async (ctx) => ({
		program: await readProgramForm(ctx, { id: Number(params.id) }),
		lists: await readProgramLists(ctx, undefined),
	}));

export const actions = {
	rows: changeRows,
	save: async (event) => {
		const { typed, note, version, formKey, entered } = await readPosted(event);
		const input = { id: Number(event.params.id), version, typed, note };
		const { refused } = await acting(event.locals, (ctx) => editProgram(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, 'program'));
		return redirect(303, `/programs/${event.params.id}?done=program`);
	},
} satisfies Actions;
