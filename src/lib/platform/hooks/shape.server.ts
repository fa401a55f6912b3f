import { error, type Handle } from '@sveltejs/kit';
import type { Text } from '../../i18n/text.ts';
import { policy } from '../../access/policy.ts';
import { busy } from '../errors.ts';
import { FILE_LIMIT } from '../files.server.ts';
import { asPageError } from '../forms.server.ts';
import { isSanePath } from '../path.ts';

const BODY_LIMIT = 64 * 1024;
const MOST_UPLOADS = 2;
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

const BAD_PATH: Text = { ar: 'العنوان غير صالح.', en: 'This address is not valid.' };
const ELSEWHERE: Text = {
	ar: 'لم يأتِ الطلب من صفحات هذا الموقع، فلم يُنفَّذ.',
	en: 'The request did not come from this site’s own pages, so nothing was done.',
};
const TOO_LARGE: Text = { ar: 'ما أُرسل أكبر من المسموح (64 كيلوبايت).', en: 'What was sent exceeds 64 KiB.' };
const UPLOAD_TOO_LARGE: Text = {
	ar: 'الملف أكبر من المسموح (10 ميغابايت). عودوا إلى الصفحة السابقة وأرسلوا ملفًا أصغر.',
	en: 'The file exceeds 10 MiB. Go back to the page before and send a smaller one.',
};
const NO_LENGTH: Text = {
	ar: 'لم يذكر الطلب حجمه، فلم يُقبل.',
	en: 'The request did not state its length, so it was refused.',
};
const NOT_JSON: Text = {
	ar: 'لا تُقبل هنا إلا بيانات الصفحة نفسها.',
	en: 'Only the data of the page itself is accepted here.',
};
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

/** The whole body: what the file itself may have, and the fields beside it. */
const UPLOAD_LIMIT = FILE_LIMIT + 1024 * 1024;

const isUpload = (headers: Headers) => Number(headers.get('content-length')) > BODY_LIMIT;
const takesFiles = (routeId: string | null) => routeId !== null && policy[routeId]?.takesFiles === true;

/**
 * Bodies above 64 KiB are 413 unless the route takes files (11 MiB), those of undeclared length 411, anything but a
 * form (or JSON where the route says so) 415. What is longer than it declared, the server itself cuts off.
 */
export const body: Handle = ({ event, resolve }) => {
	const { request, locals, route } = event;
	if (SAFE.includes(request.method)) return resolve(event);
	const { headers } = request;
	const length = headers.get('content-length');
	if (length === null && headers.get('transfer-encoding') !== null) {
		error(411, asPageError(NO_LENGTH, locals.requestId));
	}
	const upload = takesFiles(route.id);
	if (Number(length ?? 0) > (upload ? UPLOAD_LIMIT : BODY_LIMIT)) {
		error(413, asPageError(upload ? UPLOAD_TOO_LARGE : TOO_LARGE, locals.requestId));
	}
	const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
	const takesJson = route.id !== null && policy[route.id]?.takesJson === true;
	if (takesJson && type !== 'application/json') error(415, asPageError(NOT_JSON, locals.requestId));
	if (!takesJson && !FORM_TYPES.includes(type)) error(415, asPageError(NOT_A_FORM, locals.requestId));
	return resolve(event);
};

/** At most two large bodies are held at a time; a third is asked to try again (503). Stands after the gate. */
export const uploads: Handle = async ({ event, resolve }) => {
	const { request, locals } = event;
	if (SAFE.includes(request.method) || !isUpload(request.headers)) return resolve(event);
	const { uploading } = locals.site;
	if (uploading.count >= MOST_UPLOADS) error(503, asPageError(busy().text, locals.requestId));
	uploading.count += 1;
	try {
		return await resolve(event);
	} finally {
		uploading.count -= 1;
	}
};
