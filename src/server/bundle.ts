import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const STAMP = new URL('build/.hash', ROOT);

/** What the built application is made of; generated files, tests and the server entry points are not in it. */
const PARTS = ['src', 'static', 'db', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const LEFT_OUT =
	/^(src\/lib\/paraglide\/|src\/lib\/i18n\/project\.inlang\/(?!settings)|src\/server\/|db\/cli|db\/packs\/|db\/seed\/)|\.test\.ts$/;

function filesOf(part: string): string[] {
	if (!existsSync(new URL(part, ROOT))) return [];
	if (/\.\w+$/.test(part)) return [part];
	return readdirSync(new URL(part, ROOT), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(fileURLToPath(ROOT).length))
		.filter((file) => !LEFT_OUT.test(file));
}

/** A fingerprint of everything that goes into the build. */
function sourceHash(): string {
	const hash = createHash('sha256');
	for (const file of PARTS.flatMap(filesOf).toSorted()) {
		hash.update(`${file}\0`).update(readFileSync(new URL(file, ROOT)));
	}
	return hash.digest('hex');
}

/** Whether there is a build to serve, of whatever age. */
export function hasBuild(): boolean {
	return existsSync(STAMP) && existsSync(new URL('build/handler.js', ROOT));
}

function run(...words: string[]): Promise<{ code: number; output: string }> {
	const child = spawn(process.execPath, words, {
		cwd: ROOT,
		env: { ...process.env, DO_NOT_TRACK: '1', NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

/** Messages first, in a process of their own: their compiler keeps the one it ran in alive for half a minute. */
async function runVite(): Promise<{ code: number; output: string }> {
	const messages = await run('src/server/messages.ts');
	if (messages.code !== 0) return messages;
	return run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
}

/** Runs a build, saying on the terminal for how long already. */
async function watched<R>(work: Promise<R>): Promise<R> {
	const started = Date.now();
	const show = process.stderr.isTTY ? (text: string) => `\r\u001b[K${text}` : (text: string) => `${text}\n`;
	const tick = () =>
		process.stderr.write(show(`Building the pages: ${Math.round((Date.now() - started) / 1000)} s`));
	tick();
	const timer = setInterval(tick, process.stderr.isTTY ? 250 : 5000);
	try {
		return await work;
	} finally {
		clearInterval(timer);
		tick();
		if (process.stderr.isTTY) process.stderr.write('\n');
	}
}

/** Builds the application when its sources changed since the last build. Throws with the builder's words when it fails. */
export async function ensureBuild(): Promise<void> {
	const hash = sourceHash();
	if (hasBuild() && readFileSync(STAMP, 'utf8') === hash) return;
	const { code, output } = await watched(runVite());
	if (code !== 0) throw new Error(`The build failed:\n${output}`);
	writeFileSync(STAMP, hash);
}
