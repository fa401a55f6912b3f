import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvChunks, csvStream, type CsvChunk, type ReadPage } from './batches.server.ts';
import { csvText } from './csv.ts';
import { createDownloads } from './downloads.ts';
import { defineTable } from './define.ts';

interface Row {
	readonly id: number;
	readonly text: string;
	readonly amount: number | null;
}

const table = defineTable<Row>({
	id: 'rows',
	title: { ar: 'صفوف', en: 'Rows' },
	columns: [
		{ key: 'id', label: { ar: 'الرقم', en: 'Number' }, type: 'integer', value: (row) => row.id },
		{ key: 'text', label: { ar: 'النص', en: 'Text' }, type: 'text', value: (row) => row.text },
		{ key: 'amount', label: { ar: 'المبلغ', en: 'Amount' }, type: 'money', value: (row) => row.amount },
	],
});

const PIECES = [
	'=1+1', '+973', '-5', '@x', '\t=cmd', "'=quoted", '"', ',', '\r\n', '\n', ';', 'جمعية', 'الأسرة ', '\u200f', ' ', '0', 'é', '＝',
]; // prettier-ignore

/** The same rows every time: each a few pieces of what breaks files. */
function randomRows(count: number): Row[] {
	let state = 7;
	const roll = (n: number) => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return (state >>> 8) % n;
	};
	return Array.from({ length: count }, (_, i) => ({
		id: i + 1,
		text: Array.from({ length: roll(6) }, () => PIECES[roll(PIECES.length)]).join(''),
		amount: roll(4) === 0 ? null : roll(2_000_000) - 1_000_000,
	}));
}

const reading =
	(rows: readonly Row[]): ReadPage<Row> =>
	(after, limit) => {
		const start = rows.findIndex((row) => row.id > Number(after ?? 0));
		const page = start < 0 ? [] : rows.slice(start, start + limit);
		return Promise.resolve({ rows: page, next: page.length === limit ? page.at(-1)!.id : undefined });
	};

async function textOf(chunks: AsyncIterable<CsvChunk>): Promise<string> {
	let text = '';
	for await (const chunk of chunks) text += chunk.text;
	return text;
}

describe('ten thousand rows of formulas, Arabic, quotes and line breaks', async () => {
	const rows = randomRows(10_000);
	const text = await textOf(csvChunks(table, 'en', 3, reading(rows)));
	const records: string[][] = parse(text, { bom: true });

	it('come back as exactly what they were, each once and in order', () => {
		expect(records[0]).toEqual(['Number', 'Text', 'Amount']);
		const back = records.slice(1).map(([id, cell, amount]) => ({
			id: Number(id),
			text: csvText(cell!),
			amount: amount === '' ? null : Math.round(Number(amount) * 1000),
		}));
		expect(back).toEqual(rows);
	});

	it('hold no cell that a spreadsheet would run', () => {
		const run = /^[\s\u200b-\u200f]*[=+\-@＝＋－＠]/;
		const isNumber = /^-?\d+\.\d{3}$/;
		expect(records.flat().filter((cell) => run.test(cell) && !isNumber.test(cell))).toEqual([]);
	});

	it('end every record with CRLF after a byte order mark', () => {
		expect(text.startsWith('\ufeff"Number"')).toBe(true);
		expect(text.endsWith('\r\n')).toBe(true);
	});
});

