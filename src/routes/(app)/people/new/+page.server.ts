import { fail } from '@sveltejs/kit';
import { createAccount, issueAccountCode } from '#lib/features/people/accounts.server.ts';
import { listSocietyChoices } from '#lib/features/people/choices.server.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import { accountInput } from '#lib/features/people/forms.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

const NAMES = ['login', 'nameAr', 'nameEn', 'role', 'societyId', 'email'] as const;

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({ societies: await listSocietyChoices(ctx, undefined) }));

export const actions = {
	default: async (event) => {
		const fields = await readFields(event, [...NAMES, 'formKey', ...CONFIRM_FIELDS]);
		const { login, nameAr, nameEn, role, societyId, email } = fields;
		const entered = { login, nameAr, nameEn, role, societyId, email };
		const answer = await acting(event.locals, async () => {
			const { formKey, ...ctx } = await confirming(event, fields);
			const input = { login, ...accountInput(entered, ctx.viewer) };
			const { id } = await createAccount({ ...ctx, ...(formKey && { formKey }) }, input);
			// A form sent twice makes one account; the code shown last is the one that counts.
			return { id, code: await issueAccountCode(ctx, { id }) };
		});
		if (answer.refused) return fail(answer.refused.status, { ...answer.refused, entered });
		return { made: answer.value, name: { ar: nameAr, en: nameEn } };
	},
} satisfies Actions;
