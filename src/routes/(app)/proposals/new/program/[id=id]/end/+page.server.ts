import { fail, redirect } from '@sveltejs/kit';
import { readProgramForm } from '#lib/features/programs/form.server.ts';
import { END_FIELDS } from '#lib/features/proposals/forms.ts';
import { readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeProgramEnd } from '#lib/features/proposals/propose.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, async (ctx) => {
		const program = await readProgramForm(ctx, { id: Number(params.id) });
		const ask = { kind: 'program', act: 'end', societyId: program.societyId, programId: program.id } as const;
		return { program, waiting: (await readOwnRecord(ctx, ask)).waiting };
	});

export const actions = {
	default: async (event) => {
		const { formKey, ...entered } = await readFields(event, END_FIELDS);
		const input = { ...entered, id: Number(event.params.id) };
		const answer = await acting(event.locals, (ctx) => proposeProgramEnd(ctx, input), formKey);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, 'end'));
		return redirect(303, `/proposals/${answer.value.id}?done=proposed`);
	},
} satisfies Actions;
