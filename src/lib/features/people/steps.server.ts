import { encode } from 'uqr';
import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Arrival } from '../../auth/arrival.server.ts';
import {
	endChallenge,
	endChallengesOf,
	readChallenge,
	reserveTry,
	type Challenge,
} from '../../auth/challenge.server.ts';
import { checkFactor, hasFactor } from '../../auth/factor.server.ts';
import { recordSignIn } from '../../auth/history.server.ts';
import { makeRecoveryCodes, storeRecoveryCodes, type NewRecoveryCode } from '../../auth/recovery.server.ts';
import { endAllSessions } from '../../auth/sessions.server.ts';
import type { Site } from '../../auth/site.server.ts';
import { enrolledStep, enrolmentOf, sealSecret } from '../../auth/totp.server.ts';
import type { AccountRole, WriteContext } from '../../platform/context.ts';
import { conflict, Expected } from '../../platform/errors.ts';
import { admit, PERSON, type Person } from './admit.server.ts';

/** What an authenticator needs: the QR code as one path over `size` squares, and the secret to type instead. */
export interface Enrolment {
	readonly path: string;
	readonly size: number;
	readonly typed: string;
}

/** The second step as its page shows it. */
export type StepView = { readonly kind: 'ask' } | { readonly kind: 'enrol'; readonly enrolment: Enrolment };

/** What became of a code: `over` asks to sign in again from the start. */
export type StepOutcome =
	| { readonly kind: 'in'; readonly token: string; readonly role: AccountRole; readonly codes?: string[] }
	| { readonly kind: 'wrong' }
	| { readonly kind: 'over' }
	| { readonly kind: 'later'; readonly waitSeconds: number };

/** The picture and the text of a secret that is being set up. */
export async function enrolmentView(site: Site, accountId: number, secret: Buffer): Promise<Enrolment> {
	const { login } = await site.runtime.database.reader
		.selectFrom('account')
		.select('login')
		.where('id', '=', accountId)
		.executeTakeFirstOrThrow();
	const { uri, typed } = enrolmentOf(secret, login, 'Sharaka');
	const { data, size } = encode(uri, { ecc: 'M', border: 4 });
	const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
	return { path: squares.join(''), size, typed };
}

/** The step a browser is at; undefined when it is over or there is none. */
export async function readStep(site: Site, token: string | undefined): Promise<StepView | undefined> {
	const challenge = await readChallenge(site.runtime, token);
	if (!challenge) return undefined;
	if (!challenge.secret) return { kind: 'ask' };
	return { kind: 'enrol', enrolment: await enrolmentView(site, challenge.accountId, challenge.secret) };
}

const alreadyUsed = () => conflict({ ar: 'استُعمل هذا الرمز من قبل.', en: 'This code was used before.' });

/** Puts a proven factor and its recovery codes in the place of any older, and ends what was begun without it. */
export async function storeFactor(
	{ trx, audit, auditKey, now }: WriteContext,
	accountId: number,
	factor: { secret: Buffer; step: number; codes: readonly NewRecoveryCode[] },
): Promise<void> {
	const row = {
		secret: sealSecret(auditKey, accountId, factor.secret),
		last_step: factor.step,
		confirmed_at: now.toISOString(),
	};
	await trx
		.insertInto('totp')
		.values({ account_id: accountId, ...row })
		.onConflict((existing) => existing.column('account_id').doUpdateSet(row))
		.execute();
	await storeRecoveryCodes(trx, accountId, factor.codes);
	await endAllSessions(trx, accountId);
	await endChallengesOf(trx, accountId);
	await audit({ objectType: 'account', objectId: accountId, after: { secondFactor: 'set' } });
}

async function personOf(site: Site, challenge: Challenge): Promise<Person | undefined> {
	return site.runtime.database.reader
		.selectFrom('account')
		.select(PERSON)
		.where('id', '=', challenge.accountId)
		.where('authz_version', '=', challenge.authzVersion)
		.executeTakeFirst();
}

async function useUp(trx: Transaction<Schema>, token: string): Promise<void> {
	if (!(await endChallenge(trx, token))) throw alreadyUsed();
}

/** Lets somebody in whose code was right, or says that the code or the step was used up by a request that was faster. */
async function enter(
	site: Site,
	person: Person,
	arrival: Arrival,
	how: Parameters<typeof admit>[3],
): Promise<StepOutcome> {
	try {
		const token = await admit(site, person, arrival, how);
		const { requestId } = arrival;
		site.log.info({ event: 'sign-in', outcome: 'in', accountId: person.id, level: how.level, requestId });
		return { kind: 'in', token, role: person.role };
	} catch (error) {
		if (error instanceof Expected && error.code === 'conflict') return refuse(site, person, arrival);
		throw error;
	}
}

async function refuse(site: Site, person: Person, arrival: Arrival): Promise<StepOutcome> {
	const { address, userAgent, requestId } = arrival;
	await recordSignIn(site.runtime, { accountId: person.id, outcome: 'wrong_factor', address, userAgent });
	site.log.warn({ event: 'sign-in', outcome: 'wrong-factor', accountId: person.id, requestId });
	return { kind: 'wrong' };
}

/**
 * Finishes a sign-in with a code: of the known factor, a recovery code, or the first code of a factor being set up,
 * which also gives the recovery codes, shown this once. Every try is booked before anything is compared.
 */
export async function finishStep(
	site: Site,
	token: string | undefined,
	code: string,
	arrival: Arrival,
): Promise<StepOutcome> {
	const challenge = await readChallenge(site.runtime, token);
	const person = challenge && (await personOf(site, challenge));
	if (!token || !person || !(await reserveTry(site.runtime, token))) return { kind: 'over' };
	if (challenge.secret) return enrol(site, person, challenge.secret, code, { token, arrival });
	const checked = await checkFactor(site, person.id, code);
	if (checked.kind === 'later') {
		const { address, userAgent } = arrival;
		await recordSignIn(site.runtime, { accountId: person.id, outcome: 'later', address, userAgent });
		return checked;
	}
	if (checked.kind === 'wrong') return refuse(site, person, arrival);
	return enter(site, person, arrival, {
		level: checked.level,
		async before({ trx }) {
			await useUp(trx, token);
			if (!(await checked.spend(trx))) throw alreadyUsed();
		},
	});
}

async function enrol(
	site: Site,
	person: Person,
	secret: Buffer,
	typed: string,
	{ token, arrival }: { token: string; arrival: Arrival },
): Promise<StepOutcome> {
	const step = enrolledStep(secret, typed);
	if (step === undefined) return { kind: 'wrong' };
	const codes = await makeRecoveryCodes(site.passwords);
	const outcome = await enter(site, person, arrival, {
		level: 'totp',
		async before(write) {
			await useUp(write.trx, token);
			// Somebody who set one up meanwhile keeps it: the password alone never replaces a second factor.
			if (await hasFactor(write.trx, person.id)) throw alreadyUsed();
			await storeFactor(write, person.id, { secret, step, codes });
		},
	});
	return outcome.kind === 'in' ? { ...outcome, codes: codes.map(({ code }) => code) } : outcome;
}
