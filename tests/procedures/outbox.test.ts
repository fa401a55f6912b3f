import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { chooseNotices } from '#lib/features/notices/commands.server.ts';
import { deliverMails } from '#lib/features/notices/deliver.server.ts';
import { writeMails } from '#lib/features/notices/mails.server.ts';
import { notify } from '#lib/features/notices/notify.server.ts';
import { resendMail } from '#lib/features/notices/outbox.server.ts';
import { mailerOf } from '#lib/features/notices/post.server.ts';
import { openSmtp } from '../support/smtp.ts';
import { dump, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;

beforeEach(async () => {
	({
		database,
		members: { alpha },
	} = await worldOf('alpha'));
	await database.writer.deleteFrom('mail').execute();
	await database.writer.deleteFrom('notice').execute();
	await database.writer.updateTable('account').set({ email: 'one@sharaka.example' }).execute();
});
afterEach(() => database.close());

const tell = (once: string, isUrgent = false) =>
	database.writer.transaction().execute((trx) =>
		notify(trx, new Date('2026-06-20T02:00:00Z'), [
			{
				accountId: alpha.accountId,
				kind: 'report_returned',
				objectType: 'report',
				objectId: alpha.reportId,
				facts: {},
				isUrgent,
				once,
			},
		]),
	);

const write = async (at: string, isSet = true) =>
	writeMails(await contextOf(database, viewerOf('operator'), { now: new Date(at) }), {
		origin: 'https://sharaka.example',
		isSet,
	});

const mails = () => database.writer.selectFrom('mail').selectAll().orderBy('id').execute();

describe('mails', () => {
	test('are one digest a day, and only when there is something new', async () => {
		expect(await write('2026-06-20T09:00:00Z')).toBe(0);
		await tell('a');
		await tell('b');
		await write('2026-06-20T09:00:00Z');
		await write('2026-06-20T10:00:00Z');
		await tell('c');
		await write('2026-06-20T12:00:00Z');
		expect(await mails()).toMatchObject([
			{ kind: 'digest', day: '2026-06-20', state: 'waiting', locale: 'ar' },
		]);
		await write('2026-06-21T09:00:00Z');
		await write('2026-06-22T09:00:00Z');
		expect((await mails()).map(({ day }) => day)).toEqual(['2026-06-20', '2026-06-21']);
	});

	test('wait for the morning unless they are urgent', async () => {
		await tell('a');
		await tell('b', true);
		await write('2026-06-20T00:30:00Z');
		expect((await mails()).map(({ kind }) => kind)).toEqual(['urgent']);
		await write('2026-06-20T03:30:00Z');
		expect((await mails()).map(({ kind }) => kind)).toEqual(['urgent', 'digest']);
	});

	test('are in the language of their reader, with a link to the record, and kept where no server is set', async () => {
		const ctx = await contextOf(database, viewerOf('society', alpha));
		await chooseNotices(ctx, { byMail: true, locale: 'en', muted: [] });
		await tell('a');
		await write('2026-06-20T09:00:00Z', false);
		const [mail] = await mails();
		expect(mail).toMatchObject({ state: 'kept', locale: 'en', try_at: null });
		expect(mail!.body).toContain(`https://sharaka.example/programs/${alpha.programId}/reports/2026-03`);
		expect(mail!.body).toContain('returned for correction');
	});

	test('leave out what was muted, read or done, and people who want none', async () => {
		const ctx = await contextOf(database, viewerOf('society', alpha));
		await chooseNotices(ctx, { byMail: true, locale: 'ar', muted: ['report_returned'] });
		await tell('a');
		expect(await write('2026-06-20T09:00:00Z')).toBe(0);
		await tell('b', true);
		await chooseNotices(ctx, { byMail: false, locale: 'ar', muted: [] });
		expect(await write('2026-06-20T09:00:00Z')).toBe(0);
		expect(await mails()).toEqual([]);
	});
});

describe('the mail server', () => {
	test('is handed each mail once, in Arabic as it was written', async () => {
		const smtp = await openSmtp();
		await tell('a');
		await write('2026-06-20T09:00:00Z');
		const clock = () => new Date('2026-06-20T09:01:00Z');
		const send = mailerOf({ url: smtp.url, from: 'sharaka@ministry.example' });
		expect(await deliverMails(database, send, clock)).toBe(1);
		expect(await deliverMails(database, send, clock)).toBe(0);
		expect(smtp.taken).toHaveLength(1);
		expect(smtp.taken[0]).toMatchObject({ to: 'one@sharaka.example' });
		expect(smtp.taken[0]!.data).toContain('From: sharaka@ministry.example');
		expect(await mails()).toMatchObject([{ state: 'sent', tries: 1, try_at: null, error: null }]);
		await smtp.close();
	});

	test('that refuses is asked again later, at last given up, and only its status is kept', async () => {
		const smtp = await openSmtp();
		smtp.refuse.status = 450;
		await tell('a');
		await write('2026-06-20T09:00:00Z');
		let now = new Date('2026-06-20T09:01:00Z');
		const send = mailerOf({ url: smtp.url, from: 'sharaka@ministry.example' });
		for (let round = 0; round < 8; round++) {
			await deliverMails(database, send, () => now);
			now = new Date(now.getTime() + 7 * 60 * 60_000);
		}
		const [mail] = await mails();
		expect(mail).toMatchObject({ state: 'failed', tries: 6, error: 'EENVELOPE 450' });
		expect(JSON.stringify(mail)).not.toContain('secret-detail');

		const before = await dump(database);
		const asAuditor = await contextOf(database, viewerOf('auditor'));
		await expect(resendMail(asAuditor, { id: mail!.id })).rejects.toMatchObject({ code: 'denied' });
		expect(await dump(database)).toEqual(before);
		smtp.refuse.status = undefined;
		await resendMail(await contextOf(database, viewerOf('admin'), { now }), { id: mail!.id });
		expect(await deliverMails(database, send, () => now)).toBe(1);
		await expect(
			resendMail(await contextOf(database, viewerOf('admin')), { id: mail!.id }),
		).rejects.toMatchObject({ code: 'conflict' });
		await smtp.close();
	});

	test('gets a mail again whose process died after claiming it, and nobody takes it before that', async () => {
		await tell('a');
		await write('2026-06-20T09:00:00Z');
		let now = new Date('2026-06-20T09:01:00Z');
		const dying = () => new Promise<void>(() => undefined);
		void deliverMails(database, dying, () => now);
		await new Promise((resolve) => setTimeout(resolve, 50));
		const sent: number[] = [];
		const send = (mail: { id: number }) => Promise.resolve(void sent.push(mail.id));
		expect(await deliverMails(database, send, () => now)).toBe(0);
		now = new Date('2026-06-20T09:12:00Z');
		expect(await deliverMails(database, send, () => now)).toBe(1);
		expect(sent).toHaveLength(1);
	});
});
