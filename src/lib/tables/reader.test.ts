import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Expected } from '../platform/errors.ts';
import { csvCell, csvLine, CSV_BOM } from './csv.ts';
import { readCsv, type CsvLimits, type CsvRow } from './reader.server.ts';

const COLUMNS = ['Name', 'Value'].map((key) => ({ key, headers: [key] }));

/** The file in pieces of `size` bytes, as a slow stream would hand it over. */
async function* pieces(file: Buffer, size: number) {
	for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function rowsOf(
	file: string | Buffer,
	{ size = 65_536, limits }: { size?: number; limits?: CsvLimits } = {},
) {
	const rows: CsvRow[] = [];
	for await (const batch of readCsv(pieces(Buffer.from(file), size), COLUMNS, limits)) rows.push(...batch);
	return rows;
}

async function faultOf(file: string | Buffer, options?: Parameters<typeof rowsOf>[1]) {
	const error: unknown = await rowsOf(file, options).then(
		() => undefined,
		(e: unknown) => e,
	);
	if (!(error instanceof Expected)) throw new Error(`expected a clear error, got ${String(error)}`);
	expect(error.code).toBe('invalid');
	expect(error.problems).toHaveLength(1);
	for (const text of [error.text, error.problems[0]!.text]) {
		expect(text.ar).toMatch(/[\u0600-\u06ff]/);
		expect(text.en).toMatch(/[a-z]/);
	}
	return { what: error.text.en, place: error.problems[0]!.place };
}

const table = 'Name,Value\r\nA,1\r\nB,2\r\n';
const wanted = [
	{ row: 2, cells: { Name: 'A', Value: '1' } },
	{ row: 3, cells: { Name: 'B', Value: '2' } },
];

describe('reading', () => {
	it.each([
		['as it is', table],
		['gzipped, whatever its name says', gzipSync(table)],
		['with a UTF-8 mark', CSV_BOM + table],
		['with semicolons', table.replaceAll(',', ';')],
		['with tabs', table.replaceAll(',', '\t')],
		['with bars', table.replaceAll(',', '|')],
		['with a declared delimiter', `sep=;\r\n${table.replaceAll(',', ';')}`],
		['with bare line feeds', table.replaceAll('\r', '')],
		['with bare carriage returns', table.replaceAll('\n', '')],
		['with spaces around the headers', table.replace('Name,Value', ' Name , Value')],
		['with quoted headers', table.replace('Name,Value', '"Name","Value"')],
		['gzipped, with semicolons and a mark', gzipSync(CSV_BOM + table.replaceAll(',', ';'))],
	])('a file %s', async (_, file) => {
		expect(await rowsOf(file)).toEqual(wanted);
		expect(await rowsOf(file, { size: 1 })).toEqual(wanted);
	});

	it('takes the columns asked for wherever they stand, and leaves cells as they are', async () => {
		const rows = await rowsOf('x,Value,y,Name\n1," a ""b"" \n,c",2,  n \n');
		expect(rows).toEqual([{ row: 2, cells: { Name: '  n ', Value: ' a "b" \n,c' } }]);
	});

	it('numbers rows as a spreadsheet does: line breaks inside a value count nothing, blank lines count', async () => {
		const rows = await rowsOf('Name,Value\n"a\nb\nc",1\n\nd,2\n');
		expect(rows.map((r) => r.row)).toEqual([2, 4]);
	});

	it('reads back whatever the CSV writer wrote, in pieces of any size', async () => {
		const cell = fc.string({
			unit: fc.constantFrom('a', 'ب', '"', ',', ';', '\n', '\r', '=', '-', ' ', '😀', "'"),
			maxLength: 8,
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }),
				fc.integer({ min: 1, max: 50 }),
				async (cells, size) => {
					const file =
						CSV_BOM + [['Name', 'Value'], ...cells].map((r) => csvLine(r.map((c) => csvCell(c)))).join('');
					const rows = await rowsOf(file, { size });
					const shown = cells.map((r) => r.map((c) => csvCell(c).slice(1, -1).replaceAll('""', '"')));
					expect(rows.map((r) => [r.cells['Name'], r.cells['Value']])).toEqual(shown);
				},
			),
			{ numRuns: 100 },
		);
	});
});

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const long = 'Name,Value\n' + 'row,1\n'.repeat(20_000);

