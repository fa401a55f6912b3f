import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { defineCommand } from '../../access/procedures.server.ts';
import { endChallengesOf } from '../../auth/challenge.server.ts';
import { endAllSessions } from '../../auth/sessions.server.ts';
import type { Text } from '../../i18n/text.ts';
import type { WriteContext } from '../../platform/context.ts';
import { conflict, invalid, missing } from '../../platform/errors.ts';
import { accountOf } from './account.server.ts';
import { accountId, changedAccount, newAccount, resetReason } from './schema.ts';
import { issueCode } from './setup.server.ts';

const REFUSED: Text = {
	ar: 'لم يُحفظ شيء. راجعوا الحقل المبيّن.',
	en: 'Nothing was saved. See the field below.',
};

/** A refusal at one field. */
function refuseAt(place: string, text: Text): never {
	throw invalid(REFUSED, [{ place, text }]);
}

/** The society an account belongs to, null for the ministry's; another society's account is a 404 like none at all. */
async function houseOf({ trx }: WriteContext, { id }: { id: number }): Promise<number | null | undefined> {
	const row = await trx.selectFrom('account').select('society_id').where('id', '=', id).executeTakeFirst();
	return row && row.society_id;
}

/** Somebody must be left who can open doors: an active administrator who can sign in, other than this one. */
async function keepAnAdmin(trx: Transaction<Schema>, id: number, place: string): Promise<void> {
	const other = await trx
		.selectFrom('account')
		.select('id')
		.where('role', '=', 'admin')
		.where('disabled_at', 'is', null)
		.where('id', '!=', id)
		.where((eb) => eb.or([eb('password_hash', 'is not', null), eb('is_demo', '=', 1)]))
		.limit(1)
		.executeTakeFirst();
	if (other) return;
	refuseAt(place, {
		ar: 'هذا آخر مدير نظام يستطيع الدخول. عيّنوا مديرًا آخر أولًا.',
		en: 'This is the last administrator who can sign in. Appoint another one first.',
	});
}

/** Ends whatever an account has open: sessions and half-done sign-ins. */
async function closeDoors(trx: Transaction<Schema>, id: number): Promise<void> {
	await endAllSessions(trx, id);
	await endChallengesOf(trx, id);
}

/** The society exists, or the field says so. */
async function mustExist(trx: Transaction<Schema>, societyId: number | null): Promise<void> {
	if (societyId === null) return;
	const found = await trx.selectFrom('society').select('id').where('id', '=', societyId).executeTakeFirst();
	if (!found) throw missing();
}

/** Makes an account without a password; `issueAccountCode` then gives the code with which its person sets one. */
export const createAccount = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: newAccount,
	probe: ({ societyId }) => ({
		login: 'probe', role: 'society' as const, societyId, nameAr: 'تجربة', nameEn: 'Probe',
	}), // prettier-ignore
	owner: (_write, { societyId }) => Promise.resolve(societyId),
	async run({ trx, now, audit }, input) {
		const { login, role, societyId } = input;
		const taken = await trx.selectFrom('account').select('id').where('login', '=', login).executeTakeFirst();
		if (taken) {
			refuseAt('login', {
				ar: `اسم الدخول ${login} مستعمل. اختاروا غيره.`,
				en: `The login ${login} is taken. Choose another.`,
			});
		}
		await mustExist(trx, societyId);
		const { id } = await trx
			.insertInto('account')
			.values({
				login,
				role,
				society_id: societyId,
				name_ar: input.nameAr,
				name_en: input.nameEn,
				email: input.email ?? null,
				created_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({ objectType: 'account', objectId: id, after: { role, societyId } });
		return { id };
	},
});

/** Changes name, role and society. A changed role ends what was open under the old one. */
export const editAccount = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: changedAccount,
	probe: ({ societyId, accountId: id }) => ({
		id, role: 'society' as const, societyId, nameAr: 'تجربة', nameEn: 'Probe',
	}), // prettier-ignore
	owner: houseOf,
	async run({ trx, audit, viewer }, { id, role, societyId, nameAr, nameEn, email }) {
		const old = await accountOf(trx, id);
		const isMoved = old.role !== role || old.society_id !== societyId;
		if (isMoved && viewer.role === 'society') throw missing();
		if (isMoved && id === viewer.accountId) {
			refuseAt('role', {
				ar: 'لا يغيّر أحد دوره بنفسه. اطلبوا ذلك من مدير نظام آخر.',
				en: 'Nobody changes their own role. Ask another administrator.',
			});
		}
		if (old.role === 'admin' && role !== 'admin') await keepAnAdmin(trx, id, 'role');
		await mustExist(trx, societyId);
		await trx
			.updateTable('account')
			.set({ role, society_id: societyId, name_ar: nameAr, name_en: nameEn })
			.$if(email !== undefined, (query) => query.set({ email: email! }))
			.$if(isMoved, (query) => query.set((eb) => ({ authz_version: eb('authz_version', '+', 1) })))
			.where('id', '=', id)
			.execute();
		if (isMoved) await closeDoors(trx, id);
		if (role !== 'officer') await trx.deleteFrom('portfolio').where('account_id', '=', id).execute();
		const isMailed = email !== undefined && old.email !== email;
		const isRenamed = old.name_ar !== nameAr || old.name_en !== nameEn;
		await audit({
			objectType: 'account',
			objectId: id,
			before: { role: old.role, societyId: old.society_id },
			after: {
				role,
				societyId,
				...(isRenamed && { name: 'changed' }),
				...(isMailed && { email: 'changed' }),
			},
		});
	},
});

