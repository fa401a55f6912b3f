import type { Handle } from '@sveltejs/kit';
import { cookieName } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { directionOf } from '../preferences.ts';

/** Renders in the visitor's language and fills the placeholders of app.html. */
export const page: Handle = async ({ event, resolve }) => {
	const { locale, theme, digits, density } = event.locals.prefs;
	const attributes: Readonly<Record<string, string>> = {
		lang: locale,
		dir: directionOf(locale),
		theme,
		digits,
		density,
	};
	const transformPageChunk = ({ html }: { html: string }) =>
		html.replace(/%page\.(\w+)%/g, (whole, name: string) => attributes[name] ?? whole);
	// Paraglide only has to learn the language: a request of our own says just that, and the body stays untouched.
	const asking = new Request(event.url, { headers: { cookie: `${cookieName}=${locale}` } });
	const response = await paraglideMiddleware(asking, async () => resolve(event, { transformPageChunk }));
	// Kit leaves the encoding to the page's own meta element.
	if (response.headers.get('content-type') === 'text/html') {
		response.headers.set('content-type', 'text/html; charset=utf-8');
	}
	return response;
};
