import { fail, redirect } from '@sveltejs/kit';
import { leave } from '#lib/auth/arrival.server.ts';
import { limitsOf } from '#lib/auth/limits.ts';
import { signOut, signOutEverywhere } from '#lib/features/people/commands.server.ts';
import { readOwnAccount } from '#lib/features/people/queries.server.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const limits = limitsOf(ctx.viewer.role === 'operator' ? 'admin' : ctx.viewer.role);
		return {
			account: await readOwnAccount(ctx, undefined),
			done: url.searchParams.get('done'),
			current: locals.session?.publicId,
			limits: { idleMinutes: limits.idle / 60_000, absoluteHours: limits.absolute / 3_600_000 },
		};
	});

export const actions = {
	signOut: async (event) => {
		const { locals } = event;
		const { refused } = await acting(locals, (ctx) => signOut(ctx, { publicId: locals.session?.publicId }));
		if (refused) return fail(refused.status, { text: refused.text });
		leave(event);
		return redirect(303, '/sign-in?left');
	},
	endSession: async (event) => {
		const { publicId } = await readFields(event, ['publicId']);
		const { refused } = await acting(event.locals, (ctx) => signOut(ctx, { publicId }));
		if (refused) return fail(refused.status, { text: refused.text });
		return redirect(303, '/account');
	},
	signOutEverywhere: async (event) => {
		const { refused } = await acting(event.locals, (ctx) => signOutEverywhere(ctx, {}));
		if (refused) return fail(refused.status, { text: refused.text });
		leave(event);
		return redirect(303, '/sign-in?left');
	},
} satisfies Actions;
