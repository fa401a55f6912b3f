import { readSettings } from '#lib/features/settings/board.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => reading(locals, (ctx) => readSettings(ctx, undefined));
