import { sql } from 'kysely';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Locale } from '#lib/i18n/text.ts';
import { COUNTED_UP_TO, KINDS_OF, type NoticeKind, type NoticeRow } from './kinds.ts';
import { isOpen, isWanted, listNoticeRows } from './rows.server.ts';

/** Open notices shown at once; more would not be read. */
const MOST_OPEN = 200;
const PAGE = 50;

/** How many notices wait for the viewer; one more than `COUNTED_UP_TO` stands for many. */
export const countNotices = defineQuery<undefined, number>({
	action: 'own.notices',
	probe: () => undefined,
	async run({ db, viewer }) {
		const { rows } = await sql<{ n: number }>`
			select count(*) as n from (select 1 from notice n left join notice_choice c on c.account_id = n.account_id
				where n.account_id = ${viewer.accountId ?? -1} and ${isOpen} and ${isWanted}
				limit ${COUNTED_UP_TO + 1})`.execute(db);
		return rows[0]?.n ?? 0;
	},
});

/** What of one's notices is asked for: the open ones, or all, below one of them. */
export interface NoticeAsk {
	readonly tab: 'open' | 'all';
	readonly below?: number | undefined;
}

/** The viewer's own notices: open ones with the urgent first, or all of them, newest first, page by page. */
export const listNotices = defineQuery<NoticeAsk, { rows: NoticeRow[]; older: number | undefined }>({
	action: 'own.notices',
	probe: () => ({ tab: 'all' }),
	async run({ db, viewer, pack }, _scope, { tab, below }) {
		const mine = sql`n.account_id = ${viewer.accountId ?? -1}`;
		const { timeZone } = pack;
		if (tab === 'open') {
			const order = sql`n.is_urgent desc, n.id desc`;
			const where = sql`${mine} and ${isOpen}`;
			return {
				rows: await listNoticeRows(db, { where, order, limit: MOST_OPEN, timeZone }),
				older: undefined,
			};
		}
		const where = below === undefined ? mine : sql`${mine} and n.id < ${below}`;
		const rows = await listNoticeRows(db, { where, limit: PAGE + 1, timeZone });
		const shown = rows.slice(0, PAGE);
		return { rows: shown, older: rows.length > PAGE ? shown.at(-1)?.id : undefined };
	},
});

/** How a person wants to be told. */
export interface NoticeChoice {
	readonly byMail: boolean;
	readonly locale: Locale;
	readonly muted: readonly string[];
	readonly email: string | null;
	/** Kinds this person can hear of. */
	readonly kinds: readonly NoticeKind[];
}

/** The viewer's own choice; mails in Arabic unless they chose otherwise. */
export const readNoticeChoice = defineQuery<undefined, NoticeChoice>({
	action: 'own.notices',
	probe: () => undefined,
	async run({ db, viewer }) {
		const row = await db
			.selectFrom('account as a')
			.leftJoin('notice_choice as c', 'c.account_id', 'a.id')
			.select(['a.email', 'c.by_mail', 'c.locale', 'c.muted'])
			.where('a.id', '=', viewer.accountId ?? -1)
			.executeTakeFirst();
		const kinds = viewer.role === 'society' || viewer.role === 'officer' ? KINDS_OF[viewer.role] : [];
		return {
			byMail: row?.by_mail !== 0,
			locale: row?.locale ?? 'ar',
			muted: row?.muted ? (JSON.parse(row.muted) as string[]) : [],
			email: row?.email ?? null,
			kinds,
		};
	},
});
