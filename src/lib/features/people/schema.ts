import { z } from 'zod';
import { ROLES } from '../../platform/context.ts';
import { LOGIN_PATTERN } from './model.ts';

const name = z
	.string()
	.trim()
	.min(2, 'A name has at least two letters')
	.max(120, 'A name has at most 120 letters');

/** A login as it is stored; see LOGIN_PATTERN. */
export const login = z
	.string()
	.trim()
	.toLowerCase()
	.regex(LOGIN_PATTERN, 'Use 3 to 100 Latin letters, digits, and . _ @ + -');

/** A new account; a society's representative belongs to exactly one society, nobody else to any. */
export const newAccount = z
	.strictObject({
		login,
		role: z.enum(ROLES),
		societyId: z.number().int().positive().nullable(),
		nameAr: name,
		nameEn: name,
	})
	.refine((account) => (account.role === 'society') === (account.societyId !== null), {
		path: ['societyId'],
		message: 'A society representative needs a society; other roles have none',
	});

/** Who the first administrator is. */
export const firstAdmin = z.object({ login, nameAr: name, nameEn: name });
