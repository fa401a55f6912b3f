import type { RequestEvent } from '@sveltejs/kit';
import type { Locale } from '../i18n/text.ts';
import { sessionCookie, stepCookie, type SessionCookie } from './cookie.ts';

/** What is known of somebody at the door: where from, with which browser, holding which old token. */
export interface Arrival {
	readonly address: string;
	readonly userAgent: string | null;
	readonly requestId: string;
	readonly locale: Locale;
	/** The session token the browser already holds, if any; it ends when a new one begins. */
	readonly presented: string | undefined;
}

function cookieOf({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>): SessionCookie {
	return sessionCookie(locals.site.env.secure, request.headers.get('user-agent'));
}

function stepCookieOf({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>) {
	return stepCookie(locals.site.env.secure, request.headers.get('user-agent'));
}

/** The token of a sign-in's second step in a request's cookie, whatever it is worth. */
export function presentedStep(event: RequestEvent): string | undefined {
	return event.cookies.get(stepCookieOf(event).name);
}

/** Hands the browser the token of its second step. */
export function stepWith(event: RequestEvent, token: string): void {
	const cookie = stepCookieOf(event);
	event.cookies.set(cookie.name, token, cookie.options);
}

/** Takes the second step's cookie away. */
export function leaveStep(event: RequestEvent): void {
	const cookie = stepCookieOf(event);
	event.cookies.delete(cookie.name, cookie.options);
}

/** The arrival behind a request. */
export function arrivalOf(event: RequestEvent): Arrival {
	const { address, requestId, prefs } = event.locals;
	const userAgent = event.request.headers.get('user-agent');
	return { address, userAgent, requestId, locale: prefs.locale, presented: presentedToken(event) };
}

/** The session token in a request's cookie, whatever it is worth. */
export function presentedToken(event: RequestEvent): string | undefined {
	return event.cookies.get(cookieOf(event).name);
}

/** Hands the browser its new token, in place of any other. */
export function enterWith(event: RequestEvent, token: string): void {
	const cookie = cookieOf(event);
	event.cookies.set(cookie.name, token, cookie.options);
}

/** Takes the session cookie away. */
export function leave(event: RequestEvent): void {
	const cookie = cookieOf(event);
	event.cookies.delete(cookie.name, cookie.options);
}
