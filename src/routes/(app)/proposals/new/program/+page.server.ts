import { fail, redirect } from '@sveltejs/kit';
import { readProgramLists } from '#lib/features/programs/form.server.ts';
import { changeRows, readPosted } from '#lib/features/programs/posted.server.ts';
import { readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeProgram } from '#lib/features/proposals/propose.server.ts';
import { acting, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => {
		const societyId = ctx.viewer.societyId ?? 0;
		return {
			own: await readOwnRecord(ctx, { kind: 'program', act: 'new', societyId }),
			lists: await readProgramLists(ctx, undefined),
		};
	});

export const actions = {
	rows: changeRows,
	save: async (event) => {
		const { typed, note, formKey, entered } = await readPosted(event);
		const answer = await acting(
			event.locals,
			(ctx) => proposeProgram(ctx, { id: ctx.viewer.societyId, typed, note }),
			formKey,
		);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, 'program'));
		return redirect(303, `/proposals/${answer.value.id}?done=proposed`);
	},
} satisfies Actions;
