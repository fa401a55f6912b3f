import { fail, redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/access/gate.ts';
import { arrivalOf, enterWith, stepWith } from '#lib/auth/arrival.server.ts';
import { demoSignIn, listDemoDoors, signIn } from '#lib/features/people/doors.server.ts';
import { answering, readFields } from '#lib/platform/forms.server.ts';
import { localTarget } from '#lib/platform/path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.ctx) redirect(303, homeOf(locals.ctx.viewer.role));
	return {
		doors: await listDemoDoors(locals.site, locals.address),
		to: localTarget(url.searchParams.get('to'), ''),
		isReady: url.searchParams.has('ready'),
		hasLeft: url.searchParams.has('left'),
		isOver: url.searchParams.has('over'),
	};
};

export const actions = {
	signIn: async (event) => {
		const { login, password, to } = await readFields(event, ['login', 'password', 'to']);
		const missing = { login: login.trim() === '', password: password === '' };
		if (missing.login || missing.password) return fail(400, { login, missing });
		const answer = await answering(() => signIn(event.locals.site, login, password, arrivalOf(event)));
		if (answer.refused) return fail(answer.refused.status, { login, text: answer.refused.text });
		const outcome = answer.value;
		if (outcome.kind === 'refused') return fail(401, { login, refused: true });
		if (outcome.kind === 'later') {
			event.setHeaders({ 'retry-after': String(outcome.waitSeconds) });
			return fail(429, { login, waitSeconds: outcome.waitSeconds });
		}
		if (outcome.kind === 'step') {
			stepWith(event, outcome.token);
			const target = localTarget(to, '');
			return redirect(303, `/sign-in/factor${target ? `?to=${encodeURIComponent(target)}` : ''}`);
		}
		enterWith(event, outcome.token);
		return redirect(303, localTarget(to, homeOf(outcome.role)));
	},
	demo: async (event) => {
		const { role, to } = await readFields(event, ['role', 'to']);
		const answer = await answering(() => demoSignIn(event.locals.site, role, arrivalOf(event)));
		if (answer.refused) return fail(answer.refused.status, { login: '', text: answer.refused.text });
		enterWith(event, answer.value.token);
		return redirect(303, localTarget(to, homeOf(answer.value.role)));
	},
} satisfies Actions;
