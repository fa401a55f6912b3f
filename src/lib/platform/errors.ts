import type { Text } from '../i18n/text.ts';

export type ExpectedCode = 'denied' | 'confirm' | 'missing' | 'conflict' | 'invalid' | 'busy';

const STATUS: Record<ExpectedCode, number> = {
	denied: 403,
	confirm: 403,
	missing: 404,
	conflict: 409,
	invalid: 422,
	busy: 503,
};

/** One wrong place in what was sent: where, and what to do about it. */
export interface Problem {
	readonly place: string;
	readonly text: Text;
}

/** An error a person can act on. Everything else is unexpected: it is not caught, only logged with an id. */
export class Expected extends Error {
	readonly status: number;
	readonly code: ExpectedCode;
	readonly text: Text;
	readonly problems: readonly Problem[];
	constructor(code: ExpectedCode, text: Text, problems: readonly Problem[] = []) {
		super(text.en);
		this.code = code;
		this.status = STATUS[code];
		this.text = text;
		this.problems = problems;
	}
}

/** Both languages in one string: the message of a zod rule, taken apart again by the command. */
export const said = ({ ar, en }: Text): string => `${ar}\n${en}`;

/** 403: the role may not do this at all. */
export function denied(): Expected {
	return new Expected('denied', {
		ar: 'لا يتيح لكم دوركم هذا الإجراء. راجعوا مدير النظام في الوزارة.',
		en: 'Your role does not allow this. Ask the ministry’s account administrator.',
	});
}

/** 403: the person must prove once more that it is them; what was typed stays, see `ConfirmFields`. */
export function unconfirmed(): Expected {
	return new Expected('confirm', {
		ar: 'أكّدوا هويتكم بكلمة المرور ثم أعيدوا الإرسال؛ لم يتغير شيء وما كتبتموه باقٍ.',
		en: 'Confirm who you are with your password, then send again; nothing was changed and what you typed is still here.',
	});
}

/** 404: there is no such row, or it belongs to someone else; the two look the same on purpose. */
export function missing(): Expected {
	return new Expected('missing', { ar: 'لم نجد ما تبحثون عنه.', en: 'We could not find that.' });
}

/** 409: the row changed meanwhile, or its state does not allow the step. */
export function conflict(text: Text): Expected {
	return new Expected('conflict', text);
}

/** 422: what was sent is wrong; `problems` name each place and its fix. */
export function invalid(text: Text, problems: readonly Problem[] = []): Expected {
	return new Expected('invalid', text, problems);
}

/** 503: try again shortly. */
export function busy(): Expected {
	return new Expected('busy', {
		ar: 'النظام مشغول الآن. أعيدوا المحاولة بعد لحظات؛ لم يُفقد شيء.',
		en: 'The system is busy. Try again in a moment; nothing was lost.',
	});
}
