import { error, redirect, type Handle } from '@sveltejs/kit';
import { judge } from '../../access/gate.ts';
import type { Text } from '../../i18n/text.ts';
import { denied } from '../../platform/errors.ts';
import { asPageError } from '../../platform/forms.server.ts';

const SIGN_IN_FIRST: Text = { ar: 'سجّلوا الدخول أولًا.', en: 'Sign in first.' };
const NO_SUCH_METHOD: Text = {
	ar: 'لا يُستعمل هذا العنوان بهذه الطريقة.',
	en: 'This address cannot be used that way.',
};

/** Forms sent by script expect Kit's shape of an error; everybody else gets the error page. */
function refuse(request: Request, status: 401 | 403 | 405, body: App.Error): Response {
	const wantsJson = request.method === 'POST' && request.headers.get('accept') === 'application/json';
	if (wantsJson) return Response.json({ type: 'error', error: body }, { status });
	error(status, body);
}

/** Lets a request through to its route only when the policy table says so. */
export const authorise: Handle = ({ event, resolve }) => {
	const { locals, request, route, url } = event;
	const { ctx, requestId, site } = locals;
	const question = {
		routeId: route.id,
		method: request.method,
		search: url.searchParams,
		viewer: ctx?.viewer,
	};
	const verdict = judge(question);
	if (verdict === 'pass') return resolve(event);
	if (verdict === 'sign-in') redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
	const { accountId } = ctx?.viewer ?? {};
	site.log.warn({
		event: 'refused',
		why: verdict,
		route: route.id,
		method: request.method,
		accountId,
		requestId,
	});
	if (verdict === 'stranger') return refuse(request, 401, asPageError(SIGN_IN_FIRST, requestId));
	if (verdict === 'method') return refuse(request, 405, asPageError(NO_SUCH_METHOD, requestId));
	return refuse(request, 403, asPageError(denied().text, requestId));
};
