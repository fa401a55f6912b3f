import { json } from '@sveltejs/kit';
import { search } from '#lib/features/search/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

/** Rows of each kind under the top bar. */
const ROWS = 5;

/** What the top bar shows while somebody types. */
export const GET: RequestHandler = ({ locals, url }) =>
	reading(locals, async (ctx) =>
		json(await search(ctx, { q: url.searchParams.get('q') ?? '', limit: ROWS })),
	);
