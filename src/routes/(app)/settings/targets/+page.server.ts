import { fail, redirect } from '@sveltejs/kit';
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { chooseSubject } from '#lib/features/settings/subjects.server.ts';
import { previewTarget } from '#lib/features/settings/targetpreview.server.ts';
import { readTargetSettings, setTarget, TARGET_FIELDS } from '#lib/features/settings/targets.server.ts';
import { withdrawChange } from '#lib/features/settings/withdraw.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, parent }) =>
	reading(locals, async (ctx) => {
		const asked = (name: string) => url.searchParams.get(name) ?? '';
		const { mayWrite } = await parent();
		const ask = { level: asked('level'), subject: asked('subject'), q: asked('q') };
		const choice = mayWrite ? await chooseSubject(ctx, ask) : null;
		const known = await readTargetSettings(ctx, { ...ask, year: asked('year') });
		return { ...known, choice, kpi: asked('kpi') };
	});

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, TARGET_FIELDS, previewTarget);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, TARGET_FIELDS, previewTarget, setTarget);
		if (step) return fail(step.status, { step });
		const kept = new URLSearchParams([...event.url.searchParams].filter(([name]) => !name.startsWith('/')));
		return redirect(303, `/settings/targets?${kept}&saved`);
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawChange);
		return refused ? fail(refused.status, refused) : redirect(303, '/settings/targets?saved');
	},
} satisfies Actions;
