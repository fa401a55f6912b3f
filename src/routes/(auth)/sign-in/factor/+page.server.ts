import { fail, redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/access/gate.ts';
import { arrivalOf, enterWith, leaveStep, presentedStep } from '#lib/auth/arrival.server.ts';
import { finishStep, readStep } from '#lib/features/people/steps.server.ts';
import { answering, readFields } from '#lib/platform/forms.server.ts';
import { localTarget } from '#lib/platform/path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	if (locals.ctx) redirect(303, homeOf(locals.ctx.viewer.role));
	// Null once the step is over, and also right after it: the recovery codes are then on the page.
	const step = (await readStep(locals.site, presentedStep(event))) ?? null;
	return { step, to: localTarget(url.searchParams.get('to'), '') };
};

export const actions = {
	default: async (event) => {
		const { code, to } = await readFields(event, ['code', 'to']);
		const { site } = event.locals;
		const answer = await answering(() => finishStep(site, presentedStep(event), code, arrivalOf(event)));
		if (answer.refused) return fail(answer.refused.status, { text: answer.refused.text });
		const outcome = answer.value;
		if (outcome.kind === 'wrong') return fail(401, { isWrong: true });
		if (outcome.kind === 'later') {
			event.setHeaders({ 'retry-after': String(outcome.waitSeconds) });
			return fail(429, { waitSeconds: outcome.waitSeconds });
		}
		leaveStep(event);
		if (outcome.kind !== 'in') return redirect(303, '/sign-in?over');
		enterWith(event, outcome.token);
		const next = localTarget(to, homeOf(outcome.role));
		return outcome.codes ? { codes: outcome.codes, next } : redirect(303, next);
	},
} satisfies Actions;
