import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';

/** An account of a society as its page names it. */
export interface SocietyAccount {
	readonly id: number;
	readonly name: Text;
	readonly createdAt: string;
	readonly isDisabled: boolean;
}

/** The people of a society who may sign in. */
export const readSocietyAccounts = defineQuery<{ societyId: number }, SocietyAccount[]>({
	action: 'account.read',
	probe: ({ societyId }) => ({ societyId }),
	async run({ db }, scope, { societyId }) {
		const rows = await db
			.selectFrom('account')
			.select(['id', 'name_ar as ar', 'name_en as en', 'created_at as createdAt', 'disabled_at'])
			.where('society_id', '=', societyId)
			.$if(scope.reach === 'own', (query) =>
				query.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.orderBy('disabled_at')
			.orderBy('id')
			.limit(200)
			.execute();
		return rows.map(({ id, ar, en, createdAt, disabled_at }) => ({
			id,
			name: { ar, en },
			createdAt,
			isDisabled: disabled_at !== null,
		}));
	},
});
