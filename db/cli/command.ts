import { parseArgs, type ParseArgsConfig } from 'node:util';
import { lockInstance, StartRefused } from '../connection.server.ts';
import { contextFor, openRuntime, OPERATOR, type AuditFiles } from '#lib/platform/runtime.server.ts';
import type { Context } from '#lib/platform/context.ts';

/** Where the trial database lies when `--database` and DATABASE_FILE name none. */
export const DEFAULT_DATABASE = 'data/sharaka.db';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads a command's words strictly: an unknown option or a word beyond `most` is an error, `--database` is always known. */
export function options<T extends Options>(words: string[], known: T, most = 0) {
	const parsed = parseArgs({
		args: words,
		options: { ...known, database: { type: 'string' } },
		allowPositionals: true,
		strict: true,
	});
	const extra = parsed.positionals[most];
	if (extra !== undefined) {
		throw new StartRefused(`"${extra}" is a word too many; several values are written with commas.`);
	}
	const values = parsed.values as Record<string, string | boolean | (string | boolean)[] | undefined>;
	const file = typeof values.database === 'string' ? values.database : undefined;
	return {
		positionals: parsed.positionals,
		values,
		file: file ?? process.env.DATABASE_FILE ?? DEFAULT_DATABASE,
	};
}

/** Runs a reading command as the operator; works while a server holds the file. `anyKey` opens a rewritten chain too. */
export async function reading<R>(
	file: string,
	run: (ctx: Context) => Promise<R>,
	{ anyKey }: Pick<AuditFiles, 'anyKey'> = {},
): Promise<R> {
	const { AUDIT_KEY_FILE: auditKeyFile, AUDIT_ANCHOR_FILE: auditAnchorFile } = process.env;
	const runtime = await openRuntime(file, { auditKeyFile, auditAnchorFile, ...(anyKey && { anyKey }) });
	try {
		return await run(contextFor(runtime, OPERATOR, { locale: 'en' }));
	} finally {
		await runtime.database.close();
	}
}

/** Runs a writing command as the operator; refuses while a server (or another command) holds the file. */
export async function writing<R>(file: string, run: (ctx: Context) => Promise<R>): Promise<R> {
	const release = lockInstance(file);
	try {
		return await reading(file, run);
	} finally {
		release();
	}
}

/** One sentence for a missing word, in the operator's terms. */
export function required(value: unknown, name: string): string {
	if (typeof value === 'string' && value) return value;
	throw new StartRefused(`${name} is missing; see --help.`);
}

/** Progress of long work: one rewritten line on a terminal (rows, rate, time left), plain lines elsewhere. */
export function progress(what: string, total: number | undefined) {
	const started = Date.now();
	let shown = started;
	const line = (done: number) => {
		const seconds = Math.max((Date.now() - started) / 1000, 0.001);
		const rate = Math.round(done / seconds);
		const share = total ? ` ${Math.floor((100 * done) / total)}%` : '';
		const left = total && rate ? `, ${Math.ceil((total - done) / rate)} s left` : '';
		return `${what}: ${done.toLocaleString('en')}${total ? ` of ${total.toLocaleString('en')}` : ''}${share}, ${rate.toLocaleString('en')}/s${left}`;
	};
	return {
		at(done: number) {
			const now = Date.now();
			if (now - shown < (process.stderr.isTTY ? 100 : 2000)) return;
			shown = now;
			process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line(done)}` : `${line(done)}\n`);
		},
		end(done: number) {
			process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line(done)}\n` : `${line(done)}\n`);
		},
	};
}
