import { STEP_SECONDS } from './limits.ts';

/** How the session cookie is named and set. No expiry of its own: the server ends sessions, closing the browser forgets it. */
export interface SessionCookie {
	readonly name: string;
	readonly options: {
		readonly path: '/';
		readonly httpOnly: true;
		readonly sameSite: 'lax';
		readonly secure: boolean;
	};
}

const HOST: SessionCookie = {
	name: '__Host-sid',
	options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
};
const PLAIN: SessionCookie = { name: 'sid', options: { ...HOST.options, secure: false } };

/**
 * `__Host-sid`, always Secure. Chromium and Firefox keep it over http on loopback too; Safari does not, so there,
 * and only in the demo (`secure` false), it is a plain `sid`.
 */
export function sessionCookie(secure: boolean, userAgent: string | null): SessionCookie {
	const isSafari = /\bSafari\//.test(userAgent ?? '') && !/(Chrome|Chromium|Android)/.test(userAgent ?? '');
	return !secure && isSafari ? PLAIN : HOST;
}

/** The cookie that holds a sign-in between its two steps; gone after five minutes, and it opens no page. */
export function stepCookie(secure: boolean, userAgent: string | null) {
	const { name, options } = sessionCookie(secure, userAgent);
	return { name: name.replace('sid', 'step'), options: { ...options, maxAge: STEP_SECONDS } };
}
