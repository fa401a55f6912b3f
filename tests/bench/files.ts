import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { contextFor, openRuntime, OPERATOR } from '#lib/platform/runtime.server.ts';
import { chunksOf } from '#lib/features/exchange/export.server.ts';
import { openTable } from '#lib/features/exchange/exporttable.server.ts';
import { compare } from './measure.ts';

/** Whether the `sqlite3` command line is here to be compared with; it never touches a live file. */
export function hasSqliteTool(): boolean {
	return spawnSync('sqlite3', ['--version']).status === 0;
}

function run(program: string, args: string[], input?: string): void {
	const { status, stderr } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
	if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** The validated import of a file against `sqlite3 .import` of the same rows without any check. */
export async function importAgainstTool(file: string, folder: string, rows: number): Promise<void> {
	const plain = join(folder, 'plain.csv');
	await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
	const [ours, theirs] = [join(folder, 'import.db'), join(folder, 'tool.db')];
	const fresh = (db: string) => {
		for (const end of ['', '-wal', '-shm', '.lock']) rmSync(db + end, { force: true });
	};
	await compare(
		`Import of ${rows.toLocaleString('en')} rows`,
		[
			{
				name: 'sqlite3 .import, nothing checked',
				units: rows,
				run: () => (fresh(theirs), run('sqlite3', [theirs], `.mode csv\n.import ${plain} t\n`)),
			},
			{
				name: 'cli import reports, start of the process included',
				units: rows,
				run: () => {
					fresh(ours);
					const words = ['import', 'reports', '--adapter', 'activityinfo', '--pack', 'jordan'];
					run(process.execPath, ['db/cli.ts', ...words, '--database', ours, file]);
				},
			},
		],
		3,
	);
}

/** The reach export, joins, quoting and formula guard included, against `sqlite3 -csv` on the same joins. */
export async function exportAgainstTool(file: string, from: string, to: string): Promise<void> {
	const runtime = await openRuntime(file);
	const ctx = contextFor(runtime, OPERATOR, { locale: 'en' });
	const params = new URLSearchParams({ from, to });
	let rows = 0;
	const ours = async () => {
		rows = 0;
		const csv = await openTable(ctx, 'reach', params);
		for await (const chunk of chunksOf(ctx, csv)) rows += chunk.rows;
	};
	await ours();
	const copy = `${file}.copy`;
	await runtime.database.backup(copy);
	const query = `select t.period, s.name_en, p.name_en, c.code, k.code, g.code, e.code, l.sex, a.code, l.people, l.people_new
		from reach_line l join report_version v on v.id = l.version_id join report t on t.id = v.report_id
		join program p on p.id = t.program_id join society s on s.id = p.society_id
		join category c on c.id = s.category_id join sector k on k.id = p.sector_id
		join governorate g on g.id = l.governorate_id join segment e on e.id = l.segment_id
		join age_band a on a.id = l.age_band_id
		where v.verified_from is not null and v.verified_until is null and t.period between '${from}' and '${to}'`;
	await compare(`Reach as CSV, ${rows.toLocaleString('en')} rows`, [
		{ name: 'sqlite3 -csv', units: rows, run: () => run('sqlite3', ['-csv', copy, query]) },
		{ name: 'export', units: rows, run: ours },
	]);
	await runtime.database.close();
}
