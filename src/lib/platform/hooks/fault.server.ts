import { isHttpError, type Handle } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import template from '../../../error.html?raw';
import type { Locale } from '../../i18n/text.ts';
import { directionOf, type Preferences } from '../preferences.ts';

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!);

/** Replaces one place of the template; a template without it is a mistake that a test shows. */
function filled(html: string, place: string, text: string): string {
	if (!html.includes(place)) throw new Error(`error.html has no ${place}`);
	return html.replaceAll(place, () => text);
}

function titleOf(status: number, locale: Locale): string {
	const options = { locale };
	if (status === 403) return m.common_error_title_403({}, options);
	if (status === 404) return m.common_error_title_404({}, options);
	return m.common_error_title_refused({}, options);
}

/** The page of a refusal in one person's language, direction and theme; the same file serves both languages elsewhere. */
function faultPage(
	status: number,
	{ text, message, reference }: App.Error,
	{ locale, theme }: Pick<Preferences, 'locale' | 'theme'>,
): string {
	const sentence = text?.[locale] ?? message;
	const words = [titleOf(status, locale), sentence, reference ?? ''].filter(Boolean).join('\n');
	const home = m.common_error_home({}, { locale });
	const opening = `<html lang="${locale}" dir="${directionOf(locale)}" data-theme="${theme}">`;
	const both = '<a href="/">إلى الصفحة الأولى <span lang="en" dir="ltr">To the first page</span></a>';
	let html = filled(template, '<html lang="ar" dir="rtl">', opening);
	html = filled(html, both, `<a href="/">${escaped(home)}</a>`);
	html = filled(html, '%sveltekit.status%', String(status));
	return filled(html, '%sveltekit.error.message%', escaped(words));
}

/** Who reads pages: everything but Kit's own data requests and scripts that ask for JSON. */
function readsPages(isDataRequest: boolean, accept: string | null): boolean {
	return !isDataRequest && (accept?.includes('text/html') ?? false);
}

/**
 * Refusals of the hooks after this one as a page for their reader, where the reader is a browser showing a page.
 * It decides nothing: what was refused stays refused with the same status, and everything else is thrown on.
 */
export const fault: Handle = async ({ event, resolve }) => {
	try {
		return await resolve(event);
	} catch (thrown) {
		if (!isHttpError(thrown) || !readsPages(event.isDataRequest, event.request.headers.get('accept')))
			throw thrown;
		return new Response(faultPage(thrown.status, thrown.body, event.locals.prefs), {
			status: thrown.status,
			headers: { 'content-type': 'text/html; charset=utf-8' },
		});
	}
};
