import SQLite from 'better-sqlite3';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { transact } from '#lib/access/procedures.server.ts';
import type { ChainVerdict } from '#lib/access/verdict.ts';
import { contextFor, openRuntime, OPERATOR, type Runtime } from '#lib/platform/runtime.server.ts';
import { freshDatabase, temporaryFile } from '../support/world.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');

/** A database with its key and anchors, as a server has them open. */
async function opened(): Promise<Runtime & { readonly file: string }> {
	const database = await freshDatabase();
	const { file } = database;
	await database.close();
	return { ...(await openRuntime(file)), file };
}

/** Writes entries, a minute apart from `from` on. */
async function write(runtime: Runtime, count: number, from = 0): Promise<void> {
	for (let i = from; i < from + count; i++) {
		const ctx = contextFor(runtime, OPERATOR, { now: new Date(START + i * 60_000), requestId: `r${i}` });
		await transact(ctx, 'test.write', ({ audit }) =>
			audit({ objectType: 'thing', objectId: i, before: { i: i - 1 }, after: { i } }),
		);
	}
}

/** What someone with the file and another tool, but without the key, can do. */
function tamper(file: string, ...statements: string[]): void {
	const raw = new SQLite(file);
	raw.exec('drop trigger audit_entry_no_update; drop trigger audit_entry_no_delete');
	for (const statement of statements) raw.exec(statement);
	raw.close();
}

const verify = async (runtime: Runtime): Promise<ChainVerdict> =>
	verifyAudit(runtime.database.reader, runtime.auditKey, await runtime.chain!.anchors());

const COLUMNS =
	'at, actor_id, role, action, object_type, object_id, before, after, request_id, prev_hash, hash';
const shift = (from: number, by: number) => [
	`update audit_entry set seq = seq + 100000 where seq >= ${from}`,
	`update audit_entry set seq = seq - 100000 + ${by} where seq >= 100000`,
];

describe('tampering with another tool is found and named', () => {
	const cases: readonly [string, readonly string[], Partial<NonNullable<ChainVerdict['finding']>>][] = [
		['an edited entry', [`update audit_entry set after = '{"i":99}' where seq = 7`], { kind: 'edited', seq: 7 }],
		['the newest entry edited', [`update audit_entry set role = 'officer' where seq = 20`], { kind: 'edited', seq: 20 }],
		['a deleted entry', ['delete from audit_entry where seq = 7'], { kind: 'missing', seq: 7 }],
		[
			'three deleted entries whose gap was closed',
			['delete from audit_entry where seq between 7 and 9', ...shift(10, -3)],
			{ kind: 'missing', seq: 7, to: 9 },
		],
		[
			'an entry inserted in the middle',
			[...shift(8, 1), `insert into audit_entry select 8, ${COLUMNS.replace(' hash', ` '${'a'.repeat(64)}'`)} from audit_entry where seq = 7`],
			{ kind: 'inserted', seq: 8 },
		],
		[
			'an entry added at the end',
			[`insert into audit_entry select 21, ${COLUMNS.replace('prev_hash, hash', `hash, '${'a'.repeat(64)}'`)} from audit_entry where seq = 20`],
			{ kind: 'inserted', seq: 21 },
		],
		[
			'two swapped entries',
			['update audit_entry set seq = 900 where seq = 5', 'update audit_entry set seq = 5 where seq = 9', 'update audit_entry set seq = 9 where seq = 900'],
			{ kind: 'swapped', seq: 5, other: 9 },
		],
		[
			'two entries whose contents were exchanged',
			['create temp table held as select * from audit_entry where seq in (5, 9)',
				...['at', 'object_id', 'before', 'after', 'request_id'].map(
					(c) => `update audit_entry set ${c} = (select ${c} from held where seq = 14 - audit_entry.seq) where seq in (5, 9)`,
				)],
			{ kind: 'swapped', seq: 5, other: 9 },
		],
		['the ten newest deleted', ['delete from audit_entry where seq > 10'], { kind: 'truncated', seq: 11, to: 20 }],
		['everything deleted', ['delete from audit_entry'], { kind: 'truncated', seq: 1, to: 20 }],
	]; // prettier-ignore

	it.each(cases)('%s', async (_, statements, finding) => {
		const runtime = await opened();
		await write(runtime, 20);
		expect(await verify(runtime)).toMatchObject({ ok: true, entries: 20 });
		tamper(runtime.file, ...statements);
		expect(await verify(runtime)).toMatchObject({ ok: false, firstBadSeq: finding.seq, finding });
		await runtime.database.close();
	});

	it('all entries rewritten without the key', async () => {
		const runtime = await opened();
		await write(runtime, 20);
		const forged = (seq: number) => String(seq).padStart(64, 'f');
		tamper(
			runtime.file,
			...Array.from({ length: 20 }, (_, i) => i + 1).map(
				(seq) =>
					`update audit_entry set role = 'admin', prev_hash = '${seq === 1 ? '0'.repeat(64) : forged(seq - 1)}', hash = '${forged(seq)}' where seq = ${seq}`,
			),
		);
		expect(await verify(runtime)).toMatchObject({
			ok: false,
			finding: { kind: 'rewritten', seq: 1, to: 20 },
		});
		await runtime.database.close();
		await expect(openRuntime(runtime.file)).rejects.toThrow(/rewritten/);
		const anyway = await openRuntime(runtime.file, { anyKey: true });
		expect(await verify(anyway)).toMatchObject({ finding: { kind: 'rewritten', seq: 1 } });
		await anyway.database.close();
	});

	it('an older file put in its place, also when work goes on in it', async () => {
		const runtime = await opened();
		await write(runtime, 12);
		const older = temporaryFile('older.db');
		await runtime.database.backup(older);
		await write(runtime, 8, 12);
		await runtime.database.close();
		copyFileSync(older, runtime.file);
		const said: string[] = [];
		const restored = await openRuntime(runtime.file, { report: (what) => said.push(what) });
		expect(said).toEqual([expect.stringContaining('entry 20')]);
		expect(await verify(restored)).toMatchObject({ finding: { kind: 'truncated', seq: 13, to: 20 } });
		await write(restored, 3, 40);
		expect(await verify(restored)).toMatchObject({ finding: { kind: 'truncated', seq: 13, to: 20 } });
		await write(restored, 30, 50);
		expect(await verify(restored)).toMatchObject({ finding: { kind: 'replaced', seq: 13, to: 20 } });
		await restored.database.close();
		const again = await openRuntime(runtime.file);
		expect(await verify(again)).toMatchObject({ finding: { kind: 'replaced', seq: 13, to: 20 } });
		await again.database.close();
	});

	it('names the deleted newest entries although others were written in their places since', async () => {
		const runtime = await opened();
		await write(runtime, 20);
		tamper(runtime.file, 'delete from audit_entry where seq > 10');
		await write(runtime, 2, 60);
		const { finding } = await verify(runtime);
		expect(finding).toMatchObject({ kind: 'truncated', seq: 11, to: 20, anchor: { seq: 20 } });
		await runtime.database.close();
	});

	it('an anchor cannot be invented, and a forged one is counted', async () => {
		const runtime = await opened();
		await write(runtime, 5);
		const forged = JSON.stringify({ kind: 'head', seq: 9, hash: 'a'.repeat(64), at: '2026-11-23T09:00:00Z' });
		writeFileSync(`${runtime.file}.anchors`, `${'b'.repeat(64)} ${forged}\n`, { flag: 'a' });
		expect(await verify(runtime)).toMatchObject({ ok: true, anchored: { damaged: 1, newest: { seq: 5 } } });
		await runtime.database.close();
	});
});

