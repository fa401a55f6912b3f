import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { readExports } from '#lib/features/exchange/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import { CSV_LANGS } from '#lib/tables/csv.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const lang = CSV_LANGS.find((one) => one === url.searchParams.get('lang')) ?? ctx.locale;
		const choices = await readFilterOptions(ctx, {});
		return { filter, anchor, problems, lang, choices, ...(await readExports(ctx, filter)) };
	});
