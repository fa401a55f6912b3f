import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { keptFile, recordFile } from '#lib/features/societies/files.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { invalid, missing } from '#lib/platform/errors.ts';
import type { Text } from '#lib/i18n/text.ts';
import { fileCell } from './cells.ts';
import { monthInput, ownerOfMonth, writableMonth } from './draft.server.ts';
import { textsNow } from './drafts.server.ts';
import type { Typed } from './form.ts';
import { filesIn } from './lines.server.ts';
import { openDraft, writeCells } from './save.server.ts';

/** More files of one report nobody reads. */
const MOST_FILES = 20;
/** All files of one report together. */
const REPORT_BYTES = 40 * 1024 * 1024;
/** All files of one society together: some thousand reports with photographs. */
const SOCIETY_BYTES = 2 * 1024 * 1024 * 1024;

const refused = (text: Text) => invalid(text, [{ place: 'file', text }]);

const TOO_MANY: Text = {
	ar: 'بلغت مرفقات التقرير العدد المسموح، وهو عشرون ملفًا. أزيلوا ملفًا ثم أضيفوا غيره.',
	en: 'The report has as many files as allowed, twenty. Remove one, then add another.',
};
const REPORT_FULL: Text = {
	ar: 'تتجاوز مرفقات هذا التقرير معًا أربعين ميغابايت. قلّلوا حجم الملف أو أزيلوا غيره.',
	en: 'The files of this report would exceed forty megabytes together. Make the file smaller or remove another.',
};
const SOCIETY_FULL: Text = {
	ar: 'بلغت ملفات جمعيتكم المساحة المسموحة. راجعوا مدير النظام في الوزارة.',
	en: 'Your society’s files have reached the space allowed. Ask the ministry’s administrator.',
};

async function assertRoom(
	{ trx }: WriteContext,
	texts: Typed,
	societyId: number,
	bytes: number,
): Promise<void> {
	const ids = filesIn(texts);
	if (ids.length >= MOST_FILES) throw refused(TOO_MANY);
	const sum = (q: { readonly bytes: number | string | bigint | null } | undefined) => Number(q?.bytes ?? 0);
	const report = ids.length
		? await trx
				.selectFrom('stored_file')
				.select((eb) => eb.fn.sum('bytes').as('bytes'))
				.where('id', 'in', ids)
				.executeTakeFirst()
		: undefined;
	if (sum(report) + bytes > REPORT_BYTES) throw refused(REPORT_FULL);
	const society = await trx
		.selectFrom('stored_file')
		.select((eb) => eb.fn.sum('bytes').as('bytes'))
		.where('society_id', '=', societyId)
		.executeTakeFirst();
	if (sum(society) + bytes > SOCIETY_BYTES) throw refused(SOCIETY_FULL);
}

/** Adds a stored file to the draft of a report; it belongs to the report, and staff see it once it was submitted. */
export const attachFile = defineCommand({
	action: 'report.write',
	input: z.strictObject({ ...monthInput, file: keptFile.unwrap() }),
	isWorkingCopy: true,
	probe: ({ programId }) => ({
		programId,
		period: '2026-04',
		file: { sha256: '0'.repeat(64), name: 'probe.pdf', mediaType: 'application/pdf' as const, bytes: 1 },
	}),
	owner: ownerOfMonth,
	async run(write, input) {
		const month = await writableMonth(write, input);
		const { societyId } = month.program;
		const draft = await openDraft(write, month);
		await assertRoom(write, textsNow(draft), societyId, input.file.bytes);
		const fileId = (await recordFile(write, input.file, societyId))!;
		const { reportId } = await writeCells(write, month, draft, { [fileCell(fileId)]: 'yes' });
		await write.trx
			.updateTable('stored_file')
			.set({ report_id: reportId })
			.where('id', '=', fileId)
			.execute();
		return { fileId };
	},
});

/** Takes a file out of the draft; a version that was submitted keeps it. */
export const detachFile = defineCommand({
	action: 'report.write',
	input: z.strictObject({ ...monthInput, fileId: z.coerce.number().int().positive() }),
	isWorkingCopy: true,
	probe: ({ programId, fileId }) => ({ programId, period: '2026-04', fileId }),
	owner: ownerOfMonth,
	async run(write, input) {
		const month = await writableMonth(write, input);
		const draft = await openDraft(write, month);
		if (!filesIn(textsNow(draft)).includes(input.fileId)) throw missing();
		await writeCells(write, month, draft, { [fileCell(input.fileId)]: '' });
	},
});
