import { fail, redirect } from '@sveltejs/kit';
import { previewRule, readRuleSettings, RULE_FIELDS, setRule } from '#lib/features/settings/rules.server.ts';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => ({
		...(await readRuleSettings(ctx, undefined)),
		code: url.searchParams.get('code') ?? '',
	}));

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, RULE_FIELDS, previewRule);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, RULE_FIELDS, previewRule, setRule);
		return step ? fail(step.status, { step }) : redirect(303, '/settings/rules?saved');
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, '/settings/rules?saved');
	},
} satisfies Actions;
