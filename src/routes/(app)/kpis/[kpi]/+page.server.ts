import { readEvidence, tableOf } from '#lib/features/dashboard/evidence.server.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { viewTable } from '#lib/features/views/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { readPage } from '#lib/tables/query.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const read = (name: string) => url.searchParams.get(name) ?? '';
		const all = (name: string) => url.searchParams.getAll(name);
		const { filter, anchor, problems } = await readFilter(ctx, all, locals.prefs.compare);
		const { table, shows } = tableOf(params.kpi, read('list'));
		const view = await viewTable(ctx, table, url.searchParams, shows);
		const rows = { list: read('list'), sort: view.sort, page: readPage(url.searchParams) };
		const evidence = await readEvidence(ctx, { kpi: params.kpi, filter, by: read('by'), ...rows });
		const choices = await readFilterOptions(ctx, {});
		return { filter, anchor, problems, choices, view, tableId: table.id, evidence };
	});
