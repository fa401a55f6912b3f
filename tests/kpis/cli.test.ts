import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { lockInstance, openDatabase } from '#db/connection.server.ts';
import { fillRandomWorld } from '../support/randomworld.ts';
import { ROOT } from '../support/tree.ts';
import { freshDatabase, temporaryFile } from '../support/world.ts';

interface Ended {
	readonly code: number;
	readonly out: string;
	readonly errors: string;
}

interface Answer {
	readonly value: number;
	readonly numerator: number;
	readonly denominator: number | null;
	readonly rows: readonly Readonly<Record<string, number | string>>[];
	readonly [key: string]: unknown;
}

const PERIOD = ['--from', '2026-01', '--to', '2026-06'];

let file: string;

function cli(...words: string[]): Promise<Ended> {
	return new Promise((done) => {
		execFile(
			process.execPath,
			['db/cli.ts', ...words, '--database', file],
			{ cwd: ROOT },
			(error, out, errors) => done({ code: error ? Number(error.code) : 0, out, errors }),
		);
	});
}

async function kpi(...words: string[]): Promise<Answer> {
	const { code, out, errors } = await cli('kpi', ...words, ...PERIOD, '--json');
	expect({ code, errors }).toEqual({ code: 0, errors: '' });
	return JSON.parse(out) as Answer;
}

async function exported(table: string, ...words: string[]): Promise<Record<string, string>[]> {
	const out = temporaryFile(`${table}.csv`);
	const { code } = await cli('export', table, '--out', out, '--lang', 'codes', ...PERIOD, ...words);
	expect(code).toBe(0);
	return parse(readFileSync(out), { columns: true, bom: true });
}

async function audits(): Promise<{ action: string; after: string | null }[]> {
	const database = openDatabase(file, { mustExist: true });
	try {
		return await database.reader
			.selectFrom('audit_entry')
			.select(['action', 'after'])
			.orderBy('seq')
			.execute();
	} finally {
		await database.close();
	}
}

beforeAll(async () => {
	const database = await freshDatabase();
	await fillRandomWorld(database, 5, 8);
	file = database.file;
	await database.close();
});

describe('a measure on the command line', () => {
	it('equals the rollup and the sum of the exported rows', async () => {
		const answer = await kpi('K-B7', '--by', 'month,sex');
		const database = openDatabase(file, { mustExist: true });
		const rollup = await sql<{ month: string; sex: string; people: number }>`
			select month, sex, sum(people) as people from rollup_reach
			where month between '2026-01' and '2026-06' group by 1, 2 order by 1, 2`.execute(database.reader);
		await database.close();
		expect(answer.rows.map(({ month, sex, value }) => ({ month, sex, people: value }))).toEqual(rollup.rows);

		const lines = await exported('reach');
		expect(lines.reduce((sum, line) => sum + Number(line.people), 0)).toBe(answer.value);
		expect(answer.rows.reduce((sum, row) => sum + Number(row.value), 0)).toBe(answer.value);
	});

	it('says money as whole minor units and as a decimal', async () => {
		const answer = await kpi('K-O8');
		expect(answer.currency).toBe('BHD');
		expect(answer.valueDecimal).toBe((answer.value / 1000).toFixed(3));
		const reports = await exported('reports');
		const sum = reports.reduce(
			(n, row) => n + (row.state === 'verified' ? Math.round(Number(row.spend) * 1000) : 0),
			0,
		);
		expect(sum).toBe(answer.value);
	});

	it('keeps the parts of a ratio, and names a filter that it cannot apply', async () => {
		const answer = await kpi('K-D1', '--segment', 'youth', '--governorate', 'capital,muharraq');
		expect(answer.ignored).toEqual(['segment']);
		expect(answer.filters).toMatchObject({ governorate: 'capital,muharraq' });
		expect(answer.value).toBeCloseTo((100 * answer.numerator) / answer.denominator!, 3);
		const due = await exported('expected', '--governorate', 'capital,muharraq');
		expect(due.length).toBe(answer.denominator);
		expect(due.filter((row) => row.received !== 'not_received').length).toBe(answer.numerator);
	});

	it('without --json is a table a person can read', async () => {
		const { out } = await cli('kpi', 'k-d1', '--by', 'month', ...PERIOD);
		const lines = out.trim().split('\n');
		expect(lines[0]).toMatch(/^K-D1 {2}Reporting rate {2}2026-01 to 2026-06, as of /);
		expect(lines[2]).toMatch(/^month +value +numerator +denominator$/);
		expect(lines.at(-1)).toMatch(/^all +\d+\.\d% +\d+ +\d+$/);
		expect(new Set(lines.slice(2).map((line) => line.length)).size).toBe(1);
	});

	it('lists the measures', async () => {
		const { code, out } = await cli('kpi', 'list');
		expect(code).toBe(0);
		for (const id of ['K-R1', 'K-R2', 'K-R3', 'K-D1', 'K-B7', 'K-O8', 'K-O9', 'K-O10'])
			expect(out).toContain(id);
	});

	it.each([
		[['K-X'], 'There is no measure "K-X"'],
		[['K-O8', '--by', 'sex'], 'K-O8 cannot be broken down by “sex”'],
		[['K-O8', '--by', 'year'], 'K-O8 cannot be broken down by “year”'],
		[['K-O8', '--governorate', 'nowhere'], 'the list has no code “nowhere”'],
		[['K-O8', '--from', '2026-13'], 'is not a month'],
		[['K-O8', '--goverorate', 'capital'], '--goverorate'],
		[[], 'CODE is missing'],
	])('%j ends in a sentence and code 2', async (words, said) => {
		const { code, out, errors } = await cli('kpi', ...words);
		expect(code).toBe(2);
		expect(out).toBe('');
		expect(errors).toContain(said);
		expect(errors).not.toContain('    at ');
	});
});

