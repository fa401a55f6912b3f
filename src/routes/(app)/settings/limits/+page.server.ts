import { fail, redirect } from '@sveltejs/kit';
import { LIMIT_FIELDS, previewLimit, readLimits, setLimit } from '#lib/features/settings/limits.server.ts';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => reading(locals, (ctx) => readLimits(ctx, undefined));

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, LIMIT_FIELDS, previewLimit);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, LIMIT_FIELDS, previewLimit, setLimit);
		return step ? fail(step.status, { step }) : redirect(303, '/settings/limits?saved');
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, '/settings/limits?saved');
	},
} satisfies Actions;
