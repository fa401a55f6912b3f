import { readRegisterLists, readSocietyForm } from '#lib/features/societies/edit.server.ts';
import { PROFILE_FIELDS, RENAME_FIELDS, RENUMBER_FIELDS } from '#lib/features/societies/forms.ts';
import { renameSociety, renumberSociety } from '#lib/features/societies/names.server.ts';
import { editSociety } from '#lib/features/societies/write.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { saving } from '../saving.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => ({
		society: await readSocietyForm(ctx, { id: Number(params.id) }),
		lists: await readRegisterLists(ctx, undefined),
		today: ctx.today,
		done: url.searchParams.get('done'),
	}));

export const actions = {
	profile: saving('edit', 'profile', [...PROFILE_FIELDS, 'version'], editSociety),
	rename: saving('edit', 'rename', [...RENAME_FIELDS, 'version'], renameSociety),
	renumber: saving('edit', 'renumber', [...RENUMBER_FIELDS, 'version'], renumberSociety),
} satisfies Actions;
