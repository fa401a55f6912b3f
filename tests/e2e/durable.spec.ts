import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { openDatabase } from '#db/connection.server.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const KILLS = 5;

let folder: string;
let file: string;
test.beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sharaka-durable-'));
	file = join(folder, 'demo.db');
	copyFileSync(process.env.SHARAKA_TEST_TEMPLATE!, file);
	copyFileSync(`${process.env.SHARAKA_TEST_TEMPLATE!}.audit-key`, `${file}.audit-key`);
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Month {
	readonly programId: number;
	readonly period: string;
}

/** Months that nobody has written yet, of the society for which the demo signs in. */
async function openMonths(): Promise<Month[]> {
	const server = await startServer('start', { DATABASE_FILE: file });
	await signIn(server);
	await server.stop();
	const database = openDatabase(file, { mustExist: true });
	try {
		return await database.reader
			.selectFrom('expected_report as e')
			.innerJoin('program as p', 'p.id', 'e.program_id')
			.innerJoin('account as a', 'a.society_id', 'p.society_id')
			.innerJoin('session as n', 'n.account_id', 'a.id')
			.leftJoin('report as t', (join) =>
				join.onRef('t.program_id', '=', 'e.program_id').onRef('t.period', '=', 'e.period'),
			)
			.select(['e.program_id as programId', 'e.period'])
			.where('t.id', 'is', null)
			.orderBy('e.period', 'desc')
			.limit(KILLS)
			.execute();
	} finally {
		await database.close();
	}
}

async function signIn({ address }: RunningServer): Promise<string> {
	const answer = await fetch(`${address}/sign-in?/demo`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: address, 'content-type': 'application/x-www-form-urlencoded' },
		body: 'role=society',
	});
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

const pageOf = ({ programId, period }: Month) => `/programs/${programId}/reports/${period}`;

async function save(
	server: RunningServer,
	cookie: string,
	month: Month,
	base: number,
	cells: Record<string, string>,
) {
	const answer = await fetch(`${server.address}${pageOf(month)}/autosave`, {
		method: 'POST',
		headers: { origin: server.address, cookie, 'content-type': 'application/json' },
		body: JSON.stringify({ base, cells }),
	});
	return { status: answer.status, saved: (await answer.json()) as { saves: number } };
}

/** The texts of a month's narrative in the order in which they were saved. */
async function savedTexts({ programId, period }: Month): Promise<string[]> {
	const database = openDatabase(file, { mustExist: true });
	try {
		const rows = await database.reader
			.selectFrom('report_draft_cell as c')
			.innerJoin('report as t', 't.id', 'c.report_id')
			.select('c.text')
			.where('t.program_id', '=', programId)
			.where('t.period', '=', period)
			.where('c.cell', '=', 'challenges')
			.orderBy('c.save')
			.execute();
		return rows.map(({ text }) => text);
	} finally {
		await database.close();
	}
}

test('a server killed while it saves has every text it called saved, in order and once', async () => {
	test.setTimeout(120_000);
	const month = (await openMonths())[0]!;
	const acknowledged: string[] = [];
	let [base, sent] = [0, 0];
	for (let round = 0; round < KILLS; round += 1) {
		const server = await startServer('start', { DATABASE_FILE: file });
		const cookie = await signIn(server);
		// What was on its way when the server went is sent again: it settles, and is there once.
		const typing = (async () => {
			for (;;) {
				const text = `text ${sent}`;
				const { status, saved } = await save(server, cookie, month, base, { challenges: text });
				expect([200, 409]).toContain(status);
				base = saved.saves;
				if (status === 200) {
					acknowledged.push(text);
					sent += 1;
				}
			}
		})().catch((error: unknown) => {
			if (!(error instanceof TypeError)) throw error;
		});
		await sleep(150 + round * 70);
		await server.kill();
		await typing;
	}
	const texts = await savedTexts(month);
	expect(acknowledged.length).toBeGreaterThan(KILLS);
	expect(new Set(texts).size).toBe(texts.length);
	const missing = acknowledged.filter((text) => !texts.includes(text));
	// Of very many saves only the newest are kept one by one.
	expect(missing.filter((text) => acknowledged.indexOf(text) >= acknowledged.length - 400)).toEqual([]);
	expect([acknowledged.at(-1), `text ${sent}`]).toContain(texts.at(-1));
});

test('a server killed while it submits has submitted once or not at all; the same form sent again settles it', async () => {
	test.setTimeout(120_000);
	const months = await openMonths();
	expect(months.length).toBeGreaterThan(1);
	for (const [round, month] of months.entries()) {
		const server = await startServer('start', { DATABASE_FILE: file });
		const cookie = await signIn(server);
		const form = new URLSearchParams({
			base: '0',
			formKey: `durable-${round}`,
			signed: 'yes',
			reason: 'توقف البرنامج في هذه الفترة.',
		});
		const send = (to: RunningServer, as: string) =>
			fetch(`${to.address}${pageOf(month)}?/nothing`, {
				method: 'POST',
				redirect: 'manual',
				headers: {
					origin: to.address,
					cookie: as,
					accept: 'text/html',
					'content-type': 'application/x-www-form-urlencoded',
				},
				body: form.toString(),
			});
		const first = send(server, cookie).catch(() => undefined);
		await sleep(round * 12);
		await server.kill();
		const acknowledged = (await first)?.status === 303;
		const after = await startServer('start', { DATABASE_FILE: file });
		const again = await send(after, await signIn(after));
		expect(again.status, `round ${round}`).toBe(303);
		await after.stop();
		const database = openDatabase(file, { mustExist: true });
		const reports = await database.reader
			.selectFrom('report as t')
			.innerJoin('report_version as v', 'v.report_id', 't.id')
			.innerJoin('review_event as e', 'e.report_id', 't.id')
			.select(['t.id', 't.state', 'v.number', 'e.kind'])
			.where('t.program_id', '=', month.programId)
			.where('t.period', '=', month.period)
			.execute();
		expect(reports, `round ${round}, acknowledged ${acknowledged}`).toMatchObject([
			{ state: 'submitted', number: 1, kind: 'submitted' },
		]);
		const entries = await database.reader
			.selectFrom('audit_entry')
			.select('seq')
			.where('object_type', '=', 'report')
			.where('object_id', '=', String(reports[0]!.id))
			.where('action', '=', 'report.write')
			.execute();
		expect(entries).toHaveLength(1);
		await database.close();
	}
});
