import { z } from 'zod';
import type { WriteContext } from '../../platform/context.ts';
import { missing } from '../../platform/errors.ts';
import { defineCommand } from '../../access/procedures.server.ts';
import { endAllSessions, endSessionOf } from '../../auth/sessions.server.ts';

// One's own account belongs to one's own society, or to nobody's; see `scopeOf` for the -1.
const ownHouse = ({ viewer }: WriteContext) => Promise.resolve(viewer.societyId ?? -1);
const ministry = () => Promise.resolve(null);

function ownId({ viewer }: WriteContext): number {
	if (viewer.accountId === null) throw missing();
	return viewer.accountId;
}

/** Ends one of the viewer's own sessions, named by its public id: signing out here, or closing a far browser. */
export const signOut = defineCommand({
	action: 'own.account',
	input: z.strictObject({ publicId: z.string().max(64) }),
	probe: () => ({ publicId: 'not-mine' }),
	owner: ownHouse,
	async run(write, { publicId }) {
		const id = ownId(write);
		if (!(await endSessionOf(write.trx, id, publicId))) throw missing();
		await write.audit({ objectType: 'account', objectId: id, after: { session: 'ended' } });
	},
});

/** Ends all of the viewer's sessions, this one included. */
export const signOutEverywhere = defineCommand({
	action: 'own.account',
	input: z.strictObject({}),
	probe: () => ({}),
	owner: ownHouse,
	async run(write) {
		const id = ownId(write);
		await endAllSessions(write.trx, id);
		await write.audit({ objectType: 'account', objectId: id, after: { sessions: 'all ended' } });
	},
});

const DEMO_PEOPLE = [
	{ role: 'leadership', name_ar: 'عرض القيادة', name_en: 'Demo leadership' },
	{ role: 'officer', name_ar: 'عرض موظف المتابعة', name_en: 'Demo officer' },
	{ role: 'auditor', name_ar: 'عرض المدقق', name_en: 'Demo auditor' },
	{ role: 'admin', name_ar: 'عرض مدير النظام', name_en: 'Demo administrator' },
	{ role: 'society', name_ar: 'عرض ممثل الجمعية', name_en: 'Demo representative' },
] as const;

/**
 * Adds one account per role that only the demo on this machine opens, without a password; the representative's
 * belongs to the given society and is left out without one. A file with such accounts is never served in production.
 */
export const createDemoAccounts = defineCommand({
	action: 'account.write',
	input: z.strictObject({ societyId: z.number().int().positive().nullable() }),
	probe: ({ societyId }) => ({ societyId }),
	owner: ministry,
	async run({ trx, audit, now }, { societyId }) {
		const society = trx.selectFrom('society').select('id').where('id', '=', societyId);
		if (societyId !== null && !(await society.executeTakeFirst())) throw missing();
		const people = DEMO_PEOPLE.filter(({ role }) => role !== 'society' || societyId !== null);
		const rows = people.map((person) => ({
			...person,
			login: `demo-${person.role}`,
			society_id: person.role === 'society' ? societyId : null,
			is_demo: 1,
			created_at: now.toISOString(),
		}));
		await trx
			.insertInto('account')
			.values(rows)
			.onConflict((conflict) => conflict.column('login').doNothing())
			.execute();
		await audit({ objectType: 'account', objectId: 'demo', after: { societyId } });
	},
});
