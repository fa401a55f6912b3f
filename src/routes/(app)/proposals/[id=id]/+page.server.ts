import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { approveProposal, refuseProposal, withdrawProposal } from '#lib/features/proposals/decide.server.ts';
import { readProposal } from '#lib/features/proposals/queries.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		paper: await readProposal(ctx, { id: Number(params.id) }),
		done: url.searchParams.get('done'),
	}));

/** One of the page's forms: reads its fields, runs its command, and comes back with the word of what was done. */
const deciding =
	(which: string, names: readonly string[], run: (ctx: Context, input: object) => Promise<unknown>) =>
	async (event: RequestEvent<{ id: string }>) => {
		const { formKey, ...fields } = await readFields<string>(event, [...names, 'version', 'formKey']);
		const entered = fields as Record<string, string>;
		const input = { ...entered, id: Number(event.params.id) };
		const { refused } = await acting(event.locals, (ctx) => run(ctx, input), formKey as string);
		if (refused) return fail(refused.status, sentBack(refused, entered, which));
		return redirect(303, `/proposals/${event.params.id}?done=${which}`);
	};

export const actions = {
	approve: deciding('approve', ['seen', 'isPartial', 'note'], approveProposal),
	refuse: deciding('refuse', ['reason'], refuseProposal),
	withdraw: deciding('withdraw', [], withdrawProposal),
} satisfies Actions;
