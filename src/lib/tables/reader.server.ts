import { parse, type CsvError, type InfoRecord, type Parser } from 'csv-parse';
import { peek, plainBytes, refuseForeign, type Bytes } from './bytes.server.ts';
import {
	cutRow,
	endsInQuote,
	noRows,
	notUtf8,
	nulByte,
	openQuote,
	raggedRow,
	tooLarge,
	wrongHeader,
} from './faults.ts';

/** A column the reader looks for: the key its cells get, and the accepted spellings of its header (the first is named in errors). */
export interface NeededColumn {
	readonly key: string;
	readonly headers: readonly string[];
	readonly optional?: boolean;
}

/** One row as found: its number as a spreadsheet shows it (the header is row 1) and the cells asked for, untouched. */
export interface CsvRow {
	readonly row: number;
	readonly cells: Readonly<Record<string, string>>;
}

/** How much one file may hold; `bytes` are counted after unpacking. */
export interface CsvLimits {
	readonly bytes: number;
	readonly rows: number;
	readonly columns: number;
}

/** Bounds of the command line; a screen gives its own, lower ones. */
export const CSV_LIMITS: CsvLimits = { bytes: 2 ** 31, rows: 5_000_000, columns: 256 };

const HEAD_BYTES = 65_536;
/** csv-parse has no limit of its own: a quote that is never closed would take the whole file into memory. */
const RECORD_BYTES = 65_536;
const DELIMITERS = [',', ';', '\t', '|'];
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a CSV file (gzipped or not) as strict RFC 4180 in strict UTF-8, batch by batch in bounded memory. The
 * delimiter (comma, semicolon, tab or bar) is found on the header unless a person `confirmed` it. Throws `invalid` naming the row for whatever
 * is wrong with the file as a whole; batches yielded before that must then be forgotten.
 */
export async function* readCsv(
	source: Bytes,
	columns: readonly NeededColumn[],
	limits = CSV_LIMITS,
	confirmed?: string,
): AsyncGenerator<CsvRow[]> {
	const { head, whole } = await peek(plainBytes(source, limits.bytes), HEAD_BYTES);
	refuseForeign(head);
	const { delimiter: found, start } = prologue(head);
	const delimiter = confirmed ?? found;
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let batch: CsvRow[] = [];
	let header: Header | undefined;
	let broken: Breakage | undefined;
	let row = 0;

	const parser = parse({
		delimiter,
		record_delimiter: ['\r\n', '\n', '\r'],
		max_record_size: RECORD_BYTES,
		skip_empty_lines: true,
		// Nothing is pushed on: the rows leave through `batch`, so the parser never waits for a reader.
		on_record(record: string[], info: InfoRecord) {
			row = info.records + info.empty_lines;
			if (broken) refuseBroken(broken, record, row, header);
			if (!header) header = readHeader(record, columns, row, limits);
			else if (row - header.row > limits.rows) throw tooManyRows(limits.rows);
			else batch.push({ row, cells: pick(record, header) });
			return null;
		},
	});
	parser.on('error', () => undefined).resume();

	let skip = start;
	let last: number | undefined;
	for await (const chunk of whole) {
		const bytes = chunk.subarray(skip);
		skip = 0;
		broken ??= breakageOf(decoder, bytes);
		last = bytes.at(-1) ?? last;
		await write(parser, bytes);
		if (batch.length) yield batch;
		batch = [];
	}
	broken ??= breakageOf(decoder);
	await finish(parser);
	if (broken) throw brokenText(broken, row);
	if (last !== 0x0a && last !== 0x0d) throw cutRow(row);
	if (batch.length) yield batch;
	if (!header || row === header.row) throw noRows();
}

interface Header {
	readonly row: number;
	readonly places: readonly (readonly [key: string, index: number])[];
	readonly names: readonly string[];
}

