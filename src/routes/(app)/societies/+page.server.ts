import { readFilter, readFilterSubjects } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { societyTable } from '#lib/features/societies/columns.ts';
import { readSocieties } from '#lib/features/societies/queries.server.ts';
import { viewTable } from '#lib/features/views/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { readListQuery } from '#lib/tables/query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const list = readListQuery(url.searchParams, societyTable);
		const choices = (await readFilterOptions(ctx, {})).filter(
			({ dim }) => dim === 'governorate' || dim === 'category',
		);
		const subjects = await readFilterSubjects(ctx, filter);
		return {
			filter,
			anchor,
			problems,
			list,
			choices,
			subjects,
			view: await viewTable(ctx, societyTable, url.searchParams),
			...(await readSocieties(ctx, { filter, list })),
		};
	});
