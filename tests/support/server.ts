import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './tree.ts';

/** A running copy of the built application. */
export interface RunningServer {
	/** Where it listens: `http://127.0.0.1:PORT`, also in production, where people would come through a proxy. */
	readonly address: string;
	/** What it has written to its log and its terminal so far. */
	output(): string;
	/** Asks it to end, as a supervisor does; resolves with its exit code once it has. */
	stop(): Promise<number | null>;
	/** Takes it away in the middle of whatever it does; resolves once it is gone. */
	kill(): Promise<void>;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
			);
		});
	});
}

async function untilAlive(address: string, child: ChildProcess, output: () => string): Promise<void> {
	for (let tries = 0; tries < 600; tries++) {
		if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output()}`);
		const answer = await fetch(`${address}/healthz`).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(50);
	}
	throw new Error(`The server did not answer within 30 seconds:\n${output()}`);
}

/** Starts `npm start` or `npm run serve` (without npm) on a free port and waits until it answers. */
export async function startServer(
	entry: 'start' | 'serve',
	settings: Record<string, string>,
): Promise<RunningServer> {
	const port = await freePort();
	const address = `http://127.0.0.1:${port}`;
	const { NODE_ENV: _, ...inherited } = process.env;
	const child = spawn(process.execPath, [join(ROOT, `src/server/${entry}.ts`)], {
		cwd: ROOT,
		env: { ...inherited, LOG_LEVEL: 'info', ...settings, HOST: '127.0.0.1', PORT: String(port) },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const output = () => said;
	await untilAlive(address, child, output);
	return {
		address,
		output,
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', (code) => resolve(code));
				child.kill('SIGTERM');
			}),
		kill: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill('SIGKILL');
			}),
	};
}
