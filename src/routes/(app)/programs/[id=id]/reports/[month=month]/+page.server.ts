import { redirect } from '@sveltejs/kit';
import { readForm } from '#lib/features/writing/form.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const found = await readForm(ctx, { programId: Number(params.id), period: params.month });
		if ('sent' in found) redirect(303, `/reports/${found.sent}`);
		return { form: found.form, done: url.searchParams.get('done') };
	});
