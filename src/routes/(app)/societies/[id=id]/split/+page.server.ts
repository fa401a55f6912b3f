import { splitSociety } from '#lib/features/register/merge.server.ts';
import { confirm, loadHanding, preview } from '../handing.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = loadHanding;

export const actions = { preview, confirm: confirm('split', splitSociety) } satisfies Actions;
