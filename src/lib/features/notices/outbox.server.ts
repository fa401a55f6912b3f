import { z } from 'zod';
import { defineCommand, defineQuery } from '#lib/access/procedures.server.ts';
import type { Locale } from '#lib/i18n/text.ts';
import { conflict, missing } from '#lib/platform/errors.ts';

const PAGE = 50;

/** What became of a mail: kept where no server is set or no address known, waiting, sent, or given up. */
export const MAIL_STATES = ['kept', 'waiting', 'sent', 'failed'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** A mail as the outbox lists it. */
export interface MailRow {
	readonly id: number;
	readonly kind: 'digest' | 'urgent';
	readonly state: MailState;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly address: string | null;
	readonly locale: Locale;
	readonly subject: string;
	readonly createdAt: string;
	readonly sentAt: string | null;
	readonly tries: number;
	readonly error: string | null;
}

const FIELDS = [
	'm.id', 'm.kind', 'm.state', 'a.name_ar as nameAr', 'a.name_en as nameEn', 'm.address', 'm.locale', 'm.subject',
	'm.created_at as createdAt', 'm.sent_at as sentAt', 'm.tries', 'm.error',
] as const; // prettier-ignore

/** The outbox, newest first, page by page, with how many mails are in each state. */
export const listMails = defineQuery<
	{ state?: MailState | undefined; below?: number | undefined },
	{ rows: MailRow[]; older: number | undefined; counts: Record<MailState, number> }
>({
	action: 'outbox.read',
	probe: () => ({}),
	async run({ db }, _scope, { state, below }) {
		const rows = await db
			.selectFrom('mail as m')
			.innerJoin('account as a', 'a.id', 'm.account_id')
			.select(FIELDS)
			.$if(state !== undefined, (query) => query.where('m.state', '=', state!))
			.$if(below !== undefined, (query) => query.where('m.id', '<', below!))
			.orderBy('m.id', 'desc')
			.limit(PAGE + 1)
			.execute();
		const groups = await db
			.selectFrom('mail')
			.select(({ fn }) => ['state', fn.countAll<number>().as('n')])
			.groupBy('state')
			.execute();
		const counts = { kept: 0, waiting: 0, sent: 0, failed: 0 };
		for (const group of groups) counts[group.state] = group.n;
		const shown = rows.slice(0, PAGE);
		return { rows: shown, older: rows.length > PAGE ? shown.at(-1)?.id : undefined, counts };
	},
});

/** One mail with its text. */
export const readMail = defineQuery<{ id: number }, MailRow & { body: string }>({
	action: 'outbox.read',
	probe: ({ noticeId }) => ({ id: noticeId }),
	async run({ db }, _scope, { id }) {
		const row = await db
			.selectFrom('mail as m')
			.innerJoin('account as a', 'a.id', 'm.account_id')
			.select(FIELDS)
			.select('m.body')
			.where('m.id', '=', id)
			.executeTakeFirst();
		if (!row) throw missing();
		return row;
	},
});

/** Puts a mail that failed back into the queue, from its first try on. */
export const resendMail = defineCommand({
	action: 'outbox.send',
	input: z.strictObject({ id: z.coerce.number().int().positive() }),
	probe: ({ noticeId }) => ({ id: noticeId }),
	owner: async ({ trx }, { id }) => {
		const row = await trx
			.selectFrom('mail as m')
			.innerJoin('account as a', 'a.id', 'm.account_id')
			.select('a.society_id')
			.where('m.id', '=', id)
			.executeTakeFirst();
		return row && row.society_id;
	},
	async run({ trx, audit, now }, { id }) {
		const { numUpdatedRows } = await trx
			.updateTable('mail')
			.set({ state: 'waiting', tries: 0, error: null, try_at: now.toISOString() })
			.where('id', '=', id)
			.where('state', '=', 'failed')
			.executeTakeFirst();
		if (!numUpdatedRows) {
			throw conflict({
				ar: 'لا تُعاد إلا رسالة أخفق إرسالها؛ حدّثوا الصفحة لتروا حالها.',
				en: 'Only a mail that failed is sent again; reload the page to see how it stands.',
			});
		}
		await audit({
			objectType: 'mail',
			objectId: id,
			before: { state: 'failed' },
			after: { state: 'waiting' },
		});
	},
});
