import { z } from 'zod';
import { ROLES } from '../../platform/context.ts';
import { emailAddress } from '../notices/email.ts';
import { LOGIN_PATTERN } from './model.ts';

const name = z
	.string()
	.trim()
	.min(2, 'A name has at least two letters')
	.max(120, 'A name has at most 120 letters');

/** A login as it is stored; see LOGIN_PATTERN. */
const login = z
	.string()
	.trim()
	.toLowerCase()
	.regex(LOGIN_PATTERN, 'Use 3 to 100 Latin letters, digits, and . _ @ + -');

const id = z.coerce.number().int().positive();

const who = {
	role: z.enum(ROLES),
	societyId: z.number().int().positive().nullable(),
	nameAr: name,
	nameEn: name,
	/** Where mails go; null: none; absent: as it was. */
	email: emailAddress.optional(),
};

const belongs = (account: { role: string; societyId: number | null }) =>
	(account.role === 'society') === (account.societyId !== null);
const BELONGING = {
	path: ['societyId'],
	message: 'A society representative needs a society; other roles have none',
};

/** A new account; a society's representative belongs to exactly one society, nobody else to any. */
export const newAccount = z.strictObject({ login, ...who }).refine(belongs, BELONGING);

/** What may change of an account; the login stays, it names the person in sign-ins. */
export const changedAccount = z.strictObject({ id, ...who }).refine(belongs, BELONGING);

/** One account. */
export const accountId = z.strictObject({ id });

/** Why a second factor is taken away. */
export const resetReason = z.strictObject({
	id,
	reason: z.string().trim().min(5, 'Say why, in at least five letters').max(500),
});

const startsOn = z.iso.date('Give a date');

/** One society for an officer's portfolio. */
export const portfolioOne = z.strictObject({ id, societyId: id, startsOn });

/** One society out of an officer's portfolio. */
export const portfolioRemoval = z.strictObject({ id, societyId: id });

/** Societies by category, governorate or both; without either it would be all of them. */
export const portfolioBulk = z
	.strictObject({ id, category: id.nullable(), governorate: id.nullable(), startsOn })
	.refine(({ category, governorate }) => category !== null || governorate !== null, {
		path: ['category'],
		message: 'Choose a category or a governorate',
	});

/** Who the first administrator is. */
export const firstAdmin = z.object({ login, nameAr: name, nameEn: name });
