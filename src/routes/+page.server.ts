import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/access/gate.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	redirect(303, locals.ctx ? homeOf(locals.ctx.viewer.role) : '/sign-in');
};
