import { readOwnFigures, readWorkspace } from '#lib/features/workspace/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** A society's first page. `year` in the address turns its grid. */
export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const asked = Number(url.searchParams.get('year') ?? '');
		const year = Number.isInteger(asked) && asked > 0 ? asked : undefined;
		return { home: await readWorkspace(ctx, { year }), figures: await readOwnFigures(ctx, undefined) };
	});
