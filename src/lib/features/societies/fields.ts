import { z } from 'zod';
import { cleanText, westernDigits } from '#lib/i18n/fold.ts';
import { said } from '#lib/platform/errors.ts';

// What may come in from the officers' forms. Everything is typed text; an empty field is null.

const LONGEST = { line: 200, text: 1000 } as const;

const TOO_LONG = said({
	ar: 'النص أطول من المسموح؛ اختصروه.',
	en: 'The text is too long; shorten it.',
});
const NEEDED = said({ ar: 'املؤوا هذا الحقل.', en: 'Fill in this field.' });
const CHOOSE = said({ ar: 'اختاروا من القائمة.', en: 'Choose from the list.' });
const NO_DATE = said({
	ar: 'اكتبوا التاريخ على صورة السنة-الشهر-اليوم.',
	en: 'Write the date as year-month-day.',
});
const NO_MAIL = said({ ar: 'هذا ليس عنوان بريد صحيحًا.', en: 'This is not an e-mail address.' });
const NO_PHONE = said({
	ar: 'اكتبوا رقم هاتف بالأرقام، وقد يبدأ بعلامة زائد.',
	en: 'Write a phone number in digits; it may begin with a plus sign.',
});

const orNull = (text: string) => text || null;
const isDay = (text: string) => {
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
};

/** One line that may be left empty. */
export const line = z
	.string()
	.max(LONGEST.line, TOO_LONG)
	.transform((text) => orNull(cleanText(text)));

/** One line that must say something. */
export const name = z
	.string()
	.max(LONGEST.line, TOO_LONG)
	.transform(cleanText)
	.refine((text) => text !== '', NEEDED);

/** A sentence or two that may be left empty. */
export const text = z
	.string()
	.max(LONGEST.text, TOO_LONG)
	.transform((typed) => orNull(cleanText(typed)));

/** The words of a decision: its number, date and subject. */
export const decision = z
	.string()
	.max(LONGEST.text, TOO_LONG)
	.transform(cleanText)
	.refine((typed) => typed !== '', NEEDED);

/** A day that must be given; ISO. */
export const day = z
	.string()
	.max(40, NO_DATE)
	.transform((typed) => westernDigits(cleanText(typed)))
	.refine((typed) => typed !== '', { error: NEEDED, abort: true })
	.refine(isDay, NO_DATE);

/** A day that may be left empty. */
export const dayOrNone = z
	.string()
	.max(40, NO_DATE)
	.transform((typed) => westernDigits(cleanText(typed)))
	.refine((typed) => typed === '' || isDay(typed), NO_DATE)
	.transform(orNull);

/** The id of a row chosen in a list. */
export const choice = z
	.string()
	.regex(/^[1-9]\d{0,14}$/, CHOOSE)
	.transform(Number);

/** The id of a row chosen in a list, or nothing. */
export const choiceOrNone = z
	.string()
	.regex(/^([1-9]\d{0,14})?$/, CHOOSE)
	.transform((typed) => (typed ? Number(typed) : null));

const isOneOf = <Word extends string>(words: readonly Word[], typed: string): typed is Word =>
	words.some((word) => word === typed);

/** One of these words. */
export const oneOf = <const Word extends string>(words: readonly Word[]) =>
	z
		.string()
		.refine((typed) => isOneOf(words, typed), CHOOSE)
		.transform((typed) => typed as Word);

/** One of these words, or nothing. */
export const oneOfOrNone = <const Word extends string>(words: readonly Word[]) =>
	z
		.string()
		.refine((typed) => typed === '' || isOneOf(words, typed), CHOOSE)
		.transform((typed) => (typed === '' ? null : (typed as Word)));

/** A ticked box sends `on`. */
export const tick = z
	.string()
	.max(10)
	.transform((typed) => typed === 'on');

/** An e-mail address, or nothing. */
export const mail = z
	.string()
	.max(LONGEST.line, TOO_LONG)
	.transform((typed) => cleanText(typed).toLowerCase())
	.refine((typed) => typed === '' || z.email().safeParse(typed).success, NO_MAIL)
	.transform(orNull);

/** A phone number, or nothing. */
export const phone = z
	.string()
	.max(40, NO_PHONE)
	.transform((typed) => westernDigits(cleanText(typed)))
	.refine((typed) => typed === '' || /^\+?[\d ()-]{4,30}$/.test(typed), NO_PHONE)
	.transform(orNull);

/** Which society, and the version of it that the person saw: a newer one means somebody else was faster. */
export const seen = { id: z.number().int().positive(), version: choice };

/** Exactly the fields of a form; an unknown one is refused. */
export const form = z.strictObject;
