import { fail, redirect } from '@sveltejs/kit';
import {
	endSubstitution,
	nameSubstitute,
	readSubstitutions,
} from '#lib/features/review/substitutes.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => ({
		...(await readSubstitutions(ctx, {})),
		today: ctx.today,
		done: url.searchParams.get('done'),
	}));

export const actions = {
	save: async (event) => {
		const { formKey, ...typed } = await readFields(event, ['substituteId', 'startsOn', 'endsOn', 'formKey']);
		const input = { ...typed, substituteId: Number(typed.substituteId) };
		const { refused } = await acting(event.locals, (ctx) => nameSubstitute(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, typed, 'save'));
		return redirect(303, '/review/substitutes?done=substitute');
	},
	end: async (event) => {
		const { id } = await readFields(event, ['id']);
		const { refused } = await acting(event.locals, (ctx) => endSubstitution(ctx, { id: Number(id) }));
		if (refused) return fail(refused.status, sentBack(refused, {}, 'end'));
		return redirect(303, '/review/substitutes?done=ended');
	},
} satisfies Actions;
