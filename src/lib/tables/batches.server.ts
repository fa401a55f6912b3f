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

/** How long a client may leave a file unread: before its first piece (a HEAD request never reads), and between two. */
const PATIENCE = { first: 10_000, next: 60_000 };

/** What a stream of chunks tells while it lives. */
export interface StreamEnds {
	/**
	 * Hears once how many rows left and whether that was all of them; it is awaited before the end, so a file that
	 * could not be recorded breaks off. A file of which nothing was asked for is not told.
	 */
	ended(rows: number, complete: boolean): Promise<void>;
	/** Called when nothing more will be read, however that came. */
	released?(): void;
	readonly patience?: { readonly first: number; readonly next: number };
}

/** Chunks as a body that is read only as fast as the client takes it; a client that stops reading is given up. */
export function csvStream(
	chunks: AsyncGenerator<CsvChunk>,
	{ ended, released = () => undefined, patience = PATIENCE }: StreamEnds,
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let rows = 0;
	let isAsked = false;
	let isOver = false;
	let waiting: NodeJS.Timeout | undefined;
	const end = async (complete: boolean) => {
		clearTimeout(waiting);
		if (isOver) return;
		isOver = true;
		try {
			if (isAsked) await ended(rows, complete);
		} finally {
			released();
		}
	};
	const breakOff = async () => {
		const closed = end(false);
		await chunks.return(undefined);
		await closed;
	};
	const giveUpAfter = (controller: ReadableStreamDefaultController, ms: number) => {
		waiting = setTimeout(() => {
			const stopped = new Error('The client stopped reading');
			breakOff().then(
				() => controller.error(stopped),
				(error: unknown) => controller.error(error),
			);
		}, ms).unref();
	};
	return new ReadableStream<Uint8Array>(
		{
			start: (controller) => giveUpAfter(controller, patience.first),
			async pull(controller) {
				clearTimeout(waiting);
				isAsked = true;
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
					giveUpAfter(controller, patience.next);
				}
			},
			async cancel() {
				isAsked = true;
				await breakOff();
			},
		},
		{ highWaterMark: 0 },
	);
}
