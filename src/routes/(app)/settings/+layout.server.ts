import { reachOf } from '#lib/access/grants.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) =>
	reading(locals, ({ viewer, today }) => ({
		mayWrite: reachOf(viewer.role, 'settings.write') !== undefined,
		today,
	}));
