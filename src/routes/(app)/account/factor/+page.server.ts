import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { arrivalOf, enterWith, leaveStep, presentedStep, stepWith } from '#lib/auth/arrival.server.ts';
import { needsFactor } from '#lib/auth/limits.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import {
	beginFactor,
	finishFactor,
	pendingFactor,
	removeFactor,
	renewCodes,
	type OwnCall,
} from '#lib/features/people/own.server.ts';
import { readOwnAccount } from '#lib/features/people/queries.server.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	reading(event.locals, async (ctx) => ({
		account: await readOwnAccount(ctx, undefined),
		isRequired: ctx.viewer.role !== 'operator' && needsFactor(ctx.viewer.role),
		enrolment: (await pendingFactor(event.locals.site, ctx, presentedStep(event))) ?? null,
	}));

/** Runs one step of one's own security with the proof of presence that came with the form. */
async function own<R>(event: RequestEvent, run: (call: OwnCall, code: string) => Promise<R>) {
	const fields = await readFields(event, ['code', ...CONFIRM_FIELDS]);
	const { site } = event.locals;
	return acting(event.locals, async () =>
		run({ site, ctx: await confirming(event, fields), arrival: arrivalOf(event) }, fields.code),
	);
}

export const actions = {
	begin: async (event) => {
		const answer = await own(event, beginFactor);
		if (answer.refused) return fail(answer.refused.status, { ...answer.refused, at: 'begin' });
		stepWith(event, answer.value);
		return redirect(303, '/account/factor');
	},
	finish: async (event) => {
		const answer = await own(event, (call, code) => finishFactor(call, presentedStep(event), code));
		if (answer.refused) return fail(answer.refused.status, { ...answer.refused, at: 'finish' });
		leaveStep(event);
		enterWith(event, answer.value.token);
		return { codes: answer.value.codes };
	},
	codes: async (event) => {
		const answer = await own(event, renewCodes);
		if (answer.refused) return fail(answer.refused.status, { ...answer.refused, at: 'codes' });
		return { codes: answer.value };
	},
	remove: async (event) => {
		const answer = await own(event, removeFactor);
		if (answer.refused) return fail(answer.refused.status, { ...answer.refused, at: 'remove' });
		enterWith(event, answer.value);
		return redirect(303, '/account?done=factor');
	},
} satisfies Actions;
