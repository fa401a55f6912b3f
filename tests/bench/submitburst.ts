import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '#lib/platform/runtime.server.ts';
import { createSession } from '#lib/auth/sessions.server.ts';
import { ensureBuild } from '../../src/server/bundle.ts';
import { startServer } from '../support/server.ts';

/** Reports of one burst: what a deadline brings in five minutes. */
const BURST = 300;
/** Requests under way at the same time. */
const SENDERS = 8;
/** Seconds over which the paced variant spreads; five minutes' pace, shortened. */
const PACED_SECONDS = 30;

interface Post {
	readonly programId: number;
	readonly period: string;
	readonly cookie: string;
}

/** Reports nobody has written yet, each with a session of somebody of its society. */
async function prepare(file: string): Promise<{ posts: Post[]; reader: string }> {
	const runtime = await openRuntime(file);
	const { reader, writer } = runtime.database;
	const months = await reader
		.selectFrom('expected_report as e')
		.innerJoin('program as p', 'p.id', 'e.program_id')
		.leftJoin('report as t', (join) =>
			join.onRef('t.program_id', '=', 'e.program_id').onRef('t.period', '=', 'e.period'),
		)
		.select(['e.program_id as programId', 'e.period', 'p.society_id as societyId'])
		.where('t.id', 'is', null)
		.orderBy('e.period', 'desc')
		.limit(2 * BURST)
		.execute();
	const cookies = new Map<number, string>();
	const session = async (id: number, role: 'society' | 'leadership') => {
		const born = {
			account: { id, role, authzVersion: 1 },
			authLevel: 'demo',
			address: '127.0.0.1',
			userAgent: null,
		} as const;
		return `__Host-sid=${await writer.transaction().execute((trx) => createSession(trx, born))}`;
	};
	for (const { societyId } of months) {
		if (cookies.has(societyId)) continue;
		const account = await writer
			.insertInto('account')
			.values({
				login: `bench-${societyId}`,
				name_ar: 'قياس',
				name_en: 'Bench',
				role: 'society',
				society_id: societyId,
				is_demo: 1,
				created_at: new Date().toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		cookies.set(societyId, await session(account.id, 'society'));
	}
	const leader = await reader
		.selectFrom('account')
		.select('id')
		.where('role', '=', 'leadership')
		.executeTakeFirstOrThrow();
	const leading = await session(leader.id, 'leadership');
	await runtime.database.close();
	return {
		posts: months.map(({ programId, period, societyId }) => ({
			programId,
			period,
			cookie: cookies.get(societyId)!,
		})),
		reader: leading,
	};
}

const at = (sorted: readonly number[], share: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function report(title: string, times: readonly number[]): void {
	const sorted = times.toSorted((a, b) => a - b);
	const parts = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${at(sorted, share).toFixed(0)} ms`);
	console.log(
		`  ${title}: ${times.length} answers, ${parts.join(', ')}, slowest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
	);
}

/** One person's submission: the numbers saved as they were typed, then the report sent. */
async function submit(address: string, { programId, period, cookie }: Post): Promise<number[]> {
	const page = `${address}/programs/${programId}/reports/${period}`;
	const headers = { origin: address, cookie };
	const timed = async (run: () => Promise<Response>, ok: number) => {
		const started = performance.now();
		const answer = await run();
		await answer.text();
		if (answer.status !== ok) throw new Error(`${page} answered ${answer.status} instead of ${ok}`);
		return performance.now() - started;
	};
	const body = JSON.stringify({ base: 0, cells: { challenges: 'كُتب قبل الموعد بقليل.' } });
	const saved = await timed(
		() =>
			fetch(`${page}/autosave`, {
				method: 'POST',
				headers: { ...headers, 'content-type': 'application/json' },
				body,
			}),
		200,
	);
	const form = new URLSearchParams({
		base: '1',
		formKey: `bench-${programId}-${period}`,
		signed: 'yes',
		challenges: '',
		reason: 'لم يُنفذ البرنامج.',
	});
	const sent = await timed(
		() =>
			fetch(`${page}?/nothing`, {
				method: 'POST',
				redirect: 'manual',
				headers: { ...headers, accept: 'text/html' },
				body: form,
			}),
		303,
	);
	return [saved, sent];
}

async function burst(
	address: string,
	posts: readonly Post[],
	cookie: string,
	seconds: number,
): Promise<void> {
	const times: number[][] = [];
	const looks: number[] = [];
	let isOver = false;
	const looking = (async () => {
		for (let n = 1; !isOver; n += 1) {
			const started = performance.now();
			await (
				await fetch(`${address}/overview?from=2025-0${1 + (n % 9)}&to=2026-06`, { headers: { cookie } })
			).text();
			looks.push(performance.now() - started);
		}
	})();
	const queue = [...posts];
	const started = performance.now();
	const sender = async () => {
		for (let post = queue.shift(); post; post = queue.shift()) {
			const turn = posts.length - queue.length - 1;
			await wait(Math.max(0, (1000 * seconds * turn) / posts.length - (performance.now() - started)));
			times.push(await submit(address, post));
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, sender));
	const took = (performance.now() - started) / 1000;
	isOver = true;
	await looking;
	console.log(`  ${posts.length} reports in ${took.toFixed(1)} s`);
	report(
		'saving a cell',
		times.map(([saved]) => saved!),
	);
	report(
		'submitting',
		times.map(([, sent]) => sent!),
	);
	report('the overview meanwhile', looks);
}

/** The night of the deadline: three hundred reports are written and sent while leaders read. */
export async function submitBurst(file: string): Promise<void> {
	await ensureBuild();
	const { posts, reader } = await prepare(file);
	const server = await startServer('start', { DATABASE_FILE: file, LOG_LEVEL: 'silent' });
	console.log('\nThe night of the deadline');
	await burst(server.address, posts.slice(0, BURST), reader, 0);
	await burst(server.address, posts.slice(BURST), reader, PACED_SECONDS);
	await server.stop();
	const runtime = await openRuntime(file);
	const stored = await runtime.database.reader
		.selectFrom('audit_entry')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('action', '=', 'report.write')
		.executeTakeFirstOrThrow();
	await runtime.database.close();
	console.log(`  acknowledged ${posts.length}, stored ${stored.n}`);
	if (stored.n !== posts.length) throw new Error('what was acknowledged is not what is stored');
}
