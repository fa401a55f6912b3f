import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { sql } from 'kysely';
import { emailAddress } from './email.ts';
import { NOTICE_KINDS } from './kinds.ts';
import { listNoticeRows } from './rows.server.ts';
import { noticeHref } from './words.ts';

const id = z.coerce.number().int().positive();

/** Notices belong to a person; what is one's own belongs to one's own society, or to nobody's. */
const owner = ({ viewer }: WriteContext) => Promise.resolve(viewer.societyId ?? -1);

function accountOf({ viewer }: WriteContext): number {
	if (viewer.accountId === null) throw missing();
	return viewer.accountId;
}

/** Marks one of the viewer's notices as read and says where its record is. */
export const openNotice = defineCommand({
	action: 'own.notices',
	isWorkingCopy: true,
	input: z.strictObject({ id }),
	probe: ({ noticeId }) => ({ id: noticeId }),
	owner,
	async run(write, input) {
		const where = sql`n.id = ${input.id} and n.account_id = ${accountOf(write)}`;
		const [row] = await listNoticeRows(write.trx, { where, limit: 1, timeZone: write.pack.timeZone });
		if (!row) throw missing();
		await write.trx
			.updateTable('notice')
			.set({ read_at: write.now.toISOString() })
			.where('id', '=', input.id)
			.where('read_at', 'is', null)
			.execute();
		return noticeHref(row);
	},
});

/** Marks one notice of the viewer as read, or all that were shown: those up to the newest one on the page. */
export const markNoticesRead = defineCommand({
	action: 'own.notices',
	isWorkingCopy: true,
	input: z.union([z.strictObject({ id }), z.strictObject({ upTo: id })]),
	probe: ({ noticeId }) => ({ id: noticeId }),
	owner,
	async run(write, input) {
		await write.trx
			.updateTable('notice')
			.set({ read_at: write.now.toISOString() })
			.where('account_id', '=', accountOf(write))
			.where('id', 'id' in input ? '=' : '<=', 'id' in input ? input.id : input.upTo)
			.where('read_at', 'is', null)
			.execute();
	},
});

/** Keeps how the viewer wants to be told. */
export const chooseNotices = defineCommand({
	action: 'own.notices',
	isWorkingCopy: true,
	input: z.strictObject({
		byMail: z.boolean(),
		locale: z.enum(['ar', 'en']),
		muted: z.array(z.enum(NOTICE_KINDS)).max(NOTICE_KINDS.length),
	}),
	probe: () => ({ byMail: true, locale: 'ar' as const, muted: [] }),
	owner,
	async run(write, { byMail, locale, muted }) {
		const row = { by_mail: byMail ? 1 : 0, locale, muted: JSON.stringify([...new Set(muted)].sort()) };
		await write.trx
			.insertInto('notice_choice')
			.values({ account_id: accountOf(write), ...row })
			.onConflict((existing) => existing.column('account_id').doUpdateSet(row))
			.execute();
	},
});

/** Changes the address the viewer's mails go to; empty: none. */
export const changeOwnEmail = defineCommand({
	action: 'own.notices',
	input: z.strictObject({ email: emailAddress }),
	probe: () => ({ email: 'probe@sharaka.example' }),
	owner,
	async run(write, { email }) {
		const account = accountOf(write);
		await write.trx.updateTable('account').set({ email }).where('id', '=', account).execute();
		await write.audit({ objectType: 'account', objectId: account, after: { email: 'changed' } });
	},
});
