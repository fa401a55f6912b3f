import { fail, redirect } from '@sveltejs/kit';
import {
	HOLIDAY_FIELDS,
	previewHoliday,
	readHolidays,
	setHoliday,
} from '#lib/features/settings/holidays.server.ts';
import { previewing, saving } from '#lib/features/settings/steps.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const asked = (name: string) => url.searchParams.get(name) ?? '';
		const known = await readHolidays(ctx, { year: asked('year') });
		return { ...known, change: asked('change') || 'add', id: asked('id') };
	});

export const actions = {
	preview: async (event) => {
		const step = await previewing(event, HOLIDAY_FIELDS, previewHoliday);
		return fail(step.status, { step });
	},
	save: async (event) => {
		const step = await saving(event, HOLIDAY_FIELDS, previewHoliday, setHoliday);
		if (step) return fail(step.status, { step });
		const year = event.url.searchParams.get('year') ?? '';
		return redirect(303, `/settings/holidays?${new URLSearchParams({ year })}&saved`);
	},
} satisfies Actions;
