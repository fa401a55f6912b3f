import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Text } from '../i18n/text.ts';
import { damagedArchive, foreignFile, tooLarge } from './faults.ts';

export type Bytes = AsyncIterable<Buffer>;

/** The bytes that begin a stream (at least `size` unless it is shorter), and all its bytes once more from the start. */
export async function peek(source: Bytes, size: number): Promise<{ head: Buffer; whole: Bytes }> {
	const iterator = source[Symbol.asyncIterator]();
	const chunks: Buffer[] = [];
	let length = 0;
	while (length < size) {
		const next = await iterator.next();
		if (next.done) break;
		chunks.push(next.value);
		length += next.value.length;
	}
	const head = Buffer.concat(chunks);
	async function* whole() {
		try {
			if (head.length) yield head;
			for (;;) {
				const next = await iterator.next();
				if (next.done) return;
				yield next.value;
			}
		} finally {
			await iterator.return?.();
		}
	}
	return { head, whole: whole() };
}

/**
 * The file's content: gunzipped when its first bytes say gzip (whatever its name), else as it is. At most
 * `limit` bytes come out. Throws `invalid` for a cut or damaged archive and for content beyond the limit.
 */
export async function* plainBytes(source: Bytes, limit: number): AsyncGenerator<Buffer> {
	const { head, whole } = await peek(source, 2);
	const packed = head[0] === 0x1f && head[1] === 0x8b;
	let length = 0;
	for await (const chunk of packed ? gunzip(whole) : whole) {
		length += chunk.length;
		if (length > limit) {
			const size = Math.floor(limit / 2 ** 20);
			throw tooLarge({
				ar: `محتوى الملف أكبر من الحد المسموح به (${size} م.ب).`,
				en: `The file holds more than the limit of ${size} MiB.`,
			});
		}
		yield chunk;
	}
}

async function* gunzip(whole: Bytes): AsyncGenerator<Buffer> {
	const unpacker = createGunzip();
	// A failure on either side destroys the unpacker, so the loop below throws it.
	pipeline(Readable.from(whole), unpacker, () => undefined);
	try {
		for await (const chunk of unpacker) yield chunk as Buffer;
	} catch (error) {
		throw (error as { code?: string }).code?.startsWith('Z_') ? damagedArchive() : error;
	}
}

const utf16 = (name: string): Text => ({
	ar: `ترميز الملف ${name}، والمطلوب UTF-8.`,
	en: `The file is encoded in ${name}; UTF-8 is needed.`,
});
const zip: Text = {
	ar: 'هذا مصنّف Excel أو ملف zip، وليس CSV.',
	en: 'This is an Excel workbook or a zip file, not CSV.',
};

const FOREIGN: readonly (readonly [start: string, what: Text])[] = [
	['504b0304', zip],
	['504b0506', zip],
	[
		'd0cf11e0',
		{ ar: 'هذا ملف Excel قديم (xls)، وليس CSV.', en: 'This is an old Excel file (xls), not CSV.' },
	],
	['255044462d', { ar: 'هذا ملف PDF، وليس CSV.', en: 'This is a PDF file, not CSV.' }],
	['fffe', utf16('UTF-16LE')],
	['feff', utf16('UTF-16BE')],
];

/** Throws `invalid`, naming the kind or the encoding, when the first bytes are not those of UTF-8 text. */
export function refuseForeign(head: Buffer): void {
	if (head.length === 0) throw foreignFile({ ar: 'الملف فارغ.', en: 'The file is empty.' });
	const start = head.subarray(0, 8).toString('hex');
	const what = FOREIGN.find(([bytes]) => start.startsWith(bytes))?.[1] ?? unmarkedUtf16(head);
	if (what) throw foreignFile(what);
}

/** UTF-16 without a byte order mark shows by its NUL bytes: many, and all on the same side of the pairs. */
function unmarkedUtf16(head: Buffer): Text | undefined {
	const sample = head.subarray(0, 1024);
	const zeros: [even: number, odd: number] = [0, 0];
	for (const [i, byte] of sample.entries()) if (byte === 0) zeros[(i % 2) as 0 | 1] += 1;
	const many = sample.length / 5;
	if (zeros[1] > many && zeros[0] < many / 10) return utf16('UTF-16LE');
	if (zeros[0] > many && zeros[1] < many / 10) return utf16('UTF-16BE');
	return undefined;
}
