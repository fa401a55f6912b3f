import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { transact } from '../../access/procedures.server.ts';
import type { Site } from '../../auth/site.server.ts';
import { endAllSessions } from '../../auth/sessions.server.ts';
import { passwordProblem } from '../../auth/strength.ts';
import { isToken, newToken, tokenHash } from '../../auth/tokens.server.ts';
import type { Text } from '../../i18n/text.ts';
import type { Context, WriteContext } from '../../platform/context.ts';
import { conflict, invalid, type Problem } from '../../platform/errors.ts';
import { contextFor, OPERATOR } from '../../platform/runtime.server.ts';
import { wordsOf } from './problems.ts';
import { firstAdmin } from './schema.ts';

const VALID_FOR = 30 * 60_000;

/** What a one-time code opens: the first administrator's account, or the password of an existing one. */
export type Setup =
	| { readonly kind: 'first' }
	| { readonly kind: 'account'; readonly accountId: number; readonly login: string; readonly name: Text };

/** What a person enters behind a code; the first administrator also says who they are. */
export interface SetupForm {
	readonly login: string;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly password: string;
	readonly again: string;
}

/** Stores a fresh code for an account (null: the first administrator), voids the older ones, returns it once. */
export async function issueCode(
	{ trx, now }: Pick<WriteContext, 'trx' | 'now'>,
	accountId: number | null,
): Promise<string> {
	const code = newToken();
	await trx
		.deleteFrom('setup_token')
		.where((eb) => (accountId === null ? eb('account_id', 'is', null) : eb('account_id', '=', accountId)))
		.execute();
	await trx
		.insertInto('setup_token')
		.values({
			hash: tokenHash(code),
			account_id: accountId,
			expires_at: now.getTime() + VALID_FOR,
			used_at: null,
		})
		.execute();
	return code;
}

/** A code for the first administrator, valid 30 minutes; undefined as soon as there is any account. */
export async function issueFirstAdminCode(ctx: Context): Promise<string | undefined> {
	if (await hasAccounts(ctx.db)) return undefined;
	return transact(ctx, 'account.setup-code', async (write) => {
		await write.audit({ objectType: 'setup_token', objectId: 'first-admin' });
		return issueCode(write, null);
	});
}

async function hasAccounts(db: Kysely<Schema>): Promise<boolean> {
	return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

async function lookUp(db: Kysely<Schema>, code: string, now: Date): Promise<Setup | undefined> {
	if (!isToken(code)) return undefined;
	const row = await db
		.selectFrom('setup_token')
		.leftJoin('account', 'account.id', 'setup_token.account_id')
		.select([
			'setup_token.account_id',
			'account.login',
			'account.name_ar',
			'account.name_en',
			'account.disabled_at',
		])
		.where('setup_token.hash', '=', tokenHash(code))
		.where('setup_token.used_at', 'is', null)
		.where('setup_token.expires_at', '>', now.getTime())
		.executeTakeFirst();
	if (!row) return undefined;
	if (row.account_id === null) return (await hasAccounts(db)) ? undefined : { kind: 'first' };
	if (row.login === null || row.disabled_at !== null) return undefined;
	const name = { ar: row.name_ar ?? row.login, en: row.name_en ?? row.login };
	return { kind: 'account', accountId: row.account_id, login: row.login, name };
}

const operatorOf = (site: Site, requestId: string) => contextFor(site.runtime, OPERATOR, { requestId });

/** What a code opens; undefined when it is unknown, used, older than 30 minutes, or no longer of use. */
export function readSetup(site: Site, requestId: string, code: string): Promise<Setup | undefined> {
	const { db, now } = operatorOf(site, requestId);
	return lookUp(db, code, now);
}

/** What is wrong with a new password and its repetition, by field. */
export function passwordProblems(
	form: Pick<SetupForm, 'password' | 'again'>,
	own: readonly string[],
): Problem[] {
	const weak = passwordProblem(form.password, own);
	const problems: Problem[] = weak ? [{ place: 'password', text: weak }] : [];
	if (form.password !== form.again) {
		problems.push({ place: 'again', text: { ar: 'الكتابتان مختلفتان.', en: 'The two entries differ.' } });
	}
	return problems;
}

function checked(setup: Setup, form: SetupForm) {
	const parsed = firstAdmin.safeParse(form);
	const wrong = setup.kind === 'first' && !parsed.success ? parsed.error.issues : [];
	const problems = wrong.map(({ path: [field] }): Problem => {
		const place = String(field);
		return { place, text: wordsOf(place) ?? { ar: 'راجعوا هذا الحقل.', en: 'Check this field.' } };
	});
	const own =
		setup.kind === 'first'
			? [form.login, form.nameAr, form.nameEn]
			: [setup.login, setup.name.ar, setup.name.en];
	problems.push(...passwordProblems(form, own));
	if (problems.length) {
		throw invalid(
			{ ar: 'في المدخلات ما يحتاج إلى تصحيح.', en: 'Some of what was entered needs correcting.' },
			problems,
		);
	}
	return parsed.data;
}

const worthless = () =>
	conflict({
		ar: 'هذا الرمز غير معروف أو استُعمل أو انتهت مدته. اطلبوا رمزًا جديدًا.',
		en: 'This code is unknown, used or out of date. Ask for a new one.',
	});

/**
 * Consumes a one-time code: makes the first administrator, or sets the password of the code's account and ends its
 * sessions. Nobody is signed in by it. Throws `conflict` when the code opens nothing (any more) and `invalid` with
 * a problem per field. The audit names the operator: whoever holds the code got it from the machine.
 */
export async function finishSetup(
	site: Site,
	requestId: string,
	code: string,
	form: SetupForm,
): Promise<void> {
	const ctx = operatorOf(site, requestId);
	const setup = await lookUp(ctx.db, code, ctx.now);
	if (!setup) throw worthless();
	const person = checked(setup, form);
	const password_hash = await site.passwords.hash(form.password);
	await transact(ctx, 'account.setup', async ({ trx, audit, now }) => {
		const used = await trx
			.updateTable('setup_token')
			.set({ used_at: now.getTime() })
			.where('hash', '=', tokenHash(code))
			.where('used_at', 'is', null)
			.where('expires_at', '>', now.getTime())
			.executeTakeFirst();
		if (used.numUpdatedRows !== 1n) throw worthless();
		if (setup.kind === 'account') {
			await trx
				.updateTable('account')
				.set((eb) => ({ password_hash, authz_version: eb('authz_version', '+', 1) }))
				.where('id', '=', setup.accountId)
				.execute();
			await endAllSessions(trx, setup.accountId);
			await audit({ objectType: 'account', objectId: setup.accountId, after: { password: 'set' } });
			return;
		}
		if (!person || (await hasAccounts(trx))) throw worthless();
		const { id } = await trx
			.insertInto('account')
			.values({
				login: person.login,
				name_ar: person.nameAr,
				name_en: person.nameEn,
				role: 'admin',
				password_hash,
				created_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({ objectType: 'account', objectId: id, after: { role: 'admin', first: true } });
	});
}
