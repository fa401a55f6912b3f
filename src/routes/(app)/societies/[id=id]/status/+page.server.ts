import { fail, redirect } from '@sveltejs/kit';
import { changeStatus, readEnding } from '#lib/features/register/status.server.ts';
import { readSocietyForm } from '#lib/features/societies/edit.server.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import { STATUS_FIELDS } from '#lib/features/societies/forms.ts';
import { acting, reading, readUpload, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		society: await readSocietyForm(ctx, { id: Number(params.id) }),
		today: ctx.today,
		done: url.searchParams.get('done'),
	}));

export const actions = {
	default: async (event) => {
		const { locals } = event;
		const id = Number(event.params.id);
		const { fields, upload } = await readUpload(event, [...STATUS_FIELDS, 'version', 'ticket', 'formKey']);
		const { ticket, formKey, ...entered } = fields;
		const taken = await acting(locals, (ctx) => takeIn(ctx, upload, ticket));
		if (taken.refused)
			return fail(taken.refused.status, { ...sentBack(taken.refused, entered), ending: null });
		const input = { ...entered, id, file: taken.value?.file ?? null };
		const { refused } = await acting(locals, (ctx) => changeStatus(ctx, input), formKey);
		if (!refused) redirect(303, `/societies/${id}/status?done=status`);
		const asks = refused.problems.some(({ place }) => place === 'isSure');
		const ending = asks ? await reading(locals, (ctx) => readEnding(ctx, { id, on: entered.from })) : null;
		return fail(refused.status, { ...sentBack(refused, entered, '', taken), ending });
	},
} satisfies Actions;
