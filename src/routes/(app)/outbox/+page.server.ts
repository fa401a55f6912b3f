import { fail, redirect } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { listMails, MAIL_STATES, readMail, resendMail } from '#lib/features/notices/outbox.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

const place = (text: string | null) => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : undefined);

export const load: PageServerLoad = ({ locals, url: { searchParams } }) =>
	reading(locals, async (ctx) => {
		const state = MAIL_STATES.find((each) => each === searchParams.get('state'));
		const id = place(searchParams.get('mail'));
		return {
			state,
			mail: id === undefined ? undefined : await readMail(ctx, { id }),
			mayResend: reachOf(ctx.viewer.role, 'outbox.send') !== undefined,
			isSet: locals.site.env.mail !== undefined,
			...(await listMails(ctx, { state, below: place(searchParams.get('below')) })),
		};
	});

export const actions = {
	resend: async (event) => {
		const { id } = await readFields(event, ['id']);
		const { refused } = await acting(event.locals, (ctx) => resendMail(ctx, { id }));
		if (refused) return fail(refused.status, sentBack(refused, {}));
		return redirect(303, `/outbox?mail=${encodeURIComponent(id)}`);
	},
} satisfies Actions;
