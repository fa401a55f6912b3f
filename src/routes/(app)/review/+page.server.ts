import { fail, redirect } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { queueHref, readQueueQuery } from '#lib/features/review/address.ts';
import { picksOf, verifyMany } from '#lib/features/review/bulk.server.ts';
import { readQueue } from '#lib/features/review/queue.server.ts';
import { readOwnPace } from '#lib/features/review/talkread.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { q, ...ask } = readQueueQuery(url.searchParams, ctx.viewer.role);
		const queue = await readQueue(ctx, ask);
		return {
			queue,
			query: { ...ask, q, page: queue.page },
			pace: await readOwnPace(ctx, {}),
			mayVerify: reachOf(ctx.viewer.role, 'report.verify') !== undefined,
			verified: Number(/^\d{1,3}$/.exec(url.searchParams.get('verified') ?? '')?.[0] ?? 0),
			done: url.searchParams.get('done'),
		};
	});

export const actions = {
	choose: async (event) => {
		const { pick } = await readFields(event, [], ['pick']);
		return fail(200, { chosen: picksOf(pick).map(({ reportId }) => reportId) });
	},
	verify: async (event) => {
		const { pick, formKey } = await readFields(event, ['formKey'], ['pick']);
		const answer = await acting(event.locals, (ctx) => verifyMany(ctx, { reports: picksOf(pick) }), formKey);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, {}, 'bulk'));
		const { left, verified } = answer.value;
		if (left.length) return { left, verified };
		const query = readQueueQuery(event.url.searchParams, event.locals.ctx?.viewer.role ?? '');
		return redirect(303, `${queueHref('/review', query)}&verified=${verified}`);
	},
} satisfies Actions;
