import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import {
	cleanName, contentPath, FILE_LIMIT, fileHeaders, fileOfTicket, keepUpload, readContent, ticketOf,
} from './files.server.ts'; // prettier-ignore

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);
const EXE = Buffer.from(`MZ${'\u0000'.repeat(200)}`);
const ZIP = Buffer.from('UEsDBAoAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAYVBLAQIKAAoAAAAAAAAAIQA=', 'base64');

let file: string;

beforeEach(async () => {
	file = join(await mkdtemp(join(process.env.SHARAKA_TEST_FOLDER ?? tmpdir(), 'files-')), 'data.db');
});

const all = (): string[] => {
	try {
		return readdirSync(`${file}.files`, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => entry.name);
	} catch {
		return [];
	}
};

describe('a file that is sent', () => {
	it('is kept by its content, readable by nobody else, and comes back as it was', async () => {
		const kept = await keepUpload(file, { name: 'قرار الدمج.pdf', bytes: PDF });
		expect(kept).toMatchObject({ name: 'قرار الدمج.pdf', mediaType: 'application/pdf', bytes: PDF.length });
		expect(Buffer.from(await readContent(file, kept.sha256))).toEqual(PDF);
		expect(statSync(contentPath(file, kept.sha256)).mode & 0o777).toBe(0o600);
		expect(statSync(`${file}.files`).mode & 0o777).toBe(0o700);
	});

	it('is there once, however often and under whatever name it comes', async () => {
		const [a, b] = [
			await keepUpload(file, { name: 'a.pdf', bytes: PDF }),
			await keepUpload(file, { name: 'b.PDF', bytes: PDF }),
		];
		expect(a.sha256).toBe(b.sha256);
		expect(all()).toEqual([a.sha256]);
	});

	it('is noticed when its content is no longer what was stored', async () => {
		const { sha256 } = await keepUpload(file, { name: 'a.pdf', bytes: PDF });
		writeFileSync(contentPath(file, sha256), 'something else');
		await expect(readContent(file, sha256)).rejects.toThrow(/no longer has its content/);
	});

	it.each([
		['a picture', 'صورة.png', PNG, 'image/png'],
		['a table of text', 'قائمة.csv', Buffer.from('\ufeffالاسم,العدد\r\nسلة,٥\r\n'), 'text/csv'],
	])('%s is taken', async (_, name, bytes, mediaType) => {
		expect(await keepUpload(file, { name, bytes })).toMatchObject({ mediaType });
	});

	it.each([
		['nothing', 'a.pdf', Buffer.alloc(0)],
		['more than ten megabytes', 'a.pdf', Buffer.concat([PDF, Buffer.alloc(FILE_LIMIT)])],
		['a program', 'a.pdf', EXE],
		['a program called a table', 'a.csv', EXE],
		['a zip archive called a table', 'a.xlsx', ZIP],
		['a picture called a document', 'a.pdf', PNG],
		['a document without an ending', 'decision', PDF],
		['a table with a NUL', 'a.csv', Buffer.from('a,b\n1,\u0000\n')],
		['a table in another encoding', 'a.csv', Buffer.from([0xc7, 0xe1, 0xc7, 0xd3, 0xe3])],
		['a page', 'a.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
		['a drawing with script', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	])('%s is refused at its field, and nothing is kept', async (_, name, bytes) => {
		await expect(keepUpload(file, { name, bytes })).rejects.toMatchObject({
			code: 'invalid',
			problems: [{ place: 'file' }],
		});
		expect(all()).toEqual([]);
	});
});

describe('the name of a file', () => {
	it.each([
		['../../etc/passwd.pdf', 'passwd.pdf'],
		['C:\\temp\\قرار.pdf', 'قرار.pdf'],
		['evil\u202efdp.exe.pdf', 'evilfdp.exe.pdf'],
		['a\u0000\n"b<c>.pdf', 'a _b_c_.pdf'],
		['...pdf', 'file.pdf'],
		['', 'file'],
	])('%j is kept as %j', (given, kept) => {
		expect(cleanName(given)).toBe(kept);
	});

	it('is shortened but keeps its ending', () => {
		expect(cleanName(`${'ط'.repeat(5000)}.pdf`)).toHaveLength(114);
	});

	it('leaves as an attachment that no browser shows or keeps', () => {
		const headers = fileHeaders({ sha256: '', name: "قرار'(1).pdf", mediaType: 'application/pdf', bytes: 5 });
		expect(headers['content-disposition']).toMatch(
			/^attachment; filename="file\.pdf"; filename\*=UTF-8''[\w%.]+$/,
		);
		expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
	});
});

describe('a ticket for a file', () => {
	const ctx = (accountId: number) =>
		({ auditKey: Buffer.alloc(32, 7), viewer: { accountId } }) as unknown as Context;

	it('brings the file back for the same person only', async () => {
		const kept = await keepUpload(file, { name: 'a.pdf', bytes: PDF });
		const ticket = ticketOf(ctx(1), kept);
		expect(fileOfTicket(ctx(1), ticket)).toEqual(kept);
		expect(fileOfTicket(ctx(2), ticket)).toBeNull();
		expect(fileOfTicket(ctx(1), `${ticket}x`)).toBeNull();
		expect(fileOfTicket(ctx(1), '')).toBeNull();
	});
});
