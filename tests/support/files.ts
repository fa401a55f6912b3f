import { createHash } from 'node:crypto';
import { adapt, type Adapter } from '#lib/features/exchange/canonical.ts';
import { importOutcomes, type ImportResult } from '#lib/features/exchange/importer.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { csvCell, csvLine } from '#lib/tables/csv.ts';
import { readCsv } from '#lib/tables/reader.server.ts';

/** A CSV file of rows that share their columns. */
export function csvOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
	const names = Object.keys(rows[0]!);
	return [names, ...rows.map((row) => names.map((name) => row[name]!))]
		.map((cells) => csvLine(cells.map((cell) => csvCell(cell, true))))
		.join('');
}

async function* pieces(file: Buffer) {
	for (let at = 0; at < file.length; at += 65_536) yield file.subarray(at, at + 65_536);
}

/** Imports a file held in memory through the reader, the adapter and the importer, as the command line does. */
export function importFile(ctx: Context, adapter: Adapter, file: string | Buffer): Promise<ImportResult> {
	const bytes = Buffer.from(file);
	return importOutcomes(ctx, {
		adapter: adapter.id,
		fileName: 'file.csv',
		sha256: createHash('sha256').update(bytes).digest('hex'),
		rows: adapt(adapter, readCsv(pieces(bytes), adapter.columns), ctx.pack),
	});
}

/** A made-up row of the inter-agency file, from which a test changes what it is about. */
const ACTIVITY_ROW = {
	Partner: 'River Aid',
	activity: 'Warm rooms',
	sector: 'SHELTER',
	StartDate: '5/3/2021',
	Governorate: 'IRBID',
	poptype: 'Urban',
	Gender: 'Girls',
	Value: '7',
	Units: '# of benef',
};

export type ActivityRow = typeof ACTIVITY_ROW;

/** A made-up inter-agency file: one row for each change. */
export function activityFile(...changes: Partial<ActivityRow>[]): string {
	return csvOf(changes.map((change) => ({ ...ACTIVITY_ROW, ...change })));
}

/** What an import and its undo may leave behind: the batch, the audit and the new data version. */
export const TRACES = ['import_batch', 'audit_entry', 'data_version'];
