import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, createWriteStream, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ADAPTERS } from '#lib/features/exchange/adapters/registry.ts';
import { adapt } from '#lib/features/exchange/canonical.ts';
import {
	importOutcomes,
	NothingAccepted,
	type ImportResult,
} from '#lib/features/exchange/importer.server.ts';
import { countReasons, REASONS, rejectedCsv, type Rejection } from '#lib/features/exchange/rejections.ts';
import { isEncoding } from '#lib/features/exchange/intake/detect.server.ts';
import { importTable } from '#lib/features/exchange/intake/direct.server.ts';
import { readBatches } from '#lib/features/exchange/intake/batches.server.ts';
import { undoImport } from '#lib/features/exchange/undo.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { plainBytes } from '#lib/tables/bytes.server.ts';
import { CSV_LIMITS, readCsv } from '#lib/tables/reader.server.ts';
import type { CliCommand } from '../cli.ts';
import { StartRefused } from '../connection.server.ts';
import { options, progress, reading, required, writing } from './command.ts';
import { prepareDatabase } from './migrate.ts';

const count = (n: number) => n.toLocaleString('en');

interface Fingerprint {
	readonly sha256: string;
	/** Line breaks of the unpacked content: about its rows, for the time left. */
	readonly lines: number;
}

async function fingerprint(path: string): Promise<Fingerprint> {
	const hash = createHash('sha256');
	async function* hashed() {
		for await (const chunk of createReadStream(path)) {
			hash.update(chunk as Buffer);
			yield chunk as Buffer;
		}
	}
	let lines = 0;
	for await (const chunk of plainBytes(hashed(), CSV_LIMITS.bytes)) {
		for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
	}
	return { sha256: hash.digest('hex'), lines };
}

/** Rows read, then reports written: one line after the other. `stop` ends a line that an error leaves open. */
function showProgress(lines: number) {
	const reading = progress('Rows read', Math.max(lines - 1, 1));
	let writing: ReturnType<typeof progress> | undefined;
	let rows = 0;
	return {
		at(phase: 'read' | 'write', done: number, total?: number) {
			if (phase === 'read') {
				rows = done;
				reading.at(done);
				return;
			}
			if (!writing) reading.end(rows);
			writing ??= progress('Reports written', total);
			if (done === total) writing.end(done);
			else writing.at(done);
		},
		stop() {
			if (rows && !writing && process.stderr.isTTY) process.stderr.write('\n');
		},
	};
}

async function writeRejected(file: string, rejections: readonly Rejection[]): Promise<void> {
	if (!rejections.length) return;
	await pipeline(Readable.from(rejectedCsv(rejections)), createWriteStream(file, { mode: 0o600 }));
	for (const [reason, n] of countReasons(rejections))
		console.log(`  ${count(n)}  ${reason}: ${REASONS[reason].en}`);
	console.log(`The rejected rows are in ${file}`);
}

async function report(result: ImportResult, rejectedFile: string, seconds: number): Promise<void> {
	if (result.state === 'already') {
		console.log(`already imported as batch ${result.batchId}; nothing changed`);
		return;
	}
	const { read, accepted, rejected, societies, programs, reports, batchId } = result;
	console.log(`${count(read)} rows read = ${count(accepted)} accepted + ${count(rejected)} rejected`);
	await writeRejected(rejectedFile, result.rejections);
	console.log(
		`Batch ${batchId}: ${count(reports)} reports of ${count(programs)} new programs of ${count(societies)} new societies`,
	);
	console.log(`${seconds.toFixed(1)} s, ${count(Math.round(read / seconds))} rows/s`);
}