describe('an export on the command line', () => {
	it('is whole under its own name, and recorded with its rows', async () => {
		const out = temporaryFile('whole.csv');
		const before = (await audits()).length;
		const { code, out: said } = await cli('export', 'programs', '--out', out, '--lang', 'ar');
		expect(code).toBe(0);
		expect(said).toContain('Recorded in the audit.');
		expect(existsSync(`${out}.part`)).toBe(false);
		const entries = await audits();
		expect(entries.length).toBe(before + 1);
		expect(entries.at(-1)!.action).toBe('program.export');
		const rows = parse(readFileSync(out), { columns: true, bom: true }).length;
		expect(JSON.parse(entries.at(-1)!.after!)).toMatchObject({ rows, lang: 'ar', complete: true });
	});

	it('works beside a running server, which alone may write the audit', async () => {
		const before = (await audits()).length;
		const out = temporaryFile('beside.csv');
		const release = lockInstance(file);
		try {
			const { code, out: said } = await cli('export', 'reach', '--out', out, ...PERIOD);
			expect(code).toBe(0);
			expect(said).toContain('recorded only here in your terminal');
			expect((await cli('kpi', 'K-B7')).code).toBe(0);
		} finally {
			release();
		}
		expect(existsSync(out)).toBe(true);
		expect((await audits()).length).toBe(before);
	});

	it('says which filter it did not apply', async () => {
		const { out } = await cli('export', 'reports', '--out', temporaryFile('not.csv'), '--sex', 'female');
		expect(out).toContain('Not narrowed by sex: reports cannot be.');
	});

	it('refuses a wrong filter and leaves the older file as it was', async () => {
		const out = temporaryFile('older.csv');
		writeFileSync(out, 'older');
		const { code } = await cli('export', 'reach', '--out', out, '--segment', 'nobody');
		expect(code).toBe(2);
		expect(readFileSync(out, 'utf8')).toBe('older');
	});

	it.each([
		[['nothing', '--out', 'x.csv'], 'There is no table "nothing"'],
		[['reach'], '--out is missing'],
	])('%j ends in a sentence and code 2', async (words, said) => {
		const { code, errors } = await cli('export', ...words);
		expect(code).toBe(2);
		expect(errors).toContain(said);
	});
});
