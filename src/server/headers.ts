import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const YEARS_2 = 63_072_000;

/** The one inline style of the product: that of the page shown when nothing else can be. */
function errorPageStyle(): string {
	const html = readFileSync(new URL('../error.html', import.meta.url), 'utf8');
	const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
	return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

/**
 * Headers of every response, assets and errors included. Pages replace the content security policy with Kit's own,
 * which carries a nonce. `secure` is whether people reach the site by https.
 */
export function commonHeaders(secure: boolean): Readonly<Record<string, string>> {
	const policy = [
		"default-src 'none'",
		`style-src ${errorPageStyle()}`,
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	];
	return {
		'content-security-policy': policy.join('; '),
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'same-origin',
		'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		...(secure ? { 'strict-transport-security': `max-age=${YEARS_2}; includeSubDomains` } : {}),
	};
}
