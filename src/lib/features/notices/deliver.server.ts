import { sql } from 'kysely';
import type { Database } from '#db/connection.server.ts';

/** A mail that is handed to the mail server. */
export interface Outgoing {
	readonly id: number;
	readonly address: string;
	readonly subject: string;
	readonly body: string;
	readonly tries: number;
}

/** Hands one mail over; throws when it was not taken. */
export type Send = (mail: Outgoing) => Promise<void>;

/** Minutes until the next try after each failed one; after the last the mail has failed. */
const WAITS = [1, 5, 30, 120, 360];
/** A claimed mail that nobody reported on (the process was killed) is tried again after so long. */
const CLAIM_MINUTES = 10;
const BATCH = 10;

const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

/** What went wrong in one word of the mail client or a status of the server, never its text: that may quote anything. */
function errorClass(error: unknown): string {
	const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
	const word = typeof code === 'string' && /^[A-Z]{2,20}$/.test(code) ? code : 'ERROR';
	return typeof responseCode === 'number' ? `${word} ${responseCode}` : word;
}

/** Takes some mails whose time has come, so that nobody else takes them, and counts the try before it is made. */
async function claim({ writer }: Database, now: Date): Promise<Outgoing[]> {
	const { rows } = await sql<Outgoing>`
		update mail set tries = tries + 1, try_at = ${later(now, CLAIM_MINUTES)}
		where id in (select id from mail where state = 'waiting' and try_at <= ${now.toISOString()}
			order by created_at limit ${BATCH})
		returning id, address, subject, body, tries`.execute(writer);
	return rows;
}

async function settle(
	{ writer }: Database,
	{ id, tries }: Outgoing,
	now: Date,
	error?: unknown,
): Promise<void> {
	if (error === undefined) {
		await writer
			.updateTable('mail')
			.set({ state: 'sent', sent_at: now.toISOString(), try_at: null, error: null })
			.where('id', '=', id)
			.execute();
		return;
	}
	const wait = WAITS[tries - 1];
	await writer
		.updateTable('mail')
		.set({
			state: wait === undefined ? 'failed' : 'waiting',
			try_at: wait === undefined ? null : later(now, wait),
			error: errorClass(error),
		})
		.where('id', '=', id)
		.where('state', '=', 'waiting')
		.execute();
}

/**
 * Sends the waiting mails, each outside any transaction: claimed first, settled afterwards. A process that dies
 * between the two sends again, so a mail goes out at least once. Returns how many were sent.
 */
export async function deliverMails(database: Database, send: Send, clock: () => Date): Promise<number> {
	let sent = 0;
	for (;;) {
		const mails = await claim(database, clock());
		for (const mail of mails) {
			try {
				await send(mail);
			} catch (error) {
				await settle(database, mail, clock(), error ?? 'ERROR');
				continue;
			}
			await settle(database, mail, clock());
			sent += 1;
		}
		if (mails.length < BATCH) return sent;
	}
}
