import { readDictionary } from '#lib/features/dashboard/dictionary.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => reading(locals, (ctx) => readDictionary(ctx, undefined));
