import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A secret of 256 random bits in 43 URL-safe characters: session tokens and one-time setup codes. */
export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** Whether a text has the form of `newToken()`; anything else need not be looked up. */
export function isToken(text: string): boolean {
	return /^[\w-]{43}$/.test(text);
}

/** What the database keeps of a token: SHA-256 in hexadecimal. 256 random bits need no slower hash. */
export function tokenHash(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** A key for one purpose, derived from the process's audit key, so that no two purposes share one. */
export function purposeKey(auditKey: Buffer, purpose: string): Buffer {
	return createHmac('sha256', auditKey).update(`sharaka-${purpose}:v1`).digest();
}