/** Closes an account: no sign-in, no open session, no pending code. The rows it wrote stay. */
export const disableAccount = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: accountId,
	probe: ({ accountId: id }) => ({ id }),
	owner: houseOf,
	async run({ trx, audit, now, viewer }, { id }) {
		const old = await accountOf(trx, id);
		if (old.disabled_at) {
			throw conflict({ ar: 'هذا الحساب معطّل من قبل.', en: 'This account is disabled already.' });
		}
		if (id === viewer.accountId) {
			refuseAt('state', {
				ar: 'لا يعطّل أحد حسابه بنفسه.',
				en: 'Nobody disables their own account.',
			});
		}
		if (old.role === 'admin') await keepAnAdmin(trx, id, 'state');
		await trx
			.updateTable('account')
			.set((eb) => ({ disabled_at: now.toISOString(), authz_version: eb('authz_version', '+', 1) }))
			.where('id', '=', id)
			.execute();
		await closeDoors(trx, id);
		await trx.deleteFrom('setup_token').where('account_id', '=', id).execute();
		await audit({
			objectType: 'account',
			objectId: id,
			before: { disabled: false },
			after: { disabled: true },
		});
	},
});

/** Opens a closed account again, with the password and second factor it had. */
export const enableAccount = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: accountId,
	probe: ({ accountId: id }) => ({ id }),
	owner: houseOf,
	async run({ trx, audit }, { id }) {
		if (!(await accountOf(trx, id)).disabled_at) {
			throw conflict({ ar: 'هذا الحساب غير معطّل.', en: 'This account is not disabled.' });
		}
		await trx.updateTable('account').set({ disabled_at: null }).where('id', '=', id).execute();
		await audit({
			objectType: 'account',
			objectId: id,
			before: { disabled: true },
			after: { disabled: false },
		});
	},
});

/** Ends every session of an account; its person signs in again. */
export const endAccountSessions = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: accountId,
	probe: ({ accountId: id }) => ({ id }),
	owner: houseOf,
	async run({ trx, audit }, { id }) {
		await closeDoors(trx, id);
		await audit({ objectType: 'account', objectId: id, after: { sessions: 'all ended' } });
	},
});

/**
 * A fresh one-time code with which the person of an account sets a password: an invitation, or a reset. The newest
 * voids the older. Call it without a form key: its result would be kept.
 */
export const issueAccountCode = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: accountId,
	probe: ({ accountId: id }) => ({ id }),
	owner: houseOf,
	async run(write, { id }) {
		const account = await accountOf(write.trx, id);
		if (account.disabled_at || account.is_demo) {
			throw conflict({
				ar: 'هذا الحساب معطّل أو تجريبي، فلا يصدر له رمز.',
				en: 'This account is disabled or a demo one; it gets no code.',
			});
		}
		await write.audit({ objectType: 'account', objectId: id, after: { setupCode: 'issued' } });
		return issueCode(write, id);
	},
});

/** Takes a code back before it was used. */
export const revokeAccountCode = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: accountId,
	probe: ({ accountId: id }) => ({ id }),
	owner: houseOf,
	async run({ trx, audit }, { id }) {
		await trx.deleteFrom('setup_token').where('account_id', '=', id).execute();
		await audit({ objectType: 'account', objectId: id, after: { setupCode: 'revoked' } });
	},
});

/** Takes a lost second factor away, with a reason; its person sets up a new one at the next sign-in. */
export const resetFactor = defineCommand({
	action: 'account.write',
	isGuarded: true,
	input: resetReason,
	probe: ({ accountId: id }) => ({ id, reason: 'probe probe' }),
	owner: houseOf,
	async run({ trx, audit, viewer }, { id, reason }) {
		if (id === viewer.accountId) {
			refuseAt('reason', {
				ar: 'رمزكم أنتم يُغيَّر من صفحة حسابي.',
				en: 'Your own second step is changed on your account page.',
			});
		}
		await trx.deleteFrom('totp').where('account_id', '=', id).execute();
		await trx.deleteFrom('recovery_code').where('account_id', '=', id).execute();
		await trx
			.updateTable('account')
			.set((eb) => ({ authz_version: eb('authz_version', '+', 1) }))
			.where('id', '=', id)
			.execute();
		await closeDoors(trx, id);
		await audit({ objectType: 'account', objectId: id, after: { secondFactor: 'removed', reason } });
	},
});
