import { storeRecoveryCodes, type NewRecoveryCode } from '#lib/auth/recovery.server.ts';
import type { Site } from '#lib/auth/site.server.ts';
import { enrolmentOf, newFactorSecret, sealSecret } from '#lib/auth/totp.server.ts';
import { Secret, TOTP } from 'otpauth';

/** What a person's telephone shows for a secret typed or scanned at enrolment; `ahead` counts half minutes. */
export function codeOf(typed: string, at = Date.now(), ahead = 0): string {
	const secret = Secret.fromBase32(typed.replaceAll(' ', ''));
	return new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret }).generate({
		timestamp: at + ahead * 30_000,
	});
}

/** Gives an account a second factor without the walk through its pages; returns the key as a telephone keeps it. */
export async function equip(
	site: Site,
	accountId: number,
	codes: readonly NewRecoveryCode[],
): Promise<string> {
	const secret = newFactorSecret();
	const { writer } = site.runtime.database;
	const sealed = sealSecret(site.runtime.auditKey, accountId, secret);
	await writer
		.insertInto('totp')
		.values({ account_id: accountId, secret: sealed, confirmed_at: new Date().toISOString() })
		.execute();
	await writer.transaction().execute((trx) => storeRecoveryCodes(trx, accountId, codes));
	return enrolmentOf(secret, 'test', 'Sharaka').typed;
}
