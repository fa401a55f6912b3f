import { readEvidence } from '#lib/features/dashboard/evidence.server.ts';
import { readTrail } from '#lib/features/dashboard/evidencelinks.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const read = (name: string) => url.searchParams.get(name) ?? '';
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const trail = readTrail(read('after'));
		const after = trail.at(-1) ?? '';
		const asked = { kpi: params.kpi, filter, by: read('by'), list: read('list'), after };
		const choices = await readFilterOptions(ctx, {});
		return { filter, anchor, problems, choices, trail, evidence: await readEvidence(ctx, asked) };
	});
