import { fail, redirect } from '@sveltejs/kit';
import { readAllowed } from '#lib/features/exchange/intake/allowed.server.ts';
import { kindsOf } from '#lib/features/exchange/intake/model.ts';
import { readImports } from '#lib/features/exchange/intake/queries.server.ts';
import { takeFile } from '#lib/features/exchange/intake/upload.server.ts';
import { acting, reading, readUpload, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const kinds = kindsOf(ctx.viewer.role);
		const kind = kinds.find((one) => one === url.searchParams.get('kind')) ?? kinds[0];
		const allowed = kind ? await readAllowed(ctx, { kind }) : [];
		return { kinds, kind, allowed, jobs: await readImports(ctx, undefined) };
	});

export const actions = {
	default: async (event) => {
		const { fields, upload } = await readUpload(event, ['kind', 'formKey']);
		const { formKey, ...entered } = fields;
		const made = await acting(event.locals, (ctx) => takeFile(ctx, entered.kind, upload), formKey);
		if (!made.refused) redirect(303, `/import/${made.value.id}`);
		return fail(made.refused.status, sentBack(made.refused, entered));
	},
} satisfies Actions;
