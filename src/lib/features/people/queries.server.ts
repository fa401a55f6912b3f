import { sql, type Kysely } from 'kysely';
import type { Schema, SignIn } from '#db/schema.ts';
import { defineQuery } from '../../access/procedures.server.ts';
import { scopeOf, type Scope } from '../../access/grants.ts';
import { listSessions } from '../../auth/sessions.server.ts';
import { matchKey } from '../../i18n/fold.ts';
import type { Text } from '../../i18n/text.ts';
import type { AccountRole } from '../../platform/context.ts';
import { missing } from '../../platform/errors.ts';
import { PAGE_SIZE, type PeopleFilter, type PersonState } from './model.ts';

/** One line of the list of people. */
export interface PersonRow {
	readonly id: number;
	readonly login: string;
	/** Where mails go. */
	readonly email: string | null;
	readonly name: Text;
	readonly role: AccountRole;
	readonly society: Text | null;
	readonly societyId: number | null;
	readonly state: PersonState;
	readonly hasFactor: boolean;
	/** When the pending one-time code ends, ISO; null without one. */
	readonly codeUntil: string | null;
	readonly lastIn: string | null;
	readonly isDemo: boolean;
}

const STATE = sql<PersonState>`case
	when account.disabled_at is not null then 'disabled'
	when account.password_hash is null and account.is_demo = 0 then 'invited'
	else 'active' end`;

/** Letters that people write in more than one way, as `matchKey` folds them; names of people carry no marks. */
const FOLDS = ['أا', 'إا', 'آا', 'ٱا', 'ؤو', 'ئي', 'ىي', 'ةه', 'کك'];
const NAMES = sql<string>`account.login || ' ' || account.name_ar || ' ' || account.name_en || ' ' ||
	coalesce(society.name_ar || ' ' || society.name_en, '')`;
const FOLDED = FOLDS.reduce(
	(text, [from, to]) => sql<string>`replace(${text}, ${from}, ${to})`,
	sql<string>`lower(${NAMES})`,
);

function people(db: Kysely<Schema>, scope: Scope, now: Date) {
	return db
		.selectFrom('account')
		.leftJoin('society', 'society.id', 'account.society_id')
		.$if(scope.reach === 'own', (query) =>
			query.where('account.society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
		)
		.select([
			'account.id',
			'account.login',
			'account.name_ar',
			'account.name_en',
			'account.role',
			'account.society_id',
			'account.is_demo',
			'account.email',
			'society.name_ar as society_ar',
			'society.name_en as society_en',
		])
		.select(STATE.as('state'))
		.select((eb) => [
			eb.exists(eb.selectFrom('totp').select('totp.account_id').whereRef('totp.account_id', '=', 'account.id')).as('has_factor'),
			eb.selectFrom('sign_in').select((s) => s.fn.max('sign_in.at').as('at')).whereRef('sign_in.account_id', '=', 'account.id').where('sign_in.outcome', '=', 'in').as('last_in'),
			eb.selectFrom('setup_token').select((s) => s.fn.max('setup_token.expires_at').as('until')).whereRef('setup_token.account_id', '=', 'account.id').where('setup_token.used_at', 'is', null).where('setup_token.expires_at', '>', now.getTime()).as('code_until'),
		]); // prettier-ignore
}

type Found = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number];

function viewOf(row: Found): PersonRow {
	return {
		id: row.id,
		login: row.login,
		name: { ar: row.name_ar, en: row.name_en },
		email: row.email,
		role: row.role,
		society: row.society_ar === null ? null : { ar: row.society_ar, en: row.society_en ?? row.society_ar },
		societyId: row.society_id,
		state: row.state,
		hasFactor: Number(row.has_factor) === 1,
		codeUntil: row.code_until === null ? null : new Date(Number(row.code_until)).toISOString(),
		lastIn: row.last_in,
		isDemo: row.is_demo === 1,
	};
}

