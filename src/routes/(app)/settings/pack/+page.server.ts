import { fail, redirect } from '@sveltejs/kit';
import {
	PACK_FIELDS,
	previewPack,
	readPackSettings,
	setPackValues,
} from '#lib/features/settings/packvalues.server.ts';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { reloadPack } from '#lib/platform/runtime.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, (ctx) => readPackSettings(ctx, undefined));

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, PACK_FIELDS, previewPack);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, PACK_FIELDS, previewPack, setPackValues);
		if (step) return fail(step.status, { step });
		await reloadPack(event.locals.site.runtime);
		return redirect(303, '/settings/pack?saved');
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, '/settings/pack?saved');
	},
} satisfies Actions;
