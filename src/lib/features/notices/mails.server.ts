import { sql } from 'kysely';
import { transact } from '#lib/access/procedures.server.ts';
import { createFormat } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/text.ts';
import type { Context, WriteContext } from '#lib/platform/context.ts';
import type { NoticeRow } from './kinds.ts';
import { mailText } from './mailtext.ts';
import { isOpen, isWanted, listNoticeRows } from './rows.server.ts';

/** The hour of the pack's clock from which the day's digests are written. */
const DIGEST_HOUR = 6;
/** Accounts of one transaction, and notices of one account that a mail can speak of. */
const BATCH = 50;
const MOST_NOTICES = 2000;

/** How mails go out of this installation. */
export interface Posting {
	/** Scheme and host people type; links in mails begin with it. */
	readonly origin: string;
	/** Whether a mail server is set; otherwise mails are kept and can be read in the outbox. */
	readonly isSet: boolean;
}

interface Reader {
	readonly id: number;
	readonly ar: string;
	readonly en: string;
	readonly email: string | null;
	readonly locale: Locale;
}

const isUnmailed = sql`n.mailed_at is null and ${isOpen} and ${isWanted}`;

/** People with something new to be told of by mail: urgent at once, the rest at most once a day. */
async function readersOf(
	{ trx, today }: WriteContext,
	isDigestTime: boolean,
	after: number,
): Promise<Reader[]> {
	const { rows } = await sql<Reader>`
		select a.id, a.name_ar as ar, a.name_en as en, a.email, coalesce(c.locale, 'ar') as locale
		from account a left join notice_choice c on c.account_id = a.id
		where a.id > ${after} and a.disabled_at is null and coalesce(c.by_mail, 1) = 1
			and exists (select 1 from notice n where n.account_id = a.id and ${isUnmailed} and (n.is_urgent = 1
				or (${isDigestTime ? 1 : 0} and not exists (select 1 from mail g
					where g.account_id = a.id and g.once = ${`digest:${today}`}))))
		order by a.id limit ${BATCH}`.execute(trx);
	return rows;
}

async function writeMail(
	{ trx, now, today, pack }: WriteContext,
	reader: Reader,
	kind: 'digest' | 'urgent',
	rows: readonly NoticeRow[],
	{ origin, isSet }: Posting,
): Promise<void> {
	const { currency, currencyAr, currencyDigits, timeZone } = pack;
	const { locale } = reader;
	const format = createFormat({ locale, digits: 'latn', currency, currencyAr, currencyDigits, timeZone });
	const goes = isSet && reader.email !== null;
	const at = now.toISOString();
	const newest = Math.max(...rows.map(({ id }) => id));
	await trx
		.insertInto('mail')
		.values({
			account_id: reader.id,
			kind,
			day: today,
			once: kind === 'digest' ? `digest:${today}` : `urgent:${newest}`,
			address: reader.email,
			locale,
			...mailText(kind, rows, reader, { today, format, origin }),
			state: goes ? 'waiting' : 'kept',
			try_at: goes ? at : null,
			created_at: at,
		})
		.onConflict((conflict) => conflict.columns(['account_id', 'once']).doNothing())
		.execute();
	await sql`update notice set mailed_at = ${at} where mailed_at is null
		and id in (select value from json_each(${JSON.stringify(rows.map(({ id }) => id))}))`.execute(trx);
}

async function writeFor(
	write: WriteContext,
	reader: Reader,
	isDigestTime: boolean,
	posting: Posting,
): Promise<void> {
	const { trx, today, pack } = write;
	const rows = await listNoticeRows(trx, {
		where: sql`n.account_id = ${reader.id} and ${isUnmailed}`,
		limit: MOST_NOTICES,
		timeZone: pack.timeZone,
	});
	const digest = await trx
		.selectFrom('mail')
		.select('id')
		.where('account_id', '=', reader.id)
		.where('once', '=', `digest:${today}`)
		.executeTakeFirst();
	// The day's digest speaks of everything; after it, or before its hour, only the urgent goes out.
	if (isDigestTime && !digest && rows.length) return writeMail(write, reader, 'digest', rows, posting);
	const urgent = rows.filter((row) => row.isUrgent);
	if (urgent.length) await writeMail(write, reader, 'urgent', urgent, posting);
}

const hourIn = (now: Date, timeZone: string): number =>
	Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));

/**
 * Writes the mails that are due into the outbox: urgent notices at once, everything else as one digest per person and
 * day. A notice is told in exactly one mail, however often this runs. Returns how many people got one.
 */
export async function writeMails(ctx: Context, posting: Posting): Promise<number> {
	const isDigestTime = hourIn(ctx.now, ctx.pack.timeZone) >= DIGEST_HOUR;
	let written = 0;
	let after = 0;
	for (;;) {
		const readers = await transact(
			ctx,
			'notice.write',
			async (write) => {
				const found = await readersOf(write, isDigestTime, after);
				for (const reader of found) await writeFor(write, reader, isDigestTime, posting);
				return found;
			},
			true,
		);
		written += readers.length;
		after = readers.at(-1)?.id ?? after;
		if (readers.length < BATCH) return written;
	}
}
