import { readFilter, readFilterSubjects } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { programTable } from '#lib/features/programs/columns.ts';
import { readPrograms } from '#lib/features/programs/queries.server.ts';
import { viewTable } from '#lib/features/views/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { readListQuery } from '#lib/tables/query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const list = readListQuery(url.searchParams, programTable);
		const choices = await readFilterOptions(ctx, {});
		const subjects = await readFilterSubjects(ctx, filter);
		return {
			filter,
			anchor,
			problems,
			list,
			choices,
			subjects,
			view: await viewTable(ctx, programTable, url.searchParams),
			...(await readPrograms(ctx, { filter, list })),
		};
	});
