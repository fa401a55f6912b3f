import { isConfirmed } from '../../access/procedures.server.ts';
import { provePresence, type PresenceVerdict } from '../../auth/presence.server.ts';
import type { Text } from '../../i18n/text.ts';
import type { Context } from '../../platform/context.ts';
import { Expected, missing, unconfirmed } from '../../platform/errors.ts';

/** The fields of `ConfirmFields.svelte`, for `readFields(event, [...NAMES, ...CONFIRM_FIELDS])`. */
export const CONFIRM_FIELDS = ['confirmPassword', 'confirmCode'] as const;

type ConfirmFields = Readonly<Record<(typeof CONFIRM_FIELDS)[number], string>> & {
	readonly formKey?: string;
};

type PostEvent = { readonly locals: App.Locals; readonly request: Request };

type Wrong = Exclude<PresenceVerdict['kind'], 'confirmed'>;

const WRONG: Readonly<Record<Wrong, { readonly place: string; readonly text: Text }>> = {
	password: {
		place: 'confirmPassword',
		text: {
			ar: 'كلمة المرور غير صحيحة. تحققوا من لغة لوحة المفاتيح وأعيدوا الإرسال.',
			en: 'The password is not right. Check the keyboard’s language and send again.',
		},
	},
	code: {
		place: 'confirmCode',
		text: {
			ar: 'الرمز غير صحيح أو استُعمل من قبل. انتظروا الرمز التالي واكتبوه.',
			en: 'The code is not right or was used before. Wait for the next one and enter it.',
		},
	},
	later: {
		place: 'confirmPassword',
		text: {
			ar: 'محاولات كثيرة. انتظروا ربع ساعة ثم أعيدوا الإرسال.',
			en: 'Too many attempts. Wait a quarter of an hour, then send again.',
		},
	},
};

/**
 * The context to run a guarded command with. When the posted form carries the fields of `ConfirmFields`, they are
 * checked (throttled like a sign-in) and the session is confirmed for five minutes. Call it inside `acting`:
 * `acting(event.locals, async () => setThreshold(await confirming(event, fields), input))`. Throws code `confirm`
 * with a problem at the field that is wrong; a form without the fields passes on unconfirmed and is refused by the command.
 */
export async function confirming(event: PostEvent, fields: ConfirmFields): Promise<Context> {
	const { ctx: known, session, site, address } = event.locals;
	if (!known || !session || known.viewer.accountId === null) throw missing();
	const { confirmPassword: password, confirmCode: code, formKey } = fields;
	const ctx: Context = { ...known, ...(formKey && { formKey: formKey.slice(0, 64) }) };
	if (isConfirmed(ctx) || (password === '' && code === '')) return ctx;
	const verdict = await provePresence(site, {
		accountId: known.viewer.accountId,
		session: session.publicId,
		password,
		code,
		address,
		userAgent: event.request.headers.get('user-agent'),
	});
	if (verdict.kind !== 'confirmed') throw new Expected('confirm', unconfirmed().text, [WRONG[verdict.kind]]);
	return { ...ctx, confirmedAt: verdict.at };
}
