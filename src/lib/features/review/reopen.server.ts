import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { said } from '#lib/platform/errors.ts';
import { copyVersion, endForce } from '../reports/versions.server.ts';
import {
	addEvent,
	changedMeanwhile,
	moveReport,
	readReviewed,
	societyOfReport,
	tellSociety,
} from './reviewed.server.ts';

/** A text of an officer that must say something: at least ten characters after trimming. */
export const spokenText = z
	.string()
	.trim()
	.min(
		10,
		said({
			ar: 'اكتبوا السبب بالكلمات (عشرة أحرف على الأقل).',
			en: 'Write the reason in words (at least ten characters).',
		}),
	)
	.max(2000, said({ ar: 'اختصروا النص.', en: 'Shorten the text.' }));

/**
 * An officer reopens a verified report and says why: its figures leave the totals, a new version waits for
 * verification, the old one stays readable.
 */
export const reopenReport = defineCommand({
	action: 'report.reopen',
	input: z.strictObject({
		reportId: z.number().int().positive(),
		version: z.number().int().positive(),
		reason: spokenText,
	}),
	probe: ({ reportId }) => ({ reportId, version: 1, reason: 'A probe of the rules' }),
	owner: societyOfReport,
	async run(write, args) {
		const report = await readReviewed(write, args.reportId);
		if (report.state !== 'verified') throw changedMeanwhile();
		await moveReport(write, args, 'verified', 'submitted');
		const at = write.now.toISOString();
		const ended = (await endForce(write.trx, args.reportId, at)) ?? report.versionId;
		const event = await addEvent(write, { id: report.id, versionId: ended }, 'reopened', {
			text: args.reason,
		});
		const versionId = await copyVersion(write.trx, ended, at);
		await tellSociety(write, report, event, { kind: 'report_reopened', isUrgent: true });
		await write.audit({
			objectType: 'report',
			objectId: report.id,
			before: { state: 'verified', versionId: ended },
			after: { state: 'submitted', versionId, reason: args.reason },
		});
	},
});
