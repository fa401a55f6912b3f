import { fail, redirect } from '@sveltejs/kit';
import { readRegisterLists } from '#lib/features/societies/edit.server.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import { NEW_FIELDS } from '#lib/features/societies/forms.ts';
import { readSimilar } from '#lib/features/societies/similar.server.ts';
import { createSociety } from '#lib/features/societies/write.server.ts';
import { acting, reading, readUpload, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({
		lists: await readRegisterLists(ctx, undefined),
		today: ctx.today,
	}));

export const actions = {
	default: async (event) => {
		const { locals } = event;
		const { fields, upload } = await readUpload(event, [...NEW_FIELDS, 'ticket', 'formKey']);
		const { ticket, formKey, ...entered } = fields;
		const taken = await acting(locals, (ctx) => takeIn(ctx, upload, ticket));
		const made = taken.refused
			? taken
			: await acting(
					locals,
					(ctx) => createSociety(ctx, { ...entered, file: taken.value?.file ?? null }),
					formKey,
				);
		if (!made.refused) redirect(303, `/societies/${made.value.id}/edit?done=created`);
		const similar = await reading(locals, (ctx) => readSimilar(ctx, entered));
		return fail(made.refused.status, { ...sentBack(made.refused, entered, '', taken), similar });
	},
} satisfies Actions;
