import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { addDays } from '#lib/platform/clock.ts';
import { said } from '#lib/platform/errors.ts';
import { dueDate, readCalendar, type Calendar } from '../programs/due.server.ts';
import { RETURN_REASONS, type ReturnReason } from '../reports/model.ts';
import { sectionOf } from '../writing/cells.ts';
import { CORRECTION_DAYS } from './model.ts';
import { spokenText } from './reopen.server.ts';
import {
	addEvent, changedMeanwhile, endWaiting, moveReport, readReviewed, societyOfReport, tellSociety,
} from './reviewed.server.ts'; // prettier-ignore

/** The day that is so many working days after a day. */
export const correctionDue = (day: string, days: number, calendar: Calendar): string =>
	dueDate(addDays(day, 1), { days, dayKind: 'working' }, calendar);

const CHOOSE = said({ ar: 'اختاروا من القائمة.', en: 'Choose from the list.' });

/** The name of a cell that a form can have. */
export const cellName = z
	.string()
	.max(200)
	.refine((cell) => sectionOf(cell) !== undefined, CHOOSE);

const input = z.strictObject({
	reportId: z.number().int().positive(),
	version: z.number().int().positive(),
	reason: z.enum(Object.keys(RETURN_REASONS) as [ReturnReason, ...ReturnReason[]], CHOOSE),
	/** In the society's language; it reads this sentence as it stands. */
	text: spokenText,
	/** Working days until the corrected report is to be there. */
	days: z.literal(CORRECTION_DAYS, CHOOSE),
	/** Cells that are to be corrected. */
	cells: z.array(cellName).max(200),
});

/**
 * An officer sends a submitted report back: reason, a text in the society's language, a day until when, and a comment
 * on each cell that is to be corrected, all or nothing.
 */
export const returnReport = defineCommand({
	action: 'report.comment',
	input,
	probe: ({ reportId }) => ({
		reportId, version: 1, reason: 'totals' as const, text: 'A probe of the rules', days: 5 as const, cells: ['spend'],
	}), // prettier-ignore
	owner: societyOfReport,
	async run(write, { reportId, version, reason, text, days, cells }) {
		const { trx, now, today, pack, viewer } = write;
		const report = await readReviewed(write, reportId);
		if (report.state !== 'submitted') throw changedMeanwhile();
		await moveReport(write, { reportId, version }, 'submitted', 'returned');
		const dueOn = correctionDue(today, days, await readCalendar(trx, pack.code));
		await trx
			.updateTable('report_version')
			.set({ returned_reason: text })
			.where('id', '=', report.versionId)
			.execute();
		for (const cell of new Set(cells)) {
			await trx
				.insertInto('report_comment')
				.values({
					report_id: reportId,
					version_id: report.versionId,
					cell,
					text: RETURN_REASONS[reason].ar,
					author_id: viewer.accountId,
					at: now.toISOString(),
				})
				.execute();
		}
		const event = await addEvent(write, report, 'returned', { reason, text, dueOn });
		await endWaiting(write, reportId);
		await tellSociety(write, report, event, { kind: 'report_returned', dueOn, isUrgent: true });
		await write.audit({
			objectType: 'report',
			objectId: reportId,
			before: { state: 'submitted' },
			after: { state: 'returned', versionId: report.versionId, reason, dueOn, cells: new Set(cells).size },
		});
		return { dueOn };
	},
});
