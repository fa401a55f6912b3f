import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readProgram } from '#lib/features/programs/queries.server.ts';
import { readProgramMonths, readResults } from '#lib/features/reports/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const id = Number(params.id);
		const program = await readProgram(ctx, { id, filter });
		const to =
			ctx.today.slice(0, 7) > anchor && filter.preset !== 'custom' ? ctx.today.slice(0, 7) : filter.to;
		return {
			filter,
			anchor,
			problems,
			program,
			months: await readProgramMonths(ctx, { programId: id, to }),
			results: await readResults(ctx, { programId: id, to: filter.to }),
		};
	});
