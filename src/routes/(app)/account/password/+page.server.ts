import { fail, redirect } from '@sveltejs/kit';
import { arrivalOf, enterWith } from '#lib/auth/arrival.server.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import { changePassword } from '#lib/features/people/own.server.ts';
import { acting, readFields } from '#lib/platform/forms.server.ts';
import type { Actions } from './$types';

export const actions = {
	default: async (event) => {
		const fields = await readFields(event, ['password', 'again', ...CONFIRM_FIELDS]);
		const { site } = event.locals;
		const answer = await acting(event.locals, async () =>
			changePassword({ site, ctx: await confirming(event, fields), arrival: arrivalOf(event) }, fields),
		);
		if (answer.refused) return fail(answer.refused.status, answer.refused);
		enterWith(event, answer.value);
		return redirect(303, '/account?done=password');
	},
} satisfies Actions;
