import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Schema } from '../schema.ts';
import { officerOf } from './accounts.ts';
import { pdfOf } from './pdf.ts';
import type { Society } from './society.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** A file of the demo: its content, and the row that says whose it is. */
export interface DemoFile {
	readonly bytes: Buffer;
	readonly row: Row<'stored_file'>;
}

function fileOf(id: number, society: Society, subject: string, on: string): DemoFile {
	const bytes = pdfOf(['SHARAKA: INVENTED DECISION OF THE DEMO', subject, society.name[1], on]);
	return {
		bytes,
		row: {
			id,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			name: `قرار ${on}.pdf`,
			media_type: 'application/pdf',
			bytes: bytes.length,
			society_id: society.id,
			uploaded_by: null,
			uploaded_at: `${on}T07:00:00.000Z`,
			report_id: null,
		},
	};
}

const oldestFirst = (a: Society, b: Society) => (a.foundedOn < b.foundedOn ? -1 : 1);

/** Two that came apart long ago: of the charitable ones the youngest, out of the oldest. */
function splitPair(societies: readonly Society[]): [Society, Society] {
	const all = societies.filter((s) => s.category === 'charitable' && s.status === 'active').sort(oldestFirst);
	return [all[0]!, all.at(-1)!];
}

/** The merged society, and one of its kind (or, without any, the oldest) that took it in. */
function mergedPair(societies: readonly Society[]): [Society, Society] {
	const merged = societies.find((society) => society.status === 'merged')!;
	const standing = societies
		.filter((s) => s.status === 'active' && s.foundedOn < merged.changedOn!)
		.sort(oldestFirst);
	return [merged, standing.find((s) => s.category === merged.category) ?? standing[0]!];
}

/** One merger and one split of the past with their decisions, and the files behind them. */
export function decisionRows(
	societies: readonly Society[],
	statuses: readonly Row<'society_status'>[],
): { files: DemoFile[]; society_status: Row<'society_status'>[]; society_link: Row<'society_link'>[] } {
	const [merged, taker] = mergedPair(societies);
	const [parent, child] = splitPair(societies);
	const on = { merge: merged.changedOn!, split: child.foundedOn };
	const files = [fileOf(1, merged, 'MERGER', on.merge), fileOf(2, parent, 'SPLIT', on.split)];
	const isMerger = (row: Row<'society_status'>) => row.society_id === merged.id && row.status === 'merged';
	const society_status = statuses.map((row) => ({ ...row, file_id: isMerger(row) ? 1 : null }));
	const link = (id: number, kind: 'merge' | 'split', from: Society, to: Society, decision: string) => ({
		id,
		kind,
		from_society_id: from.id,
		to_society_id: to.id,
		happened_on: on[kind],
		decision,
		file_id: id,
		account_id: officerOf(from.id),
		created_at: `${on[kind]}T07:00:00.000Z`,
	});
	const society_link = [
		link(1, 'merge', merged, taker, statuses.find(isMerger)!.decision!),
		link(2, 'split', parent, child, `قرار رقم (12) لسنة ${on.split.slice(0, 4)} بتقسيم الجمعية`),
	];
	return { files, society_status, society_link };
}
