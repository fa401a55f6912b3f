import { search } from '#lib/features/search/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** Rows of each kind on the page; the registers show the rest. */
const ROWS = 25;

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => ({
		found: await search(ctx, { q: url.searchParams.get('q') ?? '', limit: ROWS }),
	}));
