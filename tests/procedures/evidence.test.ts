import { chmodSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyStoredFiles } from '#db/cli/storedfiles.ts';
import type { Database } from '#db/connection.server.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import { discardDraft } from '#lib/features/writing/draft.server.ts';
import { attachFile } from '#lib/features/writing/evidence.server.ts';
import { submitReport } from '#lib/features/writing/submit.server.ts';
import { sweepFiles } from '#lib/features/writing/sweep.server.ts';
import { contentPath, readContent } from '#lib/platform/files.server.ts';
import { OPERATOR } from '#lib/platform/runtime.server.ts';
import { createScan } from '#lib/platform/scan.server.ts';
import { NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, temporaryFile, viewerOf } from '../support/world.ts';

const pdf = (word: string) =>
	Buffer.from(`%PDF-1.4\n1 0 obj\n<<>>\nendobj\n% ${word}\ntrailer\n<<>>\n%%EOF\n`);
const MONTH = '2026-05';

let database: Database;
let alpha: Member;
beforeEach(async () => {
	const world = await worldOf('alpha');
	({ database } = world);
	alpha = world.members.alpha;
	// The world's own file has no content of its own.
	await database.writer.deleteFrom('stored_file').execute();
});
afterEach(() => database.close());

const asAlpha = () => contextOf(database, viewerOf('society', alpha), { now: NOW });

async function attached(word: string): Promise<string> {
	const ctx = await asAlpha();
	const taken = await takeIn(ctx, { name: 'كشف.pdf', bytes: pdf(word) }, '');
	await attachFile(ctx, { programId: alpha.programId, period: MONTH, file: taken!.file });
	return taken!.file.sha256;
}

/** Makes a content as old as if it had been sent a month ago. */
function age(sha256: string): string {
	const path = contentPath(database.file, sha256);
	const then = new Date(NOW.getTime() - 30 * 86_400_000);
	utimesSync(path, then, then);
	return path;
}

test('evidence travels with the backup', async () => {
	const sha256 = await attached('evidence');
	const out = temporaryFile('copy.db');
	expect(await copyStoredFiles(database.reader, database.file, out)).toEqual([]);
	expect(Buffer.from(await readContent(out, sha256))).toEqual(pdf('evidence'));
});

test('what nobody names goes after two days; what a draft or a report names stays', async () => {
	const kept = await attached('sent');
	const sent = await submitReport(await asAlpha(), {
		programId: alpha.programId, period: MONTH, base: 1, cells: { nothing: 'توقف' },
	}); // prettier-ignore
	expect(sent.kind).toBe('sent');
	const later = await contextOf(database, OPERATOR, { now: new Date(NOW.getTime() + 3 * 86_400_000) });
	age(kept);
	expect(await sweepFiles(later)).toBe(0);
	expect(existsSync(contentPath(database.file, kept))).toBe(true);
});

test('the files of a draft that was thrown away go, with one entry in the trail', async () => {
	const gone = await attached('dropped');
	await discardDraft(await asAlpha(), { programId: alpha.programId, period: MONTH });
	const path = age(gone);
	const soon = await contextOf(database, OPERATOR, { now: NOW });
	expect(await sweepFiles(soon)).toBe(0);
	const later = await contextOf(database, OPERATOR, { now: new Date(NOW.getTime() + 3 * 86_400_000) });
	expect(await sweepFiles(later)).toBe(2);
	expect(existsSync(path)).toBe(false);
	const entries = await database.reader.selectFrom('audit_entry').select('action').execute();
	expect(entries).toEqual([{ action: 'file.sweep' }]);
	expect(await sweepFiles(later)).toBe(0);
});

test('a content that was just sent again is not swept', async () => {
	const ctx = await asAlpha();
	const taken = await takeIn(ctx, { name: 'a.pdf', bytes: pdf('again') }, '');
	age(taken!.file.sha256);
	await takeIn(ctx, { name: 'a.pdf', bytes: pdf('again') }, '');
	const now = await contextOf(database, OPERATOR, { now: new Date() });
	expect(await sweepFiles(now)).toBe(0);
});

test('a command of the installation looks at every file: clean, infected, silent', async () => {
	const script = temporaryFile('scan.sh');
	writeFileSync(script, '#!/bin/sh\ngrep -q VIRUS "$2" && exit 1\ngrep -q BROKEN "$2" && exit 2\nexit 0\n');
	chmodSync(script, 0o700);
	const ctx = { ...(await asAlpha()), scan: createScan(`${script} --quiet`) };
	const send = (word: string) => takeIn(ctx, { name: 'a.pdf', bytes: pdf(word) }, '');
	expect(await send('clean')).not.toBeNull();
	await expect(send('VIRUS')).rejects.toMatchObject({ code: 'invalid', problems: [{ place: 'file' }] });
	await expect(send('BROKEN')).rejects.toMatchObject({ code: 'busy' });
	const missing = { ...ctx, scan: createScan('/nowhere/scanner') };
	await expect(takeIn(missing, { name: 'a.pdf', bytes: pdf('other') }, '')).rejects.toMatchObject({
		code: 'busy',
	});
	const shell = { ...ctx, scan: createScan('/bin/true ; touch /tmp/never') };
	expect(await takeIn(shell, { name: 'a.pdf', bytes: pdf('shell') }, '')).not.toBeNull();
	expect(existsSync('/tmp/never')).toBe(false);
});
