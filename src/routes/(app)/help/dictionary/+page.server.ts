import { readDictionary } from '#lib/features/dashboard/dictionary.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => ({
		...(await readDictionary(ctx, undefined)),
		q: (url.searchParams.get('q') ?? '').slice(0, 100),
	}));
