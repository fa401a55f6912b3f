import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readImport } from '#lib/features/exchange/intake/queries.server.ts';
import { csvOf } from '../support/files.ts';
import { appliedImport, checkedImport } from '../support/intake.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const FILE = new URL('../../../shared/data/jordan/programs_bilingual.csv', import.meta.url);
const isHere = existsSync(FILE);
if (!isHere) console.log('skipped: ../shared/data is not here; the real data are not part of the repository');

it.skipIf(!isHere)(
	'the bilingual directory goes in through the screen, also in other encodings',
	async () => {
		const database = await freshDatabase('jordan');
		const { id: accountId } = await database.writer
			.insertInto('account')
			.values({ login: 'o', name_ar: 'م', name_en: 'O', role: 'officer', created_at: '2026-01-01T00:00:00Z' })
			.returning('id')
			.executeTakeFirstOrThrow();
		const officer = await contextOf(database, viewerOf('officer', { accountId }));
		const text = readFileSync(FILE, 'utf8');
		const partners = new Set(
			text
				.split('\n')
				.slice(1, -1)
				.map((line) => line.split(',')[1]!),
		);
		const register = [...partners].map((name_ar) => ({
			name_ar,
			category: 'partner_organisation',
			governorate: 'amman',
		}));
		const societies = await checkedImport(officer, 'societies', csvOf(register));
		await appliedImport(officer, societies, 'good');

		const letters = new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, i) => i));
		const encodable = [...text].map((letter) => (letters.includes(letter) ? letter : '-')).join('');
		const seen: unknown[] = [];
		for (const file of [
			Buffer.from(text),
			Buffer.from(`\ufeff${text}`, 'utf16le'),
			Buffer.from([...encodable].map((letter) => letters.indexOf(letter))),
		]) {
			const id = await checkedImport(officer, 'programs', file);
			const job = await readImport(officer, { id });
			expect(job).toMatchObject({ state: 'checked', totalRows: 562, format: { id: 'services' } });
			expect(Object.values(job.counts).reduce((sum, n) => sum + n, 0)).toBe(562);
			seen.push(job.counts);
		}
		expect(seen[1]).toEqual(seen[0]);
		expect((seen[0] as { created: number }).created).toBeGreaterThan(400);
		await database.close();
	},
	60_000,
);
