import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startServer } from '../support/server.ts';
import { ROOT } from '../support/tree.ts';

let folder: string;
test.beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sharaka-process-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an entry point to its end: the code, and what it wrote. */
function run(
	entry: string,
	settings: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
	const { PATH = '', HOME = '' } = process.env;
	const [file, ...words] = entry.split(' ');
	const child = spawn(process.execPath, [join(ROOT, file!), ...words], {
		cwd: ROOT,
		env: { PATH, HOME, ...settings },
	});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
	return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

/** A copy of the seeded demo. */
function demoFile(): string {
	const file = join(folder, 'demo.db');
	copyFileSync(process.env.SHARAKA_TEST_TEMPLATE!, file);
	copyFileSync(`${process.env.SHARAKA_TEST_TEMPLATE!}.audit-key`, `${file}.audit-key`);
	return file;
}

function keyFile(): string {
	const file = join(folder, 'audit.key');
	writeFileSync(file, 'ab'.repeat(32), { mode: 0o600 });
	return file;
}

test('production says one sentence per missing thing and does not start', async () => {
	const { code, said } = await run('src/server/serve.ts', {});
	expect(code).toBe(2);
	const lines = said.trim().split('\n');
	expect(lines).toHaveLength(3);
	for (const [i, name] of ['ORIGIN', 'DATABASE_FILE', 'AUDIT_KEY_FILE'].entries())
		expect(lines[i]).toContain(name);
	expect(said).not.toContain('    at ');
});

test('production refuses plain http, forged address headers, a wrong key and a file with demo accounts', async () => {
	const file = demoFile();
	const settings = {
		ORIGIN: 'https://sharaka.example',
		DATABASE_FILE: file,
		AUDIT_KEY_FILE: `${file}.audit-key`,
	};
	const refusals: readonly [said: string, change: Record<string, string>][] = [
		['https://', { ORIGIN: 'http://sharaka.example' }],
		['HOST_HEADER', { HOST_HEADER: 'x-forwarded-host' }],
		['audit key', { AUDIT_KEY_FILE: keyFile() }],
		['demo accounts', {}],
	];
	for (const [expected, change] of refusals) {
		const { code, said } = await run('src/server/serve.ts', { ...settings, ...change });
		expect(code, expected).toBe(2);
		expect(said).toContain(expected);
		expect(said.trim().split('\n'), said).toHaveLength(1);
	}
});

test('the demo listens on this machine only', async () => {
	const { code, said } = await run('src/server/start.ts', {
		HOST: '0.0.0.0',
		DATABASE_FILE: join(folder, 'x.db'),
	});
	expect(code).toBe(2);
	expect(said).toContain('127.0.0.1');
	expect(readdirSync(folder)).toEqual([]);
});

test('a second process on the same file ends with one sentence; the first goes on and stops cleanly', async () => {
	const file = demoFile();
	const first = await startServer('start', { DATABASE_FILE: file });
	const second = await run('src/server/start.ts', { DATABASE_FILE: file, PORT: '1' });
	expect(second.code).toBe(3);
	expect(second.said.trim().split('\n')).toHaveLength(1);
	const writing = await run(`db/cli.ts rollup rebuild --database ${file}`);
	expect(writing.code).toBe(2);
	const reading = await run(`db/cli.ts kpi K-B7 --json --database ${file}`);
	expect(reading.code).toBe(0);
	expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
	expect(await first.stop()).toBe(0);
	// Nothing is left half-written beside the file.
	expect(readdirSync(folder).filter((name) => name.endsWith('-wal'))).toEqual([]);
});

test('while there is no account, each start in production prints a fresh code for the first administrator', async () => {
	const file = join(folder, 'new.db');
	const settings = { ORIGIN: 'https://sharaka.example', DATABASE_FILE: file, AUDIT_KEY_FILE: keyFile() };
	const missing = await run('src/server/serve.ts', settings);
	expect(missing.code).toBe(2);
	expect(missing.said).toContain('does not exist');
	expect((await run(`db/cli.ts migrate --database ${file}`)).code).toBe(0);
	const server = await startServer('serve', settings);
	const [code] = /^ {2}\S{20,}$/m.exec(server.output()) ?? [];
	expect(code).toBeTruthy();
	await server.stop();
	const again = await startServer('serve', settings);
	const [fresh] = /^ {2}\S{20,}$/m.exec(again.output()) ?? [];
	expect(fresh).toBeTruthy();
	expect(fresh).not.toBe(code);
	await again.stop();
});
