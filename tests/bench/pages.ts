import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { ensureBuild } from '../../src/server/bundle.ts';
import { findBrowser } from '../support/browser.ts';
import { compare, median } from './measure.ts';

const PORT = 4391;
const ORIGIN = `http://127.0.0.1:${PORT}`;
const REQUESTS = 20;

async function serve(file: string): Promise<{ stop: () => void; started: number }> {
	const began = performance.now();
	const server = spawn(process.execPath, ['src/server/start.ts'], {
		env: { ...process.env, PORT: String(PORT), DATABASE_FILE: file },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	for (let tries = 0; tries < 600; tries++) {
		const answer = await fetch(`${ORIGIN}/healthz`).catch(() => undefined);
		if (answer?.ok) return { stop: () => server.kill('SIGTERM'), started: performance.now() - began };
		await wait(25);
	}
	server.kill();
	throw new Error('the server did not start within 15 s');
}

async function signIn(): Promise<string> {
	const answer = await fetch(`${ORIGIN}/sign-in?/demo`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
		body: 'role=leadership',
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((c) => c.split(';')[0])
		.join('; ');
	if (!cookie) throw new Error(`demo sign-in answered ${answer.status} without a cookie`);
	return cookie;
}

/** Requests one after the other, each with a filter of its own, so that nothing can be remembered. */
function requests(cookie: string, path: (n: number) => string) {
	let n = 0;
	return async () => {
		for (let i = 0; i < REQUESTS; i++) {
			const answer = await fetch(ORIGIN + path((n += 1)), { headers: { cookie } });
			await answer.text();
			if (!answer.ok) throw new Error(`${path(n)} answered ${answer.status}`);
		}
	};
}

const twoDigits = (n: number) => String(n).padStart(2, '0');
const period = (n: number) => {
	const year = new Date().getUTCFullYear();
	return `from=${year - 1 - (n % 2)}-${twoDigits(1 + (n % 12))}&to=${year}-${twoDigits(1 + ((n * 5) % 10))}`;
};

async function weigh(cookie: string): Promise<void> {
	const browser = await chromium.launch({
		executablePath: findBrowser(),
		args: [
			'--no-sandbox',
			'--disable-quic',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
		],
	});
	const context = await browser.newContext();
	const [name, value] = cookie.split('=') as [string, string];
	await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/', secure: true, httpOnly: true }]);
	const page = await context.newPage();
	const bytes = { script: 0, font: 0, stylesheet: 0, document: 0 };
	page.on('response', async (answer) => {
		const kind = answer.request().resourceType() as keyof typeof bytes;
		if (!(kind in bytes)) return;
		const body = await answer.body();
		bytes[kind] += kind === 'font' ? body.length : gzipSync(body).length;
	});
	await page.goto(`${ORIGIN}/overview`, { waitUntil: 'networkidle' });
	await browser.close();
	console.log('\nFirst overview, bytes as gzip (fonts as they are)');
	for (const [kind, n] of Object.entries(bytes)) console.log(`  ${kind}: ${(n / 1024).toFixed(1)} KB`);
}

/** The overview with a new filter each time against pages of the same process that read (almost) nothing; weights; start. */
export async function pagesAgainstHealth(file: string): Promise<void> {
	await ensureBuild();
	const starts: number[] = [];
	for (let i = 0; i < 3; i++) {
		const { stop, started } = await serve(file);
		starts.push(started);
		stop();
		await wait(1500);
	}
	console.log(`\nProcess start to first answer, built and seeded: ${median(starts).toFixed(0)} ms`);
	const { stop } = await serve(file);
	try {
		const cookie = await signIn();
		await compare(`${REQUESTS} requests one after the other`, [
			{
				name: '/account (session checked, hardly any data)',
				units: REQUESTS,
				run: requests(cookie, () => '/account'),
			},
			{
				name: '/overview, a new period each time',
				units: REQUESTS,
				run: requests(cookie, (n) => `/overview?${period(n)}`),
			},
			{
				name: '/programs, a new period each time',
				units: REQUESTS,
				run: requests(cookie, (n) => `/programs?${period(n)}`),
			},
			{
				name: '/kpis/K-B7, a new period each time',
				units: REQUESTS,
				run: requests(cookie, (n) => `/kpis/K-B7?${period(n)}`),
			},
		]);
		await weigh(cookie);
	} finally {
		stop();
	}
}
