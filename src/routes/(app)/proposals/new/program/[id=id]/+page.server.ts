import { fail, redirect } from '@sveltejs/kit';
import { readProgramForm, readProgramLists } from '#lib/features/programs/form.server.ts';
import { changeRows, readPosted } from '#lib/features/programs/posted.server.ts';
import { readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeProgramEdit } from '#lib/features/proposals/propose.server.ts';
import { acting, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, async (ctx) => {
		const program = await readProgramForm(ctx, { id: Number(params.id) });
		const ask = {
			kind: 'program',
			act: 'edit',
			societyId: program.societyId,
			programId: program.id,
		} as const;
		const { waiting } = await readOwnRecord(ctx, ask);
		return { program, waiting, lists: await readProgramLists(ctx, undefined) };
	});

export const actions = {
	rows: changeRows,
	save: async (event) => {
		const { typed, note, version, formKey, entered } = await readPosted(event);
		const input = { id: Number(event.params.id), version, typed, note };
		const answer = await acting(event.locals, (ctx) => proposeProgramEdit(ctx, input), formKey);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, 'program'));
		const { id } = answer.value;
		return redirect(
			303,
			id === null ? `/programs/${event.params.id}?done=program` : `/proposals/${id}?done=proposed`,
		);
	},
} satisfies Actions;
