import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readPrograms } from '#lib/features/programs/queries.server.ts';
import { readReportGrid } from '#lib/features/reports/queries.server.ts';
import { readSociety } from '#lib/features/societies/queries.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const society = await readSociety(ctx, { id });
		const { filter, anchor } = await readFilter(ctx, () => []);
		const { from, to } = filter;
		const asked = openFilter({ from, to, society: id });
		const list = { q: '', matching: '', sort: null, page: 1 } as const;
		return {
			society,
			filter,
			today: ctx.today,
			programs: await readPrograms(ctx, { filter: asked, list }),
			grid: await readReportGrid(ctx, { societyId: id, to: anchor }),
		};
	});
