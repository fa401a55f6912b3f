import { fail, redirect } from '@sveltejs/kit';
import { isConfirmed } from '#lib/access/procedures.server.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import { localTarget } from '#lib/platform/path.ts';
import { unconfirmed } from '#lib/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** A download leaves the page where it is; so the page says that the file is ready. Other targets are led to. */
const isFile = (to: string) => /^\/[^?]*\.csv(\?|$)/.test(to);

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, (ctx) => {
		const to = localTarget(url.searchParams.get('to'), '/account');
		const isReady = isConfirmed(ctx);
		if (isReady && !isFile(to)) redirect(303, to);
		return { to, isReady };
	});

export const actions = {
	default: async (event) => {
		const fields = await readFields(event, ['to', ...CONFIRM_FIELDS]);
		const { refused } = await acting(event.locals, async () => {
			if (!isConfirmed(await confirming(event, fields))) throw unconfirmed();
		});
		if (refused) return fail(refused.status, refused);
		const to = localTarget(fields.to, '/account');
		return redirect(303, isFile(to) ? `/account/confirm?to=${encodeURIComponent(to)}` : to);
	},
} satisfies Actions;
