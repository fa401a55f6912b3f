import { isConfirmed, transact } from '../../access/procedures.server.ts';
import type { AuthLevel } from '../../auth/adapter.server.ts';
import type { Arrival } from '../../auth/arrival.server.ts';
import {
	createChallenge,
	endChallenge,
	endChallengesOf,
	readChallenge,
	reserveTry,
} from '../../auth/challenge.server.ts';
import { hasFactor } from '../../auth/factor.server.ts';
import { needsFactor } from '../../auth/limits.ts';
import { makeRecoveryCodes, storeRecoveryCodes } from '../../auth/recovery.server.ts';
import { createSession, endAllSessions } from '../../auth/sessions.server.ts';
import type { Site } from '../../auth/site.server.ts';
import { enrolledStep } from '../../auth/totp.server.ts';
import type { AccountRole, Context, WriteContext } from '../../platform/context.ts';
import { conflict, invalid, missing, unconfirmed } from '../../platform/errors.ts';
import { passwordProblems } from './setup.server.ts';
import { enrolmentView, storeFactor, type Enrolment } from './steps.server.ts';

/** Where the person sits who changes what opens their own account. */
export interface OwnCall {
	readonly site: Site;
	readonly ctx: Context;
	readonly arrival: Arrival;
}

/** The viewer's account, once they proved to be present; a demo account has nothing to change. */
async function ownAccount({ site, ctx }: OwnCall) {
	const { accountId: id, role } = ctx.viewer;
	if (id === null || role === 'operator') throw missing();
	if (!isConfirmed(ctx)) throw unconfirmed();
	const row = await site.runtime.database.reader
		.selectFrom('account')
		.select(['login', 'name_ar', 'name_en', 'is_demo', 'authz_version'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	if (row.is_demo) {
		throw conflict({
			ar: 'حساب العرض بلا كلمة مرور ولا رمز ثانٍ.',
			en: 'A demo account has no password and no second step.',
		});
	}
	return { id, role, ...row };
}

/** Ends everything that is open under the account and begins one new session here, whose token it returns. */
async function beginAnew(
	{ trx }: WriteContext,
	account: { readonly id: number; readonly role: AccountRole },
	authLevel: AuthLevel,
	{ address, userAgent }: Arrival,
): Promise<string> {
	const { authz_version: authzVersion } = await trx
		.updateTable('account')
		.set((eb) => ({ authz_version: eb('authz_version', '+', 1) }))
		.where('id', '=', account.id)
		.returning('authz_version')
		.executeTakeFirstOrThrow();
	await endAllSessions(trx, account.id);
	await endChallengesOf(trx, account.id);
	const born = { id: account.id, role: account.role, authzVersion };
	return createSession(trx, { account: born, authLevel, address, userAgent });
}

/** Sets the viewer's own password; ends every other session and pending code. Returns the new session's token. */
export async function changePassword(
	call: OwnCall,
	form: { readonly password: string; readonly again: string },
): Promise<string> {
	const { site, ctx, arrival } = call;
	const account = await ownAccount(call);
	const problems = passwordProblems(form, [account.login, account.name_ar, account.name_en]);
	if (problems.length) {
		throw invalid({ ar: 'لم تتغير كلمة المرور.', en: 'The password was not changed.' }, problems);
	}
	const password_hash = await site.passwords.hash(form.password);
	const level = (await hasFactor(ctx.db, account.id)) ? 'totp' : 'password';
	return transact(ctx, 'own.account', async (write) => {
		const { trx, audit } = write;
		await trx.updateTable('account').set({ password_hash }).where('id', '=', account.id).execute();
		await trx.deleteFrom('setup_token').where('account_id', '=', account.id).execute();
		await audit({ objectType: 'account', objectId: account.id, after: { password: 'set' } });
		return beginAnew(write, account, level, arrival);
	});
}

/** Begins to set up a second factor, or another one in its place; returns the token of that step. */
export async function beginFactor(call: OwnCall): Promise<string> {
	const account = await ownAccount(call);
	return transact(call.ctx, 'own.account', async ({ trx, audit, auditKey }) => {
		await audit({ objectType: 'account', objectId: account.id, after: { secondFactor: 'begun' } });
		const step = { accountId: account.id, authzVersion: account.authz_version, isEnrolment: true };
		return createChallenge(trx, auditKey, step);
	});
}

/** The secret that the viewer is setting up, if they are; undefined otherwise. */
export async function pendingFactor(
	site: Site,
	ctx: Context,
	token: string | undefined,
): Promise<Enrolment | undefined> {
	const challenge = await readChallenge(site.runtime, token);
	if (!challenge?.secret || challenge.accountId !== ctx.viewer.accountId) return undefined;
	return enrolmentView(site, challenge.accountId, challenge.secret);
}

const OVER = { ar: 'انتهت مهلة هذه الخطوة. ابدؤوا من جديد.', en: 'This step took too long. Begin again.' };
const WRONG_CODE = {
	ar: 'الرمز غير صحيح. اكتبوا الرمز الظاهر الآن، وتحققوا من ساعة الهاتف.',
	en: 'The code is not right. Enter the one shown now, and check the phone’s clock.',
};

/** Finishes it with the first code. Returns the recovery codes, shown this once, and the new session's token. */
export async function finishFactor(call: OwnCall, step: string | undefined, code: string) {
	const { site, ctx, arrival } = call;
	const account = await ownAccount(call);
	const challenge = await readChallenge(site.runtime, step);
	if (!step || !challenge?.secret || challenge.accountId !== account.id) throw conflict(OVER);
	if (!(await reserveTry(site.runtime, step))) throw conflict(OVER);
	const { secret } = challenge;
	const proven = enrolledStep(secret, code);
	if (proven === undefined) throw invalid(WRONG_CODE, [{ place: 'code', text: WRONG_CODE }]);
	const codes = await makeRecoveryCodes(site.passwords);
	const token = await transact(ctx, 'own.account', async (write) => {
		if (!(await endChallenge(write.trx, step))) throw conflict(OVER);
		await storeFactor(write, account.id, { secret, step: proven, codes });
		return beginAnew(write, account, 'totp', arrival);
	});
	return { token, codes: codes.map(({ code: shown }) => shown) };
}

/** Ten new recovery codes; every older one is void. */
export async function renewCodes(call: OwnCall): Promise<string[]> {
	const { site, ctx } = call;
	const account = await ownAccount(call);
	if (!(await hasFactor(ctx.db, account.id))) throw missing();
	const codes = await makeRecoveryCodes(site.passwords);
	await transact(ctx, 'own.account', async ({ trx, audit }) => {
		await storeRecoveryCodes(trx, account.id, codes);
		await audit({ objectType: 'account', objectId: account.id, after: { recoveryCodes: 'renewed' } });
	});
	return codes.map(({ code }) => code);
}

/** Takes the second factor off, where the role leaves the choice. Returns the new session's token. */
export async function removeFactor(call: OwnCall): Promise<string> {
	const { ctx, arrival } = call;
	const account = await ownAccount(call);
	if (needsFactor(account.role)) {
		throw conflict({
			ar: 'يتطلب دوركم رمزًا ثانيًا، فلا يُزال. يمكنكم إعداد رمز آخر مكانه.',
			en: 'Your role needs a second step, so it stays. You can set up another one in its place.',
		});
	}
	return transact(ctx, 'own.account', async (write) => {
		const { trx, audit } = write;
		await trx.deleteFrom('totp').where('account_id', '=', account.id).execute();
		await trx.deleteFrom('recovery_code').where('account_id', '=', account.id).execute();
		await audit({ objectType: 'account', objectId: account.id, after: { secondFactor: 'removed' } });
		return beginAnew(write, account, 'password', arrival);
	});
}
