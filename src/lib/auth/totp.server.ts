import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { westernDigits } from '../i18n/fold.ts';
import { purposeKey } from './tokens.server.ts';

/** Every authenticator knows these values, and many know no others. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** One step before and after: clocks of telephones differ. */
const STEPS_AROUND = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const ownerOf = (accountId: number) => Buffer.from(`account:${accountId}`);
const keyOf = (auditKey: Buffer) => purposeKey(auditKey, 'totp');

/** A new secret for an authenticator: 160 random bits. */
export function newFactorSecret(): Buffer {
	return randomBytes(SECRET_BYTES);
}

/** A secret as the database may hold it: AES-256-GCM under a key outside the database, good for this account only. */
export function sealSecret(auditKey: Buffer, accountId: number, secret: Buffer): string {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv('aes-256-gcm', keyOf(auditKey), iv).setAAD(ownerOf(accountId));
	const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The secret behind `sealSecret`; throws when it was sealed with another key or for another account. */
export function openSecret(auditKey: Buffer, accountId: number, sealed: string): Buffer {
	const bytes = Buffer.from(sealed, 'base64url');
	const decipher = createDecipheriv('aes-256-gcm', keyOf(auditKey), bytes.subarray(0, IV_BYTES), {
		authTagLength: TAG_BYTES,
	})
		.setAAD(ownerOf(accountId))
		.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
	return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

function totpOf(secret: Buffer, label = '', issuer = ''): TOTP {
	const buffer = Uint8Array.from(secret).buffer;
	return new TOTP({ ...SHAPE, label, issuer, secret: new Secret({ buffer }) });
}

/** The 30-second step at which a six-digit code belongs to the secret, one step around now; undefined when it does not. */
export function stepOf(secret: Buffer, code: string, now: number): number | undefined {
	const delta = totpOf(secret).validate({ token: code, timestamp: now, window: STEPS_AROUND });
	return delta === null ? undefined : Math.floor(now / (SHAPE.period * 1000)) + delta;
}

/** The step at which what was typed proves that a new secret is on the telephone; undefined for anything else. */
export function enrolledStep(secret: Buffer, typed: string): number | undefined {
	const code = westernDigits(typed).replace(/\s/g, '');
	return /^\d{6}$/.test(code) ? stepOf(secret, code, Date.now()) : undefined;
}

/** What an authenticator scans, and what a person types into it instead. */
export function enrolmentOf(secret: Buffer, login: string, issuer: string): { uri: string; typed: string } {
	const totp = totpOf(secret, login, issuer);
	const groups = totp.secret.base32.match(/.{1,4}/g) ?? [];
	return { uri: totp.toString(), typed: groups.join(' ') };
}
