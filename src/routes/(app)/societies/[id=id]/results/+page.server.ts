import { readFigureCards } from '#lib/features/dashboard/figurecards.server.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readSocietyAttainment, readSocietyOutcomes } from '#lib/features/programs/ofsociety.server.ts';
import { readPrograms } from '#lib/features/programs/queries.server.ts';
import { readFrame } from '#lib/features/register/frame.server.ts';
import { readReportGrid } from '#lib/features/reports/queries.server.ts';
import { readSocietyRecord } from '#lib/features/societies/record.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** Parameters that say which months; everything else a society's page does not know. */
const PERIOD = ['period', 'from', 'to'];

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const societyId = Number(params.id);
		const frame = await readFrame(ctx, societyId, url.searchParams);
		const read = (name: string) => (PERIOD.includes(name) ? url.searchParams.getAll(name) : []);
		const { filter, anchor, problems } = await readFilter(ctx, read);
		const { from, to, preset } = filter;
		const own = openFilter({ from, to, preset, society: societyId });
		return {
			frame,
			filter: own,
			anchor,
			problems,
			cards: await readFigureCards(ctx, own),
			programs: await readPrograms(ctx, { filter: own, list: { q: '', matching: '', sort: null, page: 1 } }),
			attained: await readSocietyAttainment(ctx, { societyId, filter }),
			outcomes: await readSocietyOutcomes(ctx, { societyId, filter }),
			grid: await readReportGrid(ctx, { societyId, to: preset === 'custom' ? to : anchor }),
			record: await readSocietyRecord(ctx, { id: societyId }),
		};
	});
