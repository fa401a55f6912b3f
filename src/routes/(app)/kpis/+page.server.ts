import { readMeasures } from '#lib/features/dashboard/evidence.server.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(
			ctx,
			(name) => url.searchParams.getAll(name),
			locals.prefs.compare,
		);
		const choices = await readFilterOptions(ctx, {});
		return { filter, anchor, problems, choices, ...(await readMeasures(ctx, filter)) };
	});
