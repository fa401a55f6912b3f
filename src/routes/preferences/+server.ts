import { redirect } from '@sveltejs/kit';
import { readFields } from '#lib/platform/forms.server.ts';
import { localTarget } from '#lib/platform/path.ts';
import { CHOICES } from '#lib/platform/preferences.ts';
import type { RequestHandler } from './$types';

const YEAR = 31_536_000;

/** Keeps what a person chose in cookies and leads back. Readable by scripts: the page's words follow `locale`. */
export const POST: RequestHandler = async (event) => {
	const { back, ...chosen } = await readFields(event, [
		'locale',
		'theme',
		'digits',
		'density',
		'compare',
		'keys',
		'back',
	]);
	for (const [name, allowed] of Object.entries(CHOICES)) {
		const value = allowed.find((choice) => choice === chosen[name as keyof typeof CHOICES]);
		if (!value) continue;
		const secure = event.locals.site.env.secure;
		event.cookies.set(name, value, { path: '/', maxAge: YEAR, httpOnly: false, sameSite: 'lax', secure });
	}
	redirect(303, localTarget(back, '/'));
};
