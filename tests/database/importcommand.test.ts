import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { lockInstance, openDatabase } from '#db/connection.server.ts';
import { contentsOf } from '../support/contents.ts';
import { activityFile } from '../support/files.ts';
import { ROOT } from '../support/tree.ts';
import { temporaryFile } from '../support/world.ts';

interface Ended {
	readonly code: number;
	readonly out: string;
	readonly errors: string;
}

function cli(...words: string[]): Promise<Ended> {
	return new Promise((done) => {
		execFile(process.execPath, ['db/cli.ts', ...words], { cwd: ROOT }, (error, out, errors) =>
			done({ code: error ? Number(error.code) : 0, out, errors }),
		);
	});
}

let folder: string;
let file: string;

const reports = (name: string, ...words: string[]) =>
	cli(
		'import',
		'reports',
		'--adapter',
		'activityinfo',
		'--pack',
		'jordan',
		'--database',
		file,
		...words,
		join(folder, name),
	);

async function contents(): Promise<Record<string, string>> {
	const database = openDatabase(file, { mustExist: true });
	try {
		return await contentsOf(database);
	} finally {
		await database.close();
	}
}

beforeEach(() => {
	folder = temporaryFile('import');
	mkdirSync(folder);
	file = join(folder, 'trial.db');
	const rows = activityFile({}, { Value: 'a sum' }, { Value: '-2' }, { StartDate: '1/4/2021' });
	const good = rows.replace('a sum', '=1+1');
	writeFileSync(join(folder, 'good.csv.gz'), gzipSync(good));
	writeFileSync(join(folder, 'cut.csv'), good.slice(0, good.lastIndexOf('"Urban"')));
	writeFileSync(join(folder, 'utf16.csv'), Buffer.from(`\ufeff${good}`, 'utf16le'));
	writeFileSync(join(folder, 'none.csv'), activityFile({ Units: '%' }));
});

describe('the import command', () => {
	it('creates the database, tells what it did, writes the rejected rows back, and does it once', async () => {
		const first = await reports('good.csv.gz');
		expect(first).toMatchObject({ code: 0 });
		expect(first.out).toContain('4 rows read = 2 accepted + 2 rejected');
		expect(first.out).toContain('1  value_unreadable');
		expect(first.out).toContain('Batch 1: 2 reports of 1 new programs of 1 new societies');
		expect(first.errors).toContain('Rows read: 4 of 4 100%');
		const rejected = join(folder, 'good.rejected.csv');
		expect(first.out).toContain(rejected);
		const [header, formula, negative, end] = readFileSync(rejected, 'utf8').split('\r\n');
		expect(header).toBe('\ufeff"row_number","column","value","reason_code","reason_ar","reason_en"');
		expect(formula).toMatch(/^"3","Value","'=1\+1","value_unreadable","[^"]*[\u0600-\u06ff][^"]*","[^"]+"$/);
		expect(negative).toMatch(/^"4","Value","-2","value_negative",/);
		expect(end).toBe('');

		const before = await contents();
		const second = await reports('good.csv.gz');
		expect(second).toMatchObject({ code: 0, out: 'already imported as batch 1; nothing changed\n' });
		expect(await contents()).toEqual(before);

		expect(await cli('import', 'undo', '1', '--database', file)).toMatchObject({
			code: 0,
			out: 'Batch 1 undone: 2 reports, 1 programs, 1 societies removed\n',
		});
		expect((await cli('import', 'undo', '1', '--database', file)).code).toBe(2);
	});

	it('ends with one clear error for a broken file, and no row differs', async () => {
		await reports('good.csv.gz');
		const before = await contents();
		const cut = await reports('cut.csv');
		expect(cut).toMatchObject({ code: 2, out: '' });
		expect(cut.errors.match(/Nothing was saved\./g)).toHaveLength(1);
		expect(cut.errors).toContain('The file is cut in the middle of row 5.');
		expect(cut.errors).toContain('الملف مبتور في وسط الصف 5.');
		expect((await reports('utf16.csv')).errors).toContain(
			'The file is encoded in UTF-16LE; UTF-8 is needed.',
		);
		const none = await reports('none.csv', '--rejected', join(folder, 'back.csv'));
		expect(none.code).toBe(2);
		expect(none.errors).toContain('Not one row of the file could be taken in.');
		expect(existsSync(join(folder, 'back.csv'))).toBe(true);
		expect(await contents()).toEqual(before);
	});

	it('refuses while another process holds the database, and what it does not know', async () => {
		await reports('good.csv.gz');
		const before = await contents();
		const release = lockInstance(file);
		try {
			const refused = await reports('cut.csv');
			expect(refused).toMatchObject({ code: 2, out: '' });
			expect(refused.errors).toContain('Another process is using');
		} finally {
			release();
		}
		expect((await reports('missing.csv')).errors).toContain('There is no file at');
		const odd = await cli(
			'import',
			'reports',
			'--adapter',
			'odd',
			'--database',
			file,
			join(folder, 'cut.csv'),
		);
		expect(odd.errors).toContain('There is no adapter "odd"; known are activityinfo, canonical.');
		expect((await cli('import', 'undo', 'x', '--database', file)).code).toBe(2);
		expect((await cli('import', 'everything', '--database', file)).code).toBe(2);
		expect(await contents()).toEqual(before);
	});
});