async function importReports(words: string[]): Promise<number> {
	const { positionals, values, file } = options(
		words,
		{
			adapter: { type: 'string' },
			pack: { type: 'string' },
			rejected: { type: 'string' },
		},
		2,
	);
	const path = required(positionals[1], 'the file to import');
	const id = required(values.adapter, '--adapter');
	const adapter = ADAPTERS.find((a) => a.id === id);
	if (!adapter) {
		throw new StartRefused(`There is no adapter "${id}"; known are ${ADAPTERS.map((a) => a.id).join(', ')}.`);
	}
	if (!existsSync(path)) throw new StartRefused(`There is no file at ${path}.`);
	const name = basename(path);
	const beside = join(dirname(file), `${name.replace(/(\.csv)?(\.gz)?$/i, '')}.rejected.csv`);
	const rejectedFile = typeof values.rejected === 'string' ? values.rejected : beside;

	await prepareDatabase(file, typeof values.pack === 'string' ? values.pack : undefined);
	// Asked before the import: afterwards the rows could not be had again.
	if (!mayWriteIn(dirname(rejectedFile))) throw new StartRefused(`Cannot write to ${rejectedFile}.`);
	return writing(file, async (ctx) => {
		const started = performance.now();
		const { sha256, lines } = await fingerprint(path);
		const rows = adapt(adapter, readCsv(createReadStream(path), adapter.columns), ctx.pack);
		const shown = showProgress(lines);
		const source = { adapter: adapter.id, fileName: name, sha256, rows, onProgress: shown.at };
		try {
			const result = await importOutcomes(ctx, source);
			await report(result, rejectedFile, (performance.now() - started) / 1000);
			return 0;
		} catch (error) {
			shown.stop();
			if (error instanceof NothingAccepted) await writeRejected(rejectedFile, error.rejections);
			throw error;
		}
	});
}

function mayWriteIn(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

async function undo(ctx: Context, number: string): Promise<number> {
	if (!/^[1-9]\d{0,14}$/.test(number)) throw new StartRefused(`"${number}" is not the number of a batch.`);
	const gone = await undoImport(ctx, { batchId: Number(number) });
	console.log(
		`Batch ${gone.batchId} undone: ${count(gone.reports)} reports, ${count(gone.programs)} programs, ${count(gone.societies)} societies removed`,
	);
	return 0;
}

async function importRegister(words: string[]): Promise<number> {
	const { positionals, values, file } = options(words, { encoding: { type: 'string' } }, 2);
	const kind = positionals[0] === 'programs' ? 'programs' : 'societies';
	const path = required(positionals[1], 'the file to import');
	if (!existsSync(path)) throw new StartRefused(`There is no file at ${path}.`);
	const named = typeof values.encoding === 'string' ? values.encoding : undefined;
	if (named !== undefined && !isEncoding(named)) throw new StartRefused(`There is no encoding "${named}".`);
	return writing(file, async (ctx) => {
		const { batchId, counts, rejected } = await importTable(ctx, { kind, path, encoding: named });
		const { created, updated, unchanged } = counts;
		console.log(
			`${count(created + updated + unchanged + counts.rejected)} rows read = ${count(created)} created + ` +
				`${count(updated)} updated + ${count(unchanged)} unchanged + ${count(counts.rejected)} rejected`,
		);
		for (const { row, problems } of rejected.slice(0, 1000)) {
			const said = problems.map(({ column, reason }) => `${column}: ${REASONS[reason].en}`).join(' ');
			console.log(`  row ${row}  ${said}`);
		}
		console.log(batchId === null ? 'nothing new; nothing changed' : `Batch ${batchId}`);
		return 0;
	});
}

function listBatches(words: string[]): Promise<number> {
	const { file } = options(words, {}, 1);
	return reading(file, async (ctx) => {
		for (const batch of await readBatches(ctx, undefined)) {
			const state = batch.undoneAt === null ? '' : ', undone';
			console.log(
				`${batch.id}  ${batch.createdAt}  ${batch.fileName}  ${count(batch.accepted)} of ${count(batch.read)} rows${state}`,
			);
		}
		return 0;
	});
}

export const command: CliCommand = {
	usage: `import reports --adapter ${ADAPTERS.map((a) => a.id).join('|')} [--pack jordan] [--rejected FILE.csv] PATH | import societies|programs [--encoding NAME] PATH | import list | import undo N`,
	help: 'Takes a CSV file (or .csv.gz) of results in as verified reports, all or nothing, once; or takes a batch back.',
	async run(words) {
		if (words[0] === 'reports') return importReports(words);
		if (words[0] === 'societies' || words[0] === 'programs') return importRegister(words);
		if (words[0] === 'list') return listBatches(words);
		const { positionals, file } = options(words, {}, 2);
		if (positionals[0] !== 'undo')
			throw new StartRefused('Say "import reports …" or "import undo N"; see --help.');
		const number = required(positionals[1], 'the number of the batch');
		return writing(file, (ctx) => undo(ctx, number));
	},
};
