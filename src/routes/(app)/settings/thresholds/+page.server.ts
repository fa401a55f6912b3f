import { fail, redirect } from '@sveltejs/kit';
import { previewThreshold } from '#lib/features/settings/impact.server.ts';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { chooseSubject } from '#lib/features/settings/subjects.server.ts';
import {
	readThresholdSettings,
	setThreshold,
	THRESHOLD_FIELDS,
} from '#lib/features/settings/thresholds.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, parent }) =>
	reading(locals, async (ctx) => {
		const asked = (name: string) => url.searchParams.get(name) ?? '';
		const { mayWrite } = await parent();
		const ask = { level: asked('level'), subject: asked('subject'), q: asked('q') };
		const choice = mayWrite ? await chooseSubject(ctx, ask) : null;
		return { ...(await readThresholdSettings(ctx, undefined)), choice, kpi: asked('kpi') };
	});

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, THRESHOLD_FIELDS, previewThreshold);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, THRESHOLD_FIELDS, previewThreshold, setThreshold);
		return step ? fail(step.status, { step }) : redirect(303, '/settings/thresholds?saved');
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, '/settings/thresholds?saved');
	},
} satisfies Actions;
