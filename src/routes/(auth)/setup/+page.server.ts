import { fail, redirect } from '@sveltejs/kit';
import { finishSetup, readSetup } from '#lib/features/people/setup.server.ts';
import { answering, readFields } from '#lib/platform/forms.server.ts';
import type { Actions } from './$types';

const FIELDS = ['code', 'login', 'nameAr', 'nameEn', 'password', 'again'] as const;

export const actions = {
	/** Looks what a code opens, without using it up; the code travels in bodies only, never in an address. */
	code: async (event) => {
		const code = (await readFields(event, ['code'])).code.trim();
		const setup = await readSetup(event.locals.site, event.locals.requestId, code);
		return setup ? { setup, code } : fail(409, { isWorthless: true });
	},
	finish: async (event) => {
		const { code, ...entered } = await readFields(event, FIELDS);
		const { site, requestId } = event.locals;
		const setup = await readSetup(site, requestId, code);
		if (!setup) return fail(409, { isWorthless: true });
		const { refused } = await answering(() => finishSetup(site, requestId, code, entered));
		if (!refused) redirect(303, '/sign-in?ready');
		const { login, nameAr, nameEn } = entered;
		const { text, problems } = refused;
		return fail(refused.status, { setup, code, entered: { login, nameAr, nameEn }, text, problems });
	},
} satisfies Actions;
