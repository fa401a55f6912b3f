import { fail, redirect } from '@sveltejs/kit';
import { readProgramLists } from '#lib/features/programs/form.server.ts';
import { changeRows, readPosted } from '#lib/features/programs/posted.server.ts';
import { addProgram } from '#lib/features/proposals/direct.server.ts';
import { readSociety } from '#lib/features/societies/queries.server.ts';
import { acting, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(url.searchParams.get('society') ?? '');
		const society = Number.isSafeInteger(id) && id > 0 ? await readSociety(ctx, { id }) : null;
		return { society, lists: await readProgramLists(ctx, undefined) };
	});

export const actions = {
	rows: changeRows,
	save: async (event) => {
		const { typed, note, formKey, entered } = await readPosted(event);
		const id = Number(event.url.searchParams.get('society'));
		const answer = await acting(event.locals, (ctx) => addProgram(ctx, { id, typed, note }), formKey);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, 'program'));
		return redirect(303, `/programs/${answer.value.id}?done=program`);
	},
} satisfies Actions;
