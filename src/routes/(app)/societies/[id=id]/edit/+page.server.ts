import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readRegisterLists, readSocietyForm } from '#lib/features/societies/edit.server.ts';
import { PROFILE_FIELDS, RENAME_FIELDS, RENUMBER_FIELDS } from '#lib/features/societies/forms.ts';
import { renameSociety, renumberSociety } from '#lib/features/societies/names.server.ts';
import { editSociety } from '#lib/features/societies/write.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		society: await readSocietyForm(ctx, { id: Number(params.id) }),
		lists: await readRegisterLists(ctx, undefined),
		today: ctx.today,
		done: url.searchParams.get('done'),
	}));

/** One form of the page: reads its fields, runs its command, leads back here with the word of what was done. */
const saving =
	<Name extends string>(
		which: string,
		names: readonly Name[],
		run: (ctx: Context, input: Record<Name | 'version', string> & { id: number }) => Promise<unknown>,
	) =>
	async (event: RequestEvent<{ id: string }>) => {
		const { formKey, ...entered } = await readFields(event, [...names, 'version', 'formKey']);
		const input = { ...entered, id: Number(event.params.id) } as Record<Name | 'version', string> & {
			id: number;
		};
		const { refused } = await acting(event.locals, (ctx) => run(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, which));
		return redirect(303, `/societies/${event.params.id}/edit?done=${which}`);
	};

export const actions = {
	profile: saving('profile', PROFILE_FIELDS, editSociety),
	rename: saving('rename', RENAME_FIELDS, renameSociety),
	renumber: saving('renumber', RENUMBER_FIELDS, renumberSociety),
} satisfies Actions;
