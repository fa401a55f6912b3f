import { isHttpError, isRedirect, type Handle } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { readPreferences } from '../preferences.ts';

function peer(event: Parameters<Handle>[0]['event']): string {
	try {
		return event.getClientAddress();
	} catch {
		// A proxy that should name the address did not.
		return '';
	}
}

function statusOf(thrown: unknown): number {
	return isHttpError(thrown) || isRedirect(thrown) ? thrown.status : 500;
}

/** Gives the request its id and preferences, and writes one log line when it is answered. No query values, no names. */
export const trace: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	const { locals } = event;
	locals.requestId = randomUUID();
	locals.address = peer(event);
	locals.prefs = readPreferences((name) => event.cookies.get(name));
	let status = 500;
	try {
		const response = await resolve(event);
		status = response.status;
		response.headers.set('x-request-id', locals.requestId);
		if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
		return response;
	} catch (thrown) {
		status = statusOf(thrown);
		throw thrown;
	} finally {
		const line = {
			event: 'request',
			requestId: locals.requestId,
			method: event.request.method,
			route: event.route.id,
			path: event.route.id === null ? event.url.pathname.slice(0, 200) : undefined,
			status,
			ms: Math.round(performance.now() - started),
			accountId: locals.ctx?.viewer.accountId,
		};
		locals.site.log[status >= 500 ? 'error' : 'info'](line);
	}
};
