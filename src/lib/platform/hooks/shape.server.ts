import { error, type Handle } from '@sveltejs/kit';
import type { Text } from '../../i18n/text.ts';
import { asPageError } from '../forms.server.ts';
import { isSanePath } from '../path.ts';

const BODY_LIMIT = 64 * 1024;
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

const BAD_PATH: Text = { ar: 'العنوان غير صالح.', en: 'This address is not valid.' };
const ELSEWHERE: Text = {
	ar: 'لم يأتِ الطلب من صفحات هذا الموقع، فلم يُنفَّذ.',
	en: 'The request did not come from this site’s own pages, so nothing was done.',
};
const TOO_LARGE: Text = { ar: 'ما أُرسل أكبر من المسموح (64 كيلوبايت).', en: 'What was sent exceeds 64 KiB.' };
const NOT_A_FORM: Text = { ar: 'لا تُقبل هنا إلا النماذج.', en: 'Only forms are accepted here.' };

/** Refuses addresses this product cannot have produced, before anything else looks at them: 400. */
export const path: Handle = ({ event, resolve }) => {
	if (!isSanePath(event.url.pathname)) error(400, asPageError(BAD_PATH, event.locals.requestId));
	return resolve(event);
};

/**
 * Whether an unsafe request was sent by our own page: the exact origin and, where the browser says it, a same-origin
 * fetch. Kit asks only for form-like content types; this holds for every one, and for none.
 */
export function comesFromHere(headers: Headers, origin: string): boolean {
	const site = headers.get('sec-fetch-site');
	return headers.get('origin') === origin && (site === null || site === 'same-origin');
}

/** Cross-site request forgery: 403 unless the request comes from here. */
export const origin: Handle = ({ event, resolve }) => {
	const { request, locals } = event;
	if (!SAFE.includes(request.method) && !comesFromHere(request.headers, locals.site.env.origin)) {
		locals.site.log.warn({ event: 'refused', why: 'origin', requestId: locals.requestId });
		error(403, asPageError(ELSEWHERE, locals.requestId));
	}
	return resolve(event);
};

/** Declared bodies above 64 KiB are 413, anything but a form 415. Undeclared length is cut off by the server itself. */
export const body: Handle = ({ event, resolve }) => {
	const { request, locals } = event;
	if (SAFE.includes(request.method)) return resolve(event);
	if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) {
		error(413, asPageError(TOO_LARGE, locals.requestId));
	}
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
	if (!FORM_TYPES.includes(type)) error(415, asPageError(NOT_A_FORM, locals.requestId));
	return resolve(event);
};
