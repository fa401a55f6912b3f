import { reachOf } from '#lib/access/grants.ts';
import { readPeopleFilter } from '#lib/features/people/model.ts';
import { listPeople } from '#lib/features/people/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const filter = readPeopleFilter(url.searchParams);
		const isWide = reachOf(ctx.viewer.role, 'account.read') === 'all';
		return { filter, isWide, ...(await listPeople(ctx, filter)) };
	});
