import type { CellMark } from '#lib/tables/define.ts';
import * as m from '#lib/paraglide/messages.js';
import type { MailState } from './outbox.server.ts';

/** The mark and the word of what became of a mail. */
export const MAIL_WORDS: Readonly<Record<MailState, readonly [mark: CellMark, word: () => string]>> = {
	kept: ['notdue', m.notice_mail_kept],
	waiting: ['submitted', m.notice_mail_waiting],
	sent: ['verified', m.notice_mail_sent],
	failed: ['missing', m.notice_mail_failed],
};
