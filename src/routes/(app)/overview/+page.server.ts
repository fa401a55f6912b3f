import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions, readOverview } from '#lib/features/dashboard/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** The first page: the figures of the filter in the address. */
export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, problems, anchor } = await readFilter(
			ctx,
			(name) => url.searchParams.getAll(name),
			locals.prefs.compare,
			true,
		);
		return {
			filter,
			problems,
			anchor,
			choices: await readFilterOptions(ctx, {}),
			overview: await readOverview(ctx, filter),
		};
	});
