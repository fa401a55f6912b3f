import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CliCommand } from '../cli.ts';
import { lockInstance, StartRefused } from '../connection.server.ts';
import { auditExport, chunksOf, type CsvFile } from '#lib/features/exchange/export.server.ts';
import { EXPORTS } from '#lib/features/exchange/exports.server.ts';
import { countTable, openTable } from '#lib/features/exchange/exporttable.server.ts';
import { DIM_LABEL } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { options, progress, reading, required } from './command.ts';
import { FILTER_OPTIONS, FILTER_USAGE, paramsOf } from './filters.ts';

const TABLES = Object.keys(EXPORTS).join('|');

/** Writes the file under another name first: under its own it is always whole. */
async function write(ctx: Context, file: CsvFile, out: string, total: number): Promise<number> {
	const draft = `${out}.part`;
	const shown = progress(file.id, total);
	let rows = 0;
	async function* text() {
		for await (const chunk of chunksOf(ctx, file)) {
			rows += chunk.rows;
			shown.at(rows);
			yield chunk.text;
		}
	}
	try {
		await pipeline(Readable.from(text()), createWriteStream(draft, { flags: 'w', flush: true }));
		renameSync(draft, out);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
	shown.end(rows);
	return rows;
}

/** Records the export in the audit chain when no other process holds the database; says so when one does. */
async function record(ctx: Context, file: CsvFile, rows: number): Promise<string> {
	let release: () => void;
	try {
		release = lockInstance(ctx.database.file);
	} catch (error) {
		if (!(error instanceof StartRefused)) throw error;
		return 'A server holds the database, so this export is recorded only here in your terminal, not in the audit.';
	}
	try {
		await auditExport(ctx, file, rows, true);
		return 'Recorded in the audit.';
	} finally {
		release();
	}
}

export const command: CliCommand = {
	usage: `export TABLE --out FILE [--lang ar|en|codes] ${FILTER_USAGE}`,
	help: `Writes a table as CSV (${TABLES}) by the same rules as the screens. Works while a server runs.`,
	async run(words) {
		const { positionals, values, file } = options(
			words,
			{
				...FILTER_OPTIONS,
				out: { type: 'string' },
				lang: { type: 'string' },
			},
			1,
		);
		const table = required(positionals[0], 'TABLE');
		if (!Object.hasOwn(EXPORTS, table)) {
			console.error(`There is no table "${table}". There are: ${Object.keys(EXPORTS).join(', ')}.`);
			return 2;
		}
		const out = required(values.out, '--out');
		return reading(file, async (ctx) => {
			const params = paramsOf(values, [...Object.keys(FILTER_OPTIONS), 'lang']);
			const opened = await openTable(ctx, table, params);
			const rows = await write(ctx, opened, out, await countTable(ctx, table, params));
			const not = opened.unapplied.map((dim) => DIM_LABEL[dim].en.toLowerCase());
			if (not.length) console.log(`Not narrowed by ${not.join(', ')}: ${table} cannot be.`);
			console.log(`${rows} rows written to ${out}`);
			console.log(await record(ctx, opened, rows));
			return 0;
		});
	},
};
