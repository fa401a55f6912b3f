import type { Text } from '../../i18n/text.ts';
import type { Problem } from '../../platform/errors.ts';

const WORDS: Readonly<Record<string, Text>> = {
	login: {
		ar: 'من 3 إلى 100 من الحروف اللاتينية والأرقام والعلامات . _ @ + -',
		en: 'Use 3 to 100 Latin letters, digits, and . _ @ + -',
	},
	nameAr: { ar: 'اكتبوا الاسم كاملًا بالعربية.', en: 'Enter the full name in Arabic.' },
	nameEn: { ar: 'اكتبوا الاسم كاملًا بالإنجليزية.', en: 'Enter the full name in English.' },
	role: { ar: 'اختاروا دورًا من القائمة.', en: 'Choose a role from the list.' },
	societyId: {
		ar: 'اختاروا الجمعية التي يمثلها صاحب الحساب.',
		en: 'Choose the society this person represents.',
	},
	reason: { ar: 'اكتبوا السبب في جملة.', en: 'Give the reason in a sentence.' },
	startsOn: { ar: 'اختاروا تاريخ البدء.', en: 'Choose the first day.' },
	category: { ar: 'اختاروا فئة أو محافظة.', en: 'Choose a category or a governorate.' },
};

/** What is wrong at a field, in words a person can act on; checks of form alone only name the field. */
export function wordsAt(problems: readonly Problem[] | undefined, place: string): Text | undefined {
	const found = problems?.find((problem) => problem.place === place);
	if (!found) return undefined;
	const isBare = found.text.ar === `راجعوا الحقل ${place}`;
	return (isBare && WORDS[place]) || found.text;
}

/** What to do about a field of an account that is wrong in form. */
export function wordsOf(place: string): Text | undefined {
	return WORDS[place];
}
