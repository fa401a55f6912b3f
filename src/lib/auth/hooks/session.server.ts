import type { Handle } from '@sveltejs/kit';
import { contextFor } from '../../platform/runtime.server.ts';
import { sessionCookie } from '../cookie.ts';
import { readSession } from '../sessions.server.ts';

/** Turns the session cookie into `locals.ctx`; a cookie that opens nothing is removed. */
export const session: Handle = async ({ event, resolve }) => {
	const { cookies, locals, request } = event;
	const cookie = sessionCookie(locals.site.env.secure, request.headers.get('user-agent'));
	const token = cookies.get(cookie.name);
	if (token) {
		const found = await readSession(locals.site.runtime, token);
		if (found.refused) {
			const { requestId } = locals;
			locals.site.log.warn({ event: 'session', outcome: 'refused', why: found.refused, requestId });
			cookies.delete(cookie.name, cookie.options);
		} else {
			const { requestId, prefs } = locals;
			locals.session = found.session;
			locals.ctx = contextFor(locals.site.runtime, found.viewer, { requestId, locale: prefs.locale });
		}
	}
	return resolve(event);
};
