import { createTransport } from 'nodemailer';
import type { Environment } from '#lib/platform/env.server.ts';
import type { Log } from '#lib/platform/log.server.ts';
import { contextFor, OPERATOR, type Runtime } from '#lib/platform/runtime.server.ts';
import { deliverMails, type Send } from './deliver.server.ts';
import { writeMails } from './mails.server.ts';

const MINUTE = 60_000;
const PATIENCE = 20_000;

/** Hands mails to the server of the environment; the address with its password goes nowhere else. */
export function mailerOf({ url, from }: NonNullable<Environment['mail']>): Send {
	const transport = createTransport({
		url,
		connectionTimeout: PATIENCE,
		greetingTimeout: PATIENCE,
		socketTimeout: PATIENCE,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return async ({ address, subject, body }) => {
		await transport.sendMail({ from, to: address, subject, text: body });
	};
}

/**
 * Writes and sends the mails that are due, now and every minute, until the returned function is called. A failure is
 * logged without its text and tried again.
 */
export function keepPosting(
	runtime: Runtime,
	{ origin, mail }: Pick<Environment, 'origin' | 'mail'>,
	log: Pick<Log, 'error' | 'info'>,
	clock: () => Date,
	send: Send | undefined = mail && mailerOf(mail),
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isStopped = false;
	const round = async () => {
		try {
			const ctx = contextFor(runtime, OPERATOR, { now: clock() });
			const written = await writeMails(ctx, { origin, isSet: send !== undefined });
			const sent = send && !isStopped ? await deliverMails(runtime.database, send, clock) : 0;
			if (written || sent) log.info({ event: 'mails', written, sent });
		} catch (err) {
			log.error({ event: 'mails', err });
		}
		if (isStopped) return;
		timer = setTimeout(() => void round(), MINUTE);
		timer.unref();
	};
	timer = setTimeout(() => void round(), 1000);
	timer.unref();
	return () => {
		isStopped = true;
		clearTimeout(timer);
	};
}
