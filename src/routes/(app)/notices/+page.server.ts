import { fail, redirect } from '@sveltejs/kit';
import {
	changeOwnEmail,
	chooseNotices,
	markNoticesRead,
	openNotice,
} from '#lib/features/notices/commands.server.ts';
import { listNotices, readNoticeChoice } from '#lib/features/notices/queries.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const tab = url.searchParams.get('tab') === 'all' ? 'all' : 'open';
		const place = url.searchParams.get('below') ?? '';
		const below = /^[1-9]\d{0,14}$/.test(place) ? Number(place) : undefined;
		return {
			tab,
			today: ctx.today,
			done: url.searchParams.get('done'),
			choice: await readNoticeChoice(ctx, undefined),
			...(await listNotices(ctx, { tab, below })),
		} as const;
	});

export const actions = {
	open: async (event) => {
		const { id } = await readFields(event, ['id']);
		const answer = await acting(event.locals, (ctx) => openNotice(ctx, { id }));
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, {}));
		return redirect(303, answer.value);
	},
	read: async (event) => {
		const { id, upTo } = await readFields(event, ['id', 'upTo']);
		const { refused } = await acting(event.locals, (ctx) => markNoticesRead(ctx, id ? { id } : { upTo }));
		if (refused) return fail(refused.status, sentBack(refused, {}));
		return redirect(303, '/notices');
	},
	choose: async (event) => {
		const { byMail, locale, ...lists } = await readFields(event, ['byMail', 'locale'], ['kind', 'heard']);
		const muted = lists.kind.filter((kind) => !lists.heard.includes(kind));
		const { refused } = await acting(event.locals, (ctx) =>
			chooseNotices(ctx, { byMail: byMail !== '', locale, muted }),
		);
		if (refused) return fail(refused.status, sentBack(refused, {}, 'choose'));
		return redirect(303, '/notices?done=choice#choice');
	},
	email: async (event) => {
		const { email } = await readFields(event, ['email']);
		const { refused } = await acting(event.locals, (ctx) => changeOwnEmail(ctx, { email }));
		if (refused) return fail(refused.status, sentBack(refused, { email }, 'email'));
		return redirect(303, '/notices?done=email#choice');
	},
} satisfies Actions;
