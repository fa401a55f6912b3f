import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { conflict, denied, invalid, missing, said } from '#lib/platform/errors.ts';
import { stopNotices } from '../notices/notify.server.ts';
import { cellName } from './return.server.ts';
import { addNotice, readReviewed, societyOfReport } from './reviewed.server.ts';

const id = z.number().int().positive();

/** What is said to somebody: not empty, not a letter. */
const saying = z
	.string()
	.trim()
	.min(3, said({ ar: 'اكتبوا النص أولًا.', en: 'Write the text first.' }))
	.max(2000, said({ ar: 'اختصروا النص.', en: 'Shorten the text.' }));

/** An officer notes something on a report or on one of its cells; the society reads it with its report. */
export const commentOnReport = defineCommand({
	action: 'report.comment',
	input: z.strictObject({ reportId: id, cell: cellName.nullable(), text: saying }),
	probe: ({ reportId }) => ({ reportId, cell: 'spend', text: 'A probe' }),
	owner: societyOfReport,
	async run(write, { reportId, cell, text }) {
		const { trx, now, viewer } = write;
		const report = await readReviewed(write, reportId);
		if (report.state === 'draft') throw missing();
		const comment = await trx
			.insertInto('report_comment')
			.values({
				report_id: reportId,
				version_id: report.versionId,
				cell,
				text,
				author_id: viewer.accountId,
				at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await write.audit({
			objectType: 'report',
			objectId: reportId,
			after: { commentId: comment.id, versionId: report.versionId },
		});
		return comment;
	},
});

const societyOfComment = async ({ trx }: WriteContext, { commentId }: { readonly commentId: number }) => {
	const row = await trx
		.selectFrom('report_comment as c')
		.innerJoin('report as t', 't.id', 'c.report_id')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.select('p.society_id')
		.where('c.id', '=', commentId)
		.executeTakeFirst();
	return row?.society_id;
};

/** An officer marks what a comment asked for as done. */
export const finishComment = defineCommand({
	action: 'report.comment',
	input: z.strictObject({ commentId: id }),
	probe: ({ commentId }) => ({ commentId }),
	owner: societyOfComment,
	async run({ trx, now, viewer, audit }, { commentId }) {
		const done = await trx
			.updateTable('report_comment')
			.set({ done_at: now.toISOString(), done_by: viewer.accountId })
			.where('id', '=', commentId)
			.where('done_at', 'is', null)
			.returning('report_id')
			.executeTakeFirst();
		if (!done) {
			throw conflict({ ar: 'أُنجزت هذه الملاحظة من قبل.', en: 'This comment was already marked as done.' });
		}
		await audit({ objectType: 'report', objectId: done.report_id, after: { commentId, done: true } });
	},
});

/** An officer asks a colleague about a submitted report; it waits for the answer in the colleague's queue. */
export const askColleague = defineCommand({
	action: 'report.verify',
	input: z.strictObject({ reportId: id, askedOf: id, question: saying }),
	probe: ({ reportId }) => ({ reportId, askedOf: 1, question: 'A probe' }),
	owner: societyOfReport,
	async run(write, { reportId, askedOf, question }) {
		const { trx, now, viewer } = write;
		if (viewer.accountId === null) throw denied();
		const report = await readReviewed(write, reportId);
		if (report.state !== 'submitted') {
			throw conflict({
				ar: 'يُسأل الزملاء عن تقرير ينتظر المراجعة، وهذا التقرير لا ينتظرها.',
				en: 'Colleagues are asked about reports that wait for review; this one does not.',
			});
		}
		const colleague = await trx
			.selectFrom('account')
			.select('id')
			.where('id', '=', askedOf)
			.where('id', '<>', viewer.accountId)
			.where('role', '=', 'officer')
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		if (!colleague) throw wrongColleague('askedOf');
		const { id: questionId } = await trx
			.insertInto('colleague_question')
			.values({
				report_id: reportId,
				asked_by: viewer.accountId,
				asked_of: askedOf,
				question,
				asked_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await addNotice(write, report, askedOf, 'question_asked', questionId);
		await write.audit({ objectType: 'report', objectId: reportId, after: { questionId, askedOf } });
		return { questionId };
	},
});

/** The colleague named is none of the officers who work here, or the person themself. */
export function wrongColleague(place: string) {
	const text = { ar: 'اختاروا زميلًا آخر من القائمة.', en: 'Choose another officer from the list.' };
	return invalid(text, [{ place, text }]);
}

const societyOfQuestion = async ({ trx }: WriteContext, { questionId }: { readonly questionId: number }) => {
	const row = await trx
		.selectFrom('colleague_question as q')
		.innerJoin('report as t', 't.id', 'q.report_id')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.select('p.society_id')
		.where('q.id', '=', questionId)
		.executeTakeFirst();
	return row?.society_id;
};

/** The colleague who was asked answers; the report goes back to the queue it came from. */
export const answerColleague = defineCommand({
	action: 'report.verify',
	input: z.strictObject({ questionId: id, answer: saying }),
	probe: ({ questionId }) => ({ questionId, answer: 'A probe' }),
	owner: societyOfQuestion,
	async run(write, { questionId, answer }) {
		const { trx, now, viewer } = write;
		const asked = await trx
			.selectFrom('colleague_question')
			.select(['report_id as reportId', 'asked_by as askedBy', 'asked_of as askedOf'])
			.where('id', '=', questionId)
			.where('asked_of', '=', viewer.accountId ?? -1)
			.executeTakeFirst();
		if (!asked) throw denied();
		const answered = await trx
			.updateTable('colleague_question')
			.set({ answer, answered_at: now.toISOString() })
			.where('id', '=', questionId)
			.where('answered_at', 'is', null)
			.where('closed_at', 'is', null)
			.executeTakeFirst();
		if (answered.numUpdatedRows !== 1n) {
			throw conflict({
				ar: 'أُغلق هذا السؤال: أُجيب عنه من قبل أو حُسم التقرير.',
				en: 'This question is closed: it was answered before, or the report was decided.',
			});
		}
		const report = await readReviewed(write, asked.reportId);
		await stopNotices(trx, now, { type: 'report', id: report.id }, ['question_asked']);
		await addNotice(write, report, asked.askedBy, 'question_answered', questionId);
		await write.audit({
			objectType: 'report',
			objectId: report.id,
			after: { questionId, answered: true },
		});
	},
});