describe('a stream', () => {
	const rows = randomRows(1000);
	const open = (ended: (rows: number, complete: boolean) => Promise<void>, read = reading(rows)) =>
		csvStream(csvChunks(table, 'codes', 3, read, 100), { ended }).getReader();

	it('reads nothing before it is asked and no more than one batch ahead', async () => {
		let pages = 0;
		const reader = open(
			() => Promise.resolve(),
			(after, limit) => ((pages += 1), reading(rows)(after, limit)),
		);
		await new Promise((done) => setTimeout(done, 20));
		expect(pages).toBe(0);
		await reader.read();
		await reader.read();
		await new Promise((done) => setTimeout(done, 20));
		expect(pages).toBe(1);
		await reader.cancel();
	});

	it('reports all its rows once when it is read to the end', async () => {
		const said: [number, boolean][] = [];
		const reader = open((n, complete) => Promise.resolve(void said.push([n, complete])));
		while (!(await reader.read()).done);
		await reader.cancel();
		expect(said).toEqual([[1000, true]]);
	});

	it('reports the rows that left when the client goes away', async () => {
		const said: [number, boolean][] = [];
		const reader = open((n, complete) => Promise.resolve(void said.push([n, complete])));
		for (let i = 0; i < 4; i++) await reader.read();
		await reader.cancel();
		expect(said).toEqual([[300, false]]);
	});

	it('breaks off, and says so, when reading fails midway', async () => {
		const said: [number, boolean][] = [];
		const failing: ReadPage<Row> = (after, limit) =>
			after === undefined ? reading(rows)(after, limit) : Promise.reject(new Error('disk'));
		const reader = open((n, complete) => Promise.resolve(void said.push([n, complete])), failing);
		await reader.read();
		await reader.read();
		await expect(reader.read()).rejects.toThrow('disk');
		expect(said).toEqual([[100, false]]);
	});

	it('does not end well when it could not be recorded', async () => {
		const reader = open(() => Promise.reject(new Error('not recorded')));
		await expect(
			(async () => {
				while (!(await reader.read()).done);
			})(),
		).rejects.toThrow('not recorded');
	});
});

describe('a place for a file', () => {
	const rows = randomRows(1000);
	const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
	const patience = { first: 30, next: 60 };

	function opened(ended: () => Promise<void> = () => Promise.resolve()) {
		const downloads = createDownloads({ ofOne: 1, ofAll: 1 });
		const released = downloads.take('somebody')!;
		const chunks = csvChunks(table, 'codes', 3, reading(rows), 100);
		const body = csvStream(chunks, { ended, released, patience });
		return { body, isFree: () => downloads.take('another') !== undefined };
	}

	it('is free again when the file has arrived', async () => {
		const { body, isFree } = opened();
		await new Response(body).text();
		expect(isFree()).toBe(true);
	});

	it('is free again when the client breaks off', async () => {
		const { body, isFree } = opened();
		const reader = body.getReader();
		await reader.read();
		await reader.cancel();
		expect(isFree()).toBe(true);
	});

	it('is free again when the file cannot be recorded', async () => {
		const { body, isFree } = opened(() => Promise.reject(new Error('no disk')));
		await expect(new Response(body).text()).rejects.toThrow('no disk');
		expect(isFree()).toBe(true);
	});

	it('is free again when nobody ever reads, and then nothing is recorded', async () => {
		let recorded = 0;
		const { isFree } = opened(() => Promise.resolve(void (recorded += 1)));
		await pause(60);
		expect(isFree()).toBe(true);
		expect(recorded).toBe(0);
	});

	it('is free again when the client stops reading, and the file is broken off', async () => {
		const said: boolean[] = [];
		const { body, isFree } = opened(() => Promise.resolve(void said.push(true)));
		const reader = body.getReader();
		await reader.read();
		await pause(120);
		await expect(reader.read()).rejects.toThrow(/stopped reading/);
		expect(isFree()).toBe(true);
		expect(said).toEqual([true]);
	});

	it('is one of two for a person and one of six for all', () => {
		const downloads = createDownloads();
		const first = downloads.take(1);
		expect(downloads.take(1)).toBeDefined();
		expect(downloads.take(1)).toBeUndefined();
		for (const person of [2, 3, 4, 5]) expect(downloads.take(person)).toBeDefined();
		expect(downloads.take(6)).toBeUndefined();
		first!();
		first!();
		expect(downloads.take(6)).toBeDefined();
		expect(downloads.take(7)).toBeUndefined();
	});
});
