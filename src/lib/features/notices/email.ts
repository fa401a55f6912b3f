import { z } from 'zod';
import { said } from '#lib/platform/errors.ts';

/** An address mails can go to, in lower case; an empty field means none. */
export const emailAddress = z
	.string()
	.trim()
	.toLowerCase()
	.max(254, said({ ar: 'البريد أطول من اللازم.', en: 'The address is too long.' }))
	.refine(
		(text) => text === '' || z.email().safeParse(text).success,
		said({
			ar: 'ليس هذا عنوان بريد؛ راجعوا كتابته بالحروف اللاتينية.',
			en: 'That is not an address. Write it like name@example.org',
		}),
	)
	.transform((text) => (text === '' ? null : text));
