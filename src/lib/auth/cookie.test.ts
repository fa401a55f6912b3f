import { expect, it } from 'vitest';
import { sessionCookie } from './cookie.ts';

const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 Version/18.0 Safari/605.1';
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0 Safari/537.36';

it('the session cookie is __Host-, Secure, HttpOnly and Lax; only Safari in the demo gets a plain one', () => {
	for (const [secure, agent] of [[true, SAFARI], [true, CHROME], [false, CHROME], [false, null]] as const) {
		expect(sessionCookie(secure, agent)).toEqual({
			name: '__Host-sid',
			options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
		});
	} // prettier-ignore
	expect(sessionCookie(false, SAFARI)).toMatchObject({
		name: 'sid',
		options: { secure: false, httpOnly: true },
	});
});
