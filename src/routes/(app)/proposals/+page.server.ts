import { readFilter, readFilterSubjects } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { proposalTable } from '#lib/features/proposals/columns.ts';
import { readProposals } from '#lib/features/proposals/queries.server.ts';
import { viewTable } from '#lib/features/views/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { readListQuery } from '#lib/tables/query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const list = readListQuery(url.searchParams, proposalTable);
		const choices = (await readFilterOptions(ctx, {})).filter(({ dim }) =>
			['governorate', 'category'].includes(dim),
		);
		return {
			filter,
			anchor,
			problems,
			list,
			choices,
			subjects: await readFilterSubjects(ctx, filter),
			isOwn: ctx.viewer.societyId !== null,
			view: await viewTable(ctx, proposalTable, url.searchParams),
			...(await readProposals(ctx, { filter, list })),
		};
	});
