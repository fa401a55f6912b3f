import { fail, redirect } from '@sveltejs/kit';
import { readTrailFilter } from '#lib/features/audit/filter.ts';
import { listActors, listAudit, readChain, startVerification } from '#lib/features/audit/queries.server.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

const place = (text: string | null) => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : undefined);

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, wrong } = readTrailFilter(url.searchParams);
		const [below, above] = [place(url.searchParams.get('below')), place(url.searchParams.get('above'))];
		return {
			filter,
			wrong,
			persons: await listActors(ctx, undefined),
			chain: await readChain(ctx, undefined),
			...(await listAudit(ctx, { filter, below, above })),
		};
	});

export const actions = {
	verify: async (event) => {
		await readFields(event, []);
		const { refused } = await acting(event.locals, (ctx) => startVerification(ctx, undefined));
		if (refused) return fail(refused.status, { text: refused.text });
		return redirect(303, '/audit/verification');
	},
} satisfies Actions;
