import { fail, redirect } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { readDeadlineBoard } from '#lib/features/settings/exceptions.server.ts';
import {
	chooseExcepted, EXCEPTION_FIELDS, grantException, previewException, withdrawException,
} from '#lib/features/settings/grant.server.ts'; // prettier-ignore
import { previewing, saving, withdrawing } from '#lib/features/settings/steps.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const asked = (name: string) => url.searchParams.get(name) ?? '';
		const mayWrite = reachOf(ctx.viewer.role, 'deadline.write') !== undefined;
		const ask = { level: asked('level'), subject: asked('subject'), q: asked('q') };
		return {
			...(await readDeadlineBoard(ctx, undefined)),
			choice: mayWrite ? await chooseExcepted(ctx, ask) : null,
			maySeeRules: reachOf(ctx.viewer.role, 'settings.read') !== undefined,
			isSaved: url.searchParams.has('saved'),
		};
	});

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, EXCEPTION_FIELDS, previewException);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, EXCEPTION_FIELDS, previewException, grantException);
		return step ? fail(step.status, { step }) : redirect(303, '/deadlines?saved');
	},
	withdraw: async (event) => {
		const refused = await withdrawing(event, withdrawException);
		return refused ? fail(refused.status, refused) : redirect(303, '/deadlines?saved');
	},
} satisfies Actions;