/** People by login, a page at a time, within the viewer's reach. Names are matched as they are spelled or folded. */
export const listPeople = defineQuery({
	action: 'account.read',
	probe: () => ({ q: '', role: null, state: null, page: 1 }),
	async run({ db, now }, scope, { q, role, state, page }: PeopleFilter) {
		const like = `%${matchKey(q).replace(/[%_\\]/g, '\\$&')}%`;
		const wanted = people(db, scope, now)
			.$if(role !== null, (query) => query.where('account.role', '=', role))
			.$if(state !== null, (query) => query.where(STATE, '=', state))
			.$if(q !== '', (query) => query.where(sql<boolean>`${FOLDED} like ${like} escape '\\'`));
		const { n } = await db
			.selectFrom(wanted.as('wanted'))
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		const rows = await wanted
			.orderBy('account.login')
			.limit(PAGE_SIZE)
			.offset((page - 1) * PAGE_SIZE)
			.execute();
		return { rows: rows.map(viewOf), total: n };
	},
});

/** One line of an account's history of sign-ins. */
export interface SignInRow {
	readonly at: string;
	readonly outcome: SignIn['outcome'];
	readonly level: SignIn['auth_level'];
	readonly addressPrefix: string | null;
	readonly agent: string | null;
}

const HISTORY = 20;

/** The newest sign-ins of an account, refused ones too. */
async function signInsOf(db: Kysely<Schema>, id: number): Promise<SignInRow[]> {
	return db
		.selectFrom('sign_in')
		.select(['at', 'outcome', 'auth_level as level', 'address_prefix as addressPrefix', 'agent'])
		.where('account_id', '=', id)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(HISTORY)
		.execute();
}

/** What is known of an account's second factor. */
async function factorOf(db: Kysely<Schema>, id: number) {
	const totp = await db
		.selectFrom('totp')
		.select('confirmed_at')
		.where('account_id', '=', id)
		.executeTakeFirst();
	const { left } = await db
		.selectFrom('recovery_code')
		.select((eb) => eb.fn.countAll<number>().as('left'))
		.where('account_id', '=', id)
		.where('used_at', 'is', null)
		.executeTakeFirstOrThrow();
	return { since: totp?.confirmed_at ?? null, codesLeft: left };
}

/** One account with all that an administrator may know of it; another society's is a 404. */
export const readPerson = defineQuery({
	action: 'account.read',
	probe: ({ accountId }) => accountId,
	async run({ db, now }, scope, id: number) {
		const row = await people(db, scope, now).where('account.id', '=', id).executeTakeFirst();
		if (!row) throw missing();
		const sessions = await listSessions(db, id);
		return {
			person: viewOf(row),
			factor: await factorOf(db, id),
			openSessions: sessions.filter(({ expiresAt }) => expiresAt > now.toISOString()).length,
			signIns: await signInsOf(db, id),
		};
	},
});

/** The account behind a login, for the command line. */
export const findAccount = defineQuery({
	action: 'account.read',
	probe: () => 'canary-beta',
	async run({ db }, scope, login: string) {
		const row = await db
			.selectFrom('account')
			.select('id')
			.where('login', '=', login.trim().toLowerCase())
			.$if(scope.reach === 'own', (query) =>
				query.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.executeTakeFirst();
		if (!row) throw missing();
		return row;
	},
});

/** The viewer's own account: login, society, live sessions, second factor, and the newest sign-ins. */
export const readOwnAccount = defineQuery({
	action: 'own.account',
	probe: () => undefined,
	async run({ db, viewer }, _scope, _args: undefined) {
		const id = viewer.accountId ?? -1;
		const account = await db
			.selectFrom('account')
			.leftJoin('society', 'society.id', 'account.society_id')
			.select(['account.login', 'account.is_demo', 'society.name_ar', 'society.name_en'])
			.where('account.id', '=', id)
			.executeTakeFirst();
		const society = account?.name_ar && account.name_en ? { ar: account.name_ar, en: account.name_en } : null;
		return {
			login: account?.login ?? '',
			isDemo: account?.is_demo === 1,
			society,
			sessions: await listSessions(db, id),
			factor: await factorOf(db, id),
			signIns: await signInsOf(db, id),
			mayManage: scopeOf(viewer, 'account.write') !== undefined,
		};
	},
});
