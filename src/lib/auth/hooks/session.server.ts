import type { Handle } from '@sveltejs/kit';
import { contextFor } from '../../platform/runtime.server.ts';
import { leave, presentedToken } from '../arrival.server.ts';
import { readSession } from '../sessions.server.ts';

/** Turns the session cookie into `locals.ctx`; a cookie that opens nothing is removed. */
export const session: Handle = async ({ event, resolve }) => {
	const { locals } = event;
	const token = presentedToken(event);
	if (token) {
		const { requestId, prefs, site } = locals;
		const found = await readSession(site.runtime, token);
		if (found.refused) {
			site.log.warn({ event: 'session', outcome: 'refused', why: found.refused, requestId });
			leave(event);
		} else {
			locals.session = found.session;
			locals.ctx = contextFor(site.runtime, found.viewer, {
				requestId,
				locale: prefs.locale,
				confirmedAt: found.confirmedAt,
			});
		}
	}
	return resolve(event);
};
