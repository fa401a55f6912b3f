import { readChain } from '#lib/features/audit/queries.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({ chain: await readChain(ctx, undefined) }));
