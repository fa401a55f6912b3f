import { fail, redirect } from '@sveltejs/kit';
import { LIST_FIELDS, previewEntry, readList, setEntry } from '#lib/features/settings/entries.server.ts';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) =>
	reading(locals, async (ctx) => ({
		...(await readList(ctx, params)),
		change: url.searchParams.get('change') ?? 'add',
		code: url.searchParams.get('code') ?? '',
	}));

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, LIST_FIELDS, previewEntry);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, LIST_FIELDS, previewEntry, setEntry);
		return step ? fail(step.status, { step }) : redirect(303, `${event.url.pathname}?saved`);
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, `${event.url.pathname}?saved`);
	},
} satisfies Actions;
