import { setImmediate } from 'node:timers/promises';
import type { Page } from '../access/procedures.server.ts';
import { csvWriter, type CsvLang } from './csv.ts';
import type { Table } from './define.ts';

/** Rows read at a time; a batch is a few milliseconds of the event loop and some hundred kilobytes. */
const BATCH = 400;

/** A piece of a CSV file with the number of rows in it. */
export interface CsvChunk {
	readonly text: string;
	readonly rows: number;
}

/** Reads the rows after a key, in key order. */
export type ReadPage<Row> = (after: string | number | undefined, limit: number) => Promise<Page<Row>>;

/**
 * The file as text, batch by batch: the header first, then rows in key order, so that none comes twice. Between
 * batches other requests have their turn; no more than one batch is in memory.
 */
export async function* csvChunks<Row>(
	table: Table<Row>,
	lang: CsvLang,
	currencyDigits: number,
	read: ReadPage<Row>,
	batch = BATCH,
): AsyncGenerator<CsvChunk> {
	const writer = csvWriter(table, lang, currencyDigits);
	yield { text: writer.header(), rows: 0 };
	let after: string | number | undefined;
	do {
		const page = await read(after, batch);
		if (page.rows.length) yield { text: page.rows.map(writer.row).join(''), rows: page.rows.length };
		after = page.next;
		await setImmediate();
	} while (after !== undefined);
}

/**
 * Chunks as a body that is read only as fast as the client takes it. `ended` hears once how many rows left and
 * whether that was all of them; it is awaited before the end, so a file that could not be recorded breaks off.
 */
export function csvStream(
	chunks: AsyncGenerator<CsvChunk>,
	ended: (rows: number, complete: boolean) => Promise<void>,
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let rows = 0;
	let isOver = false;
	const end = async (complete: boolean) => {
		if (isOver) return;
		isOver = true;
		await ended(rows, complete);
	};
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const next = await chunks.next().catch(async (error: unknown) => {
					await end(false);
					throw error;
				});
				if (next.done) {
					await end(true);
					controller.close();
				} else if (!isOver) {
					rows += next.value.rows;
					controller.enqueue(encoder.encode(next.value.text));
				}
			},
			async cancel() {
				const closed = end(false);
				await chunks.return(undefined);
				await closed;
			},
		},
		{ highWaterMark: 0 },
	);
}
