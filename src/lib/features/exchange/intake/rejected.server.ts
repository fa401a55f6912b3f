import { Readable } from 'node:stream';
import type { Context } from '#lib/platform/context.ts';
import { CSV_BOM, csvCell, csvLine, csvText } from '#lib/tables/csv.ts';
import { REASONS } from '../rejections.ts';
import { FIELDS } from './fields.ts';
import { readImport, readRejected } from './queries.server.ts';

/** Headers of the columns that say what is wrong; the reader does not know them, so the file can be sent again as it is. */
const ERRORS = ['صف الملف / Row of the file', 'الخطأ بالعربية', 'Error in English'] as const;

/** The rejected rows of an import as they came, with the row's number and its errors in both languages at the end. */
export async function* rejectedFile(ctx: Context, id: number): AsyncGenerator<string> {
	const { kind, headers } = await readImport(ctx, { id });
	const labels = new Map(FIELDS[kind].map(({ key, label }) => [key, label]));
	// A file that came back once brings its old error columns along; they are written anew.
	const kept = headers.flatMap((name, at) => (ERRORS.some((error) => error === name) ? [] : [at]));
	yield CSV_BOM + csvLine([...kept.map((at) => headers[at]!), ...ERRORS].map((name) => csvCell(name)));
	let after = 0;
	for (;;) {
		const { rows } = await readRejected(ctx, { id, after });
		for (const { row, cells, problems } of rows) {
			const said = (locale: 'ar' | 'en') =>
				problems
					.map(
						({ column, reason }) => `${labels.get(column)?.[locale] ?? column}: ${REASONS[reason][locale]}`,
					)
					.join(' ');
			// What a spreadsheet would run is disarmed once, not twice.
			const own = kept.map((at) => csvCell(csvText(cells[at] ?? ''), true));
			yield csvLine([...own, csvCell(row, true), csvCell(said('ar')), csvCell(said('en'))]);
		}
		if (!rows.length) return;
		after = rows.at(-1)!.row;
	}
}

/** Pieces of CSV text as a file to save. The first piece is awaited, so that a refusal is an answer of its own. */
export async function csvFileResponse(pieces: AsyncGenerator<string>, name: string): Promise<Response> {
	const first = await pieces.next();
	async function* bytes() {
		const encoder = new TextEncoder();
		if (!first.done) yield encoder.encode(first.value);
		for await (const piece of pieces) yield encoder.encode(piece);
	}
	return new Response(Readable.toWeb(Readable.from(bytes())) as ReadableStream<Uint8Array>, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			// RFC 6266; the names are plain ASCII, so the quoted form says all.
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		},
	});
}
