import { fail, redirect } from '@sveltejs/kit';
import { PROFILE_FIELDS } from '#lib/features/proposals/forms.ts';
import { readOwnLists, readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeProfile } from '#lib/features/proposals/propose.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => {
		const societyId = ctx.viewer.societyId ?? 0;
		return {
			own: await readOwnRecord(ctx, { kind: 'profile', act: 'edit', societyId }),
			lists: await readOwnLists(ctx, undefined),
			today: ctx.today,
		};
	});

export const actions = {
	default: async (event) => {
		const { formKey, ...entered } = await readFields(event, PROFILE_FIELDS);
		const answer = await acting(
			event.locals,
			(ctx) => proposeProfile(ctx, { ...entered, id: ctx.viewer.societyId }),
			formKey,
		);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, 'profile'));
		return redirect(303, `/proposals/${answer.value.id}?done=proposed`);
	},
} satisfies Actions;
