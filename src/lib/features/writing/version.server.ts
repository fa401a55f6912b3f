import type { WriteContext } from '#lib/platform/context.ts';
import type { Finding } from './form.ts';
import { countCells, filesIn, insertLines, type Sheet } from './lines.server.ts';

async function insertVersion(
	write: WriteContext,
	{ reportId, number }: NewVersion,
	sheet: Sheet,
): Promise<number> {
	const { texts, numbers } = sheet;
	const nothing = texts.nothing?.trim() || null;
	const words = (cell: string) => texts[cell]?.trim() || null;
	const count = (cell: string) => numbers.get(cell) ?? null;
	const at = write.now.toISOString();
	const row = await write.trx
		.insertInto('report_version')
		.values({
			report_id: reportId,
			number,
			created_at: at,
			submitted_at: at,
			submitted_by: write.viewer.accountId,
			spend_minor: count('spend'),
			volunteers: count('volunteers'),
			volunteer_hours: count('hours'),
			people_new: count('new'),
			nothing_to_report: nothing ? 1 : 0,
			nothing_reason: nothing,
			achievements: words('achievements'),
			challenges: words('challenges'),
			next_steps: words('next'),
			no_evidence_reason: filesIn(texts).length ? null : words('no_evidence'),
			...countCells(sheet),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return row.id;
}

/** The report a version is of, and which of its versions it is. */
export interface NewVersion {
	readonly reportId: number;
	readonly number: number;
}

/**
 * The one way in which what somebody told becomes a submitted version, from the form or from a file: its figures,
 * lines, states of cells, findings and files, and its place in the report's history. The caller moves the report's
 * state and audits. Returns the version.
 */
export async function writeVersion(
	write: WriteContext,
	version: NewVersion,
	sheet: Sheet,
	findings: readonly Finding[],
): Promise<number> {
	const id = await insertVersion(write, version, sheet);
	await insertLines(write.trx, id, sheet, findings);
	await write.trx
		.insertInto('review_event')
		.values({
			report_id: version.reportId,
			version_id: id,
			kind: version.number > 1 ? 'resubmitted' : 'submitted',
			at: write.now.toISOString(),
			account_id: write.viewer.accountId,
		})
		.execute();
	return id;
}