describe('no false alarm', () => {
	it('after restarts, a backup, a command beside the server and a day of work', async () => {
		const runtime = await opened();
		await write(runtime, 10);
		const beside = await openRuntime(runtime.file);
		await write(runtime, 10, 10);
		expect(await verify(beside)).toMatchObject({ ok: true, entries: 20 });
		await beside.database.close();
		await runtime.database.backup(temporaryFile('copy.db'));
		await runtime.database.close();
		const later = await openRuntime(runtime.file);
		await write(later, 100, (20 * HOUR) / 60_000);
		expect(await verify(later)).toMatchObject({ ok: true, entries: 120, anchored: { damaged: 0 } });
		await later.database.close();
	});

	it('after a crash that left the anchor older than the database, cut its log and emptied the newest line', async () => {
		const runtime = await opened();
		await write(runtime, 10);
		const [log, latest] = [`${runtime.file}.anchors`, `${runtime.file}.anchors.latest`];
		const before = readFileSync(latest, 'utf8');
		await write(runtime, 5, 200);
		await runtime.database.close();
		writeFileSync(latest, before);
		writeFileSync(log, readFileSync(log, 'utf8').slice(0, -40));
		const first = await openRuntime(runtime.file, { report: () => undefined });
		expect(await verify(first)).toMatchObject({ ok: true, entries: 15, anchored: { damaged: 0 } });
		await first.database.close();
		truncateSync(latest);
		const second = await openRuntime(runtime.file, { report: () => undefined });
		await write(second, 1, 300);
		expect(await verify(second)).toMatchObject({ ok: true, entries: 16, anchored: { newest: { seq: 16 } } });
		await second.database.close();
	});

	it('when anchors cannot be written: the change is kept, the failure is told', async () => {
		const database = await freshDatabase();
		const { file } = database;
		await database.close();
		const folder = temporaryFile('folder');
		mkdirSync(folder);
		const said: string[] = [];
		const runtime = await openRuntime(file, { auditAnchorFile: folder, report: (what) => said.push(what) });
		await write(runtime, 2);
		expect(said.length).toBeGreaterThan(0);
		expect(await verifyAudit(runtime.database.reader, runtime.auditKey)).toMatchObject({
			ok: true,
			entries: 2,
		});
		await runtime.database.close();
	});

	it('and nothing is written by whoever only reads', async () => {
		const runtime = await opened();
		expect(await verify(runtime)).toMatchObject({ ok: true, entries: 0, anchored: { newest: null } });
		await runtime.database.close();
		expect(existsSync(`${runtime.file}.anchors`)).toBe(false);
		rmSync(`${runtime.file}.audit-key`);
	});
});

it('keeps a line an hour beside the newest head', async () => {
	const runtime = await opened();
	await write(runtime, 150);
	const lines = readFileSync(`${runtime.file}.anchors`, 'utf8').trimEnd().split('\n');
	expect(lines.map((line) => (JSON.parse(line.slice(65)) as { seq: number }).seq)).toEqual([1, 61, 121]);
	await runtime.database.close();
});

it('walks on request, once at a time, and remembers the result over a restart', async () => {
	const runtime = await opened();
	await write(runtime, 30);
	const [one, two] = await Promise.all([
		runtime.chain!.verify(null, new Date(START)),
		runtime.chain!.verify(null, new Date(START)),
	]);
	expect(one).toBe(two);
	expect(runtime.chain!.last).toMatchObject({ by: null, verdict: { ok: true, entries: 30 } });
	await runtime.database.close();
	const again = await openRuntime(runtime.file);
	expect(again.chain!.last).toMatchObject({ by: null, verdict: { ok: true, entries: 30 } });
	await again.database.close();
});