describe('refusing, each with one clear error', () => {
	it.each<[string, string | Buffer, { what: RegExp; place: string }]>([
		[
			'a file cut in the middle of a row',
			`${table}C`,
			{ what: /cut in the middle of row 4/, place: 'row 4' },
		],
		['a file cut in its last field', `${table}C,12`, { what: /cut in the middle of row 4/, place: 'row 4' }],
		[
			'a file cut in a letter',
			Buffer.from('Name,Value\nA,ب').subarray(0, -1),
			{ what: /row 2 is not in UTF-8/i, place: 'row 2, column Value' },
		],
		[
			'a header without a needed column',
			table.replace('Value', 'value'),
			{ what: /columns missing: Value/, place: 'row 1' },
		],
		[
			'a header with a column twice',
			table.replaceAll(/^(.*)\r/gm, '$1,Name\r'),
			{ what: /column twice: Name/, place: 'row 1' },
		],
		[
			'UTF-16 with a mark',
			Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(table)]),
			{ what: /UTF-16LE/, place: 'file' },
		],
		[
			'big-endian UTF-16 with a mark',
			Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(table).swap16()]),
			{ what: /UTF-16BE/, place: 'file' },
		],
		['UTF-16 without a mark', utf16(table), { what: /UTF-16LE/, place: 'file' }],
		['big-endian UTF-16 without a mark', utf16(table).swap16(), { what: /UTF-16BE/, place: 'file' }],
		[
			'another encoding',
			Buffer.from(long.replace('row,1\nrow', 'row,1\nr\u00e9w'), 'latin1'),
			{ what: /Row 3 is not in UTF-8/, place: 'row 3, column Name' },
		],
		[
			'another encoding late in the file',
			Buffer.from(`${long}\u00e9,2\n`, 'latin1'),
			{ what: /Row 20002 is not in UTF-8/, place: 'row 20002, column Name' },
		],
		[
			'a quote that is never closed',
			long.replace('row,1', '"row,1'),
			{ what: /Row 2: a quotation mark/, place: 'row 2' },
		],
		[
			'a quote that is never closed, at the end',
			`${long}"last,1\n`,
			{ what: /ends inside a quoted value of row 20002/, place: 'row 20002' },
		],
		[
			'a quote not closed before the next one',
			`${table}"C,3\n"D",4\n`,
			{ what: /Row 4: a quotation mark/, place: 'row 4' },
		],
		['a quote inside a bare value', `${table}C"x",3\n`, { what: /Row 4: a quotation mark/, place: 'row 4' }],
		['a record beyond 64 KiB', `${table}${'x'.repeat(70_000)},3\n`, { what: /Row 4/, place: 'row 4' }],
		['a row with a field too few', `${table}C\nD,4\n`, { what: /Row 4 has 1 fields/, place: 'row 4' }],
		['a row with a field too many', `${table}C,3,4\nD,4\n`, { what: /Row 4 has 3 fields/, place: 'row 4' }],
		['a NUL byte', `${table}C\0,3\n`, { what: /Row 4 holds a NUL byte/, place: 'row 4, column Name' }],
		[
			'an Excel workbook',
			Buffer.from('504b0304140006000800', 'hex'),
			{ what: /Excel workbook/, place: 'file' },
		],
		['an old Excel file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), { what: /old Excel/, place: 'file' }],
		['a PDF', '%PDF-1.7\n1 0 obj\n', { what: /PDF/, place: 'file' }],
		[
			'an Excel workbook, gzipped',
			gzipSync(Buffer.from('504b0304140006000800', 'hex')),
			{ what: /Excel workbook/, place: 'file' },
		],
		[
			'a truncated archive',
			gzipSync(long).subarray(0, -20),
			{ what: /compressed file is cut short/, place: 'file' },
		],
		[
			'a damaged archive',
			Buffer.concat([gzipSync(long).subarray(0, 30), Buffer.alloc(60, 9)]),
			{ what: /damaged/, place: 'file' },
		],
		['an empty file', '', { what: /empty/, place: 'file' }],
		['a header and nothing else', 'Name,Value\n', { what: /no rows/, place: 'file' }],
	])('%s', async (_, file, wantedFault) => {
		for (const size of [65_536, 7]) {
			const fault = await faultOf(file, { size });
			expect(fault.what).toMatch(wantedFault.what);
			expect(fault.what).toContain('Nothing was saved.');
			expect(fault.place).toBe(wantedFault.place);
		}
	});

	it('a quote that is never closed, before it eats the memory', async () => {
		let pulled = 0;
		async function* endless() {
			yield Buffer.from('Name,Value\nA,"');
			for (; ; pulled += 1) yield Buffer.alloc(65_536, 'x');
		}
		await expect(readCsv(endless(), COLUMNS).next()).rejects.toThrow(/Row 2: a quotation mark/);
		expect(pulled).toBeLessThan(5);
	});

	it('more bytes, rows or columns than the limit', async () => {
		const limits = { bytes: 200_000, rows: 100_000, columns: 10 };
		expect(await rowsOf(long, { limits })).toHaveLength(20_000);
		expect((await faultOf(gzipSync(long.repeat(3)), { limits })).what).toMatch(/more than the limit/);
		expect((await faultOf(long, { limits: { ...limits, rows: 19_999 } })).what).toMatch(
			/more than 19999 rows/,
		);
		expect((await faultOf(table, { limits: { ...limits, columns: 1 } })).what).toMatch(/2 > 1/);
	});
});