/** A leading UTF-8 mark and a `sep=;` line, both written by spreadsheets, are not part of the table. */
export function prologue(head: Buffer): { delimiter: string; start: number } {
	const start = head.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0;
	const text = head.toString('utf8', start, HEAD_BYTES);
	const declared = /^sep=(.)(\r\n|\n|\r)/.exec(text);
	if (declared) return { delimiter: declared[1]!, start: start + declared[0].length };
	const header = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)![0].replaceAll(/"(?:[^"]|"")*"/g, '');
	const counts = DELIMITERS.map((d) => header.split(d).length);
	return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, start };
}

function readHeader(
	record: string[],
	columns: readonly NeededColumn[],
	row: number,
	limits: CsvLimits,
): Header {
	const names = record.map((name) => name.trim());
	const places: [string, number][] = [];
	const missing: string[] = [];
	for (const { key, headers, optional } of columns) {
		const found = [...names.keys()].filter((i) => headers.includes(names[i]!));
		if (found.length > 1) throw wrongHeader(row, { ar: 'عمود مكرر', en: 'a column twice' }, [headers[0]!]);
		if (found.length) places.push([key, found[0]!]);
		else if (!optional) missing.push(headers[0]!);
	}
	if (missing.length) throw wrongHeader(row, { ar: 'أعمدة ناقصة', en: 'columns missing' }, missing);
	if (names.length > limits.columns) {
		const what = { ar: 'أعمدة أكثر من الحد', en: 'more columns than the limit' };
		throw wrongHeader(row, what, [`${names.length} > ${limits.columns}`]);
	}
	return { row, places, names };
}

function pick(record: string[], { places }: Header): Record<string, string> {
	const cells: Record<string, string> = {};
	for (const [key, index] of places) cells[key] = record[index]!;
	return cells;
}

type Breakage = 'encoding' | 'nul';

/** What a chunk (or, without one, the end of the file) holds that UTF-8 text cannot. */
function breakageOf(decoder: TextDecoder, bytes?: Buffer): Breakage | undefined {
	if (bytes?.includes(0)) return 'nul';
	try {
		decoder.decode(bytes, { stream: bytes !== undefined });
		return undefined;
	} catch {
		return 'encoding';
	}
}

/** The parser puts U+FFFD for wrong bytes, so the first row that has one after the breakage is the place. */
function refuseBroken(broken: Breakage, record: string[], row: number, header: Header | undefined): void {
	const index = record.findIndex((cell) => cell.includes(broken === 'nul' ? '\0' : '\ufffd'));
	if (index >= 0) throw brokenText(broken, row, header?.names[index]);
}

function brokenText(broken: Breakage, row: number, column?: string): Error {
	return broken === 'nul' ? nulByte(row, column) : notUtf8(row, column);
}

function tooManyRows(limit: number): Error {
	return tooLarge({ ar: `صفوف الملف أكثر من الحد (${limit}).`, en: `The file has more than ${limit} rows.` });
}

async function write(parser: Parser, bytes: Buffer): Promise<void> {
	await new Promise<void>((done, fail) => {
		parser.write(bytes, (error) => (error ? fail(explained(error, false)) : done()));
	});
}

async function finish(parser: Parser): Promise<void> {
	await new Promise<void>((done, fail) => {
		parser.once('error', (error) => fail(explained(error, true)));
		parser.end(done);
	});
}

/** The parser's own errors in the words of the product; what `on_record` threw stays as it is. */
function explained(error: Error, atEnd: boolean): Error {
	if (!('empty_lines' in error)) return error;
	const fault = error as CsvError & { records: number; empty_lines: number; record?: string[] };
	const row = fault.records + fault.empty_lines + 1;
	if (fault.code === 'CSV_QUOTE_NOT_CLOSED') return endsInQuote(row);
	if (fault.code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return openQuote(row);
	// Only a last row without a line break is left to the end of the stream.
	return atEnd ? cutRow(row) : raggedRow(row, fault.record?.length ?? 0);
}
