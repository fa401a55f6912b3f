import { existsSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { copyStoredFiles } from '#db/cli/storedfiles.ts';
import { createSociety } from '#lib/features/societies/write.server.ts';
import { readStoredFile, takeIn } from '#lib/features/societies/files.server.ts';
import { contentPath, readContent } from '#lib/platform/files.server.ts';
import { NOW, worldOf } from '../support/twosocieties.ts';
import { contextOf, freshDatabase, temporaryFile, viewerOf } from '../support/world.ts';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

async function withFile() {
	const database = await freshDatabase();
	const officer = await contextOf(database, viewerOf('officer'), { now: NOW });
	const taken = await takeIn(officer, { name: 'قرار.pdf', bytes: PDF }, '');
	const first = (table: 'category' | 'governorate') =>
		database.reader.selectFrom(table).select('id').orderBy('id').limit(1).executeTakeFirstOrThrow();
	const { id } = await createSociety(officer, {
		nameAr: 'جمعية السدرة', nameEn: 'Sidra Society', isAnother: '', number: '1/ج', numberFrom: '2026-01-01',
		category: String((await first('category')).id), governorate: String((await first('governorate')).id),
		town: '', scopeAr: '', scopeEn: '', foundedOn: '', sizeBand: '', email: '', phone: '',
		statusFrom: '2026-01-01', decision: 'قرار', file: taken!.file,
	}); // prettier-ignore
	return { database, officer, id, sha256: taken!.file.sha256 };
}

test('a decision file stands behind the status it decided, and is read by the ministry and its own society', async () => {
	const { database, officer, id, sha256 } = await withFile();
	const status = await database.reader
		.selectFrom('society_status')
		.select('file_id')
		.where('society_id', '=', id)
		.executeTakeFirstOrThrow();
	const asked = { id: status.file_id! };
	expect(await readStoredFile(officer, asked)).toMatchObject({ name: 'قرار.pdf', sha256 });
	const own = await contextOf(database, viewerOf('society', { societyId: id }));
	expect(await readStoredFile(own, asked)).toMatchObject({ sha256 });
	const other = await contextOf(database, viewerOf('society', { societyId: id + 1 }));
	await expect(readStoredFile(other, asked)).rejects.toMatchObject({ code: 'missing' });
	await expect(readStoredFile(other, { id: 999 })).rejects.toMatchObject({ code: 'missing' });
	await database.close();
});

test('a backup takes along the files its rows name, once', async () => {
	const { database, sha256 } = await withFile();
	const out = temporaryFile('copy.db');
	expect(await copyStoredFiles(database.reader, database.file, out)).toEqual([]);
	expect(Buffer.from(await readContent(out, sha256))).toEqual(PDF);
	const { mtimeMs } = statSync(contentPath(out, sha256));
	expect(await copyStoredFiles(database.reader, database.file, out)).toEqual([]);
	expect(statSync(contentPath(out, sha256)).mtimeMs).toBe(mtimeMs);
	await database.close();
});

test('a backup says which file is lost or damaged', async () => {
	const { database, sha256 } = await withFile();
	writeFileSync(contentPath(database.file, sha256), 'damaged');
	const out = temporaryFile('copy.db');
	expect(await copyStoredFiles(database.reader, database.file, out)).toMatchObject([
		expect.stringContaining('no longer has its content'),
	]);
	expect(existsSync(contentPath(out, sha256))).toBe(false);
	await database.close();
});

test('a file nobody took in cannot be named', async () => {
	const { database, members } = await worldOf('alpha');
	const society = await contextOf(database, viewerOf('society', members.alpha));
	expect(await takeIn(society, undefined, 'made.up')).toBeNull();
	await database.close();
});
