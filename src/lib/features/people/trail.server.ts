import { defineQuery } from '../../access/procedures.server.ts';
import { missing } from '../../platform/errors.ts';
import { changesOf } from '../audit/fields.ts';
import { trailRows } from '../audit/rows.server.ts';

const SHOWN = 20;

/** What was done to an account lately, newest first; another society's account is a 404. */
export const readAccountTrail = defineQuery({
	action: 'account.read',
	probe: ({ accountId }) => accountId,
	async run({ db, pack }, scope, id: number) {
		const mine = await db
			.selectFrom('account')
			.select('id')
			.where('id', '=', id)
			.$if(scope.reach === 'own', (query) =>
				query.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.executeTakeFirst();
		if (!mine) throw missing();
		const filter = { object: 'account', id: String(id) };
		const rows = await trailRows(db, filter, pack.timeZone, { order: 'desc', limit: SHOWN });
		return rows.map((row) => ({
			seq: row.seq,
			at: row.at,
			action: row.action,
			role: row.role,
			actor: row.actorAr === null ? null : { ar: row.actorAr, en: row.actorEn ?? row.actorAr },
			changes: changesOf(row.before, row.after),
		}));
	},
});
