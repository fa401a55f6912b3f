import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { peek, plainBytes, refuseForeign, type Bytes } from '#lib/tables/bytes.server.ts';
import { foreignFile } from '#lib/tables/faults.ts';
import { prologue } from '#lib/tables/reader.server.ts';
import { DELIMITERS, ENCODINGS, INTAKE_LIMITS, type Delimiter, type Encoding } from './model.ts';

const HEAD = 65_536;

/** What the first bytes suggest; a person confirms it before anything is read. */
export interface Guess {
	readonly encoding: Encoding;
	/** A mark at the beginning says it, or only this encoding fits. */
	readonly isCertain: boolean;
	readonly delimiter: Delimiter;
}

/** The first rows under an encoding and a delimiter, as they would be read. */
export interface Preview {
	readonly headers: readonly string[];
	readonly rows: readonly (readonly string[])[];
	/** Bytes that are no text in this encoding. */
	readonly isBroken: boolean;
}

const MARKS: readonly (readonly [mark: string, encoding: Encoding])[] = [
	['efbbbf', 'utf-8'],
	['fffe', 'utf-16le'],
	['feff', 'utf-16be'],
];

function encodingOf(head: Buffer): { encoding: Encoding; isCertain: boolean } {
	const start = head.toString('hex', 0, 3);
	const marked = MARKS.find(([mark]) => start.startsWith(mark));
	if (marked) return { encoding: marked[1], isCertain: true };
	const zeros = [0, 0];
	for (const [i, byte] of head.subarray(0, 2048).entries()) if (byte === 0) zeros[i % 2]! += 1;
	const many = Math.min(head.length, 2048) / 5;
	if (zeros[1]! > many && zeros[0]! < many / 10) return { encoding: 'utf-16le', isCertain: false };
	if (zeros[0]! > many && zeros[1]! < many / 10) return { encoding: 'utf-16be', isCertain: false };
	// The last character may be cut by the end of the piece.
	if (!decoded(head, 'utf-8').isBroken) return { encoding: 'utf-8', isCertain: true };
	return { encoding: 'windows-1256', isCertain: false };
}

function decoded(head: Buffer, encoding: Encoding): { text: string; isBroken: boolean } {
	const whole = head.length >= HEAD;
	try {
		return {
			text: new TextDecoder(encoding, { fatal: true }).decode(head, { stream: whole }),
			isBroken: false,
		};
	} catch {
		return { text: new TextDecoder(encoding).decode(head), isBroken: true };
	}
}

/** Refuses what is no table of text at all (workbooks, archives, PDF, nothing); the encoding is a later question. */
export function refuseOtherKinds(head: Buffer): void {
	const { encoding } = encodingOf(head);
	const text = decoded(head, encoding).text;
	if (encoding.startsWith('utf-16') && text.trim()) return;
	refuseForeign(head);
	if (head.includes(0)) {
		throw foreignFile({
			ar: 'في الملف بايتات ليست نصًا؛ احفظوه من برنامج الجداول بصيغة CSV.',
			en: 'The file holds bytes that are no text; save it as CSV from the spreadsheet.',
		});
	}
}

/** Reads the beginning of a stored file. */
export async function headOf(path: string): Promise<Buffer> {
	const { head, whole } = await peek(createReadStream(path) as Bytes, HEAD);
	const iterator = whole[Symbol.asyncIterator]();
	await iterator.return?.();
	return head.subarray(0, HEAD);
}

/** What the first bytes of a file suggest. */
export function guess(head: Buffer): Guess {
	const found = encodingOf(head);
	const { delimiter } = prologue(Buffer.from(decoded(head, found.encoding).text));
	const name = (Object.keys(DELIMITERS) as Delimiter[]).find((one) => DELIMITERS[one] === delimiter);
	return { ...found, delimiter: name ?? 'comma' };
}

/** The header and the first rows, read with what a person chose. */
export function preview(head: Buffer, encoding: Encoding, delimiter: Delimiter, rows = 5): Preview {
	const { text, isBroken } = decoded(head, encoding);
	const { start } = prologue(Buffer.from(text));
	const body = Buffer.from(text).subarray(start).toString();
	try {
		const records: string[][] = parse(body, {
			delimiter: DELIMITERS[delimiter],
			to: rows + 1,
			relax_column_count: true,
			relax_quotes: true,
			skip_empty_lines: true,
			max_record_size: HEAD,
		});
		const [headers = [], ...first] = records;
		return { headers: headers.map((name) => name.trim()), rows: first, isBroken };
	} catch {
		return { headers: [], rows: [], isBroken: true };
	}
}

/** A stored file as UTF-8, whatever it is written in. Bytes that are no text of that encoding end it. */
export async function* asUtf8(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
	const bytes = plainBytes(createReadStream(path) as Bytes, INTAKE_LIMITS.bytes);
	if (encoding === 'utf-8') {
		yield* bytes;
		return;
	}
	const decoder = new TextDecoder(encoding, { fatal: true });
	try {
		for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
		yield Buffer.from(decoder.decode());
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw foreignFile({
			ar: 'في الملف حروف لا تُقرأ بالترميز المختار؛ اختاروا ترميزًا آخر.',
			en: 'Some bytes are no letters in the chosen encoding; choose another one.',
		});
	}
}

/** Whether a form names an encoding and a delimiter that exist. */
export const isEncoding = (text: string): text is Encoding => ENCODINGS.some((one) => one === text);
