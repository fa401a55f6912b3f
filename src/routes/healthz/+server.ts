import { json } from '@sveltejs/kit';
import { isAlive } from '#lib/auth/site.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
	const ok = await isAlive(locals.site);
	return json({ ok }, { status: ok ? 200 : 503 });
};
