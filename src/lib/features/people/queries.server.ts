import { defineQuery } from '../../access/procedures.server.ts';
import { listSessions } from '../../auth/sessions.server.ts';

/** Every account, by login, 500 at most; no hashes. */
export const listAccounts = defineQuery({
	action: 'account.write',
	probe: () => undefined,
	async run({ db }, scope, _args: undefined) {
		const rows = await db
			.selectFrom('account')
			.select(['login', 'role', 'society_id', 'name_ar', 'name_en', 'disabled_at', 'is_demo'])
			.select((eb) => eb('password_hash', 'is not', null).as('has_password'))
			.$if(scope.reach === 'own', (query) => query.where('id', '<', 0))
			.orderBy('login')
			.limit(500)
			.execute();
		return rows.map((row) => ({
			login: row.login,
			role: row.role,
			societyId: row.society_id,
			name: { ar: row.name_ar, en: row.name_en },
			disabledAt: row.disabled_at,
			isDemo: row.is_demo === 1,
			hasPassword: Number(row.has_password) === 1,
		}));
	},
});

/** The viewer's own account: login, society, and its live sessions, newest first. */
export const readOwnAccount = defineQuery({
	action: 'own.account',
	probe: () => undefined,
	async run({ db, viewer }, _scope, _args: undefined) {
		const id = viewer.accountId ?? -1;
		const account = await db
			.selectFrom('account')
			.leftJoin('society', 'society.id', 'account.society_id')
			.select(['account.login', 'society.name_ar', 'society.name_en'])
			.where('account.id', '=', id)
			.executeTakeFirst();
		const society = account?.name_ar && account.name_en ? { ar: account.name_ar, en: account.name_en } : null;
		return { login: account?.login ?? '', society, sessions: await listSessions(db, id) };
	},
});
