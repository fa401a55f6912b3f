import { readFilter, readFilterSubjects } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { PROGRAM_SORTS, readPrograms } from '#lib/features/programs/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { readListQuery } from '#lib/tables/query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const list = readListQuery(url.searchParams, PROGRAM_SORTS);
		const choices = await readFilterOptions(ctx, {});
		const subjects = await readFilterSubjects(ctx, filter);
		return {
			filter,
			anchor,
			problems,
			list,
			choices,
			subjects,
			...(await readPrograms(ctx, { filter, list })),
		};
	});
