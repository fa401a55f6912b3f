import { describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { prepareDatabase } from '#db/cli/migrate.ts';
import { lockInstance, openDatabase, StartRefused, type Database } from '#db/connection.server.ts';
import { installPack } from '#db/packs/pack.ts';
import { packs } from '#db/packs/registry.ts';
import { freshDatabase, temporaryFile } from '../support/world.ts';

const LISTS = [
	'category',
	'governorate',
	'town',
	'sector',
	'segment',
	'age_band',
	'aid_type',
	'unit',
] as const;
const codes = Object.keys(packs);

async function withDatabase<R>(pack: string, run: (database: Database) => Promise<R>): Promise<R> {
	const database = await freshDatabase(pack);
	try {
		return await run(database);
	} finally {
		await database.close();
	}
}

async function named(database: Database) {
	const rows: { place: string; name_ar: string; name_en: string; source: string }[] = [];
	for (const table of [...LISTS, 'period_rule', 'holiday'] as const) {
		const found = await database.reader.selectFrom(table).select(['name_ar', 'name_en', 'source']).execute();
		rows.push(...found.map((row) => ({ place: table, ...row })));
	}
	return rows;
}

describe.each(codes)('the %s pack', (code) => {
	test('changes nothing when it is installed again', () =>
		withDatabase(code, async (database) => {
			const before = await database.reader.selectFrom('governorate').selectAll().execute();
			const changed = await database.writer.transaction().execute((trx) => installPack(trx, packs[code]!));
			expect(changed).toBe(0);
			expect(await database.reader.selectFrom('governorate').selectAll().execute()).toEqual(before);
		}));

	test('brings a changed row up to date and keeps its id', () =>
		withDatabase(code, async (database) => {
			const before = await database.reader.selectFrom('sector').selectAll().execute();
			await database.writer
				.updateTable('sector')
				.set({ name_ar: 'قديم' })
				.where('id', '=', before[0]!.id)
				.execute();
			const changed = await database.writer.transaction().execute((trx) => installPack(trx, packs[code]!));
			expect(changed).toBe(1);
			expect(await database.reader.selectFrom('sector').selectAll().execute()).toEqual(before);
		}));

	test('names every row in both languages, each in its own letters, and says where it comes from', () =>
		withDatabase(code, async (database) => {
			const rows = await named(database);
			expect(rows.length).toBeGreaterThan(30);
			for (const row of rows) {
				expect(row.name_ar, `${row.place} ${row.name_en}`).not.toMatch(/\p{Script=Latin}/u);
				expect(row.name_ar).toMatch(/\p{Script=Arabic}/u);
				expect(row.name_en, `${row.place} ${row.name_ar}`).not.toMatch(/\p{Script=Arabic}/u);
				expect(row.name_en.trim()).not.toBe('');
				expect(row.source.trim(), `${row.place} ${row.name_en}`).not.toBe('');
			}
			const thresholds = await database.reader.selectFrom('kpi_threshold').selectAll().execute();
			expect(thresholds.map((t) => t.kpi).sort()).toEqual([
			'K-B6', 'K-B7', 'K-D1', 'K-D2', 'K-D3', 'K-D4', 'K-D5', 'K-O11', 'K-O4', 'K-O5', 'K-R2', 'K-R3',
		]); // prettier-ignore
			// Fewer working days are better; of everything else more is.
			for (const t of thresholds) expect(t.kpi === 'K-D4' ? t.good < t.watch : t.good > t.watch).toBe(true);
		}));

	test('gives every population its year and source', () =>
		withDatabase(code, async (database) => {
			const rows = await database.reader
				.selectFrom('governorate')
				.selectAll()
				.where('population', 'is not', null)
				.execute();
			for (const row of rows) {
				expect(row.population_year).toBeGreaterThan(2000);
				expect(row.population_source).toBeTruthy();
				expect(row.kind).toBe('governorate');
			}
			expect(rows.length).toBe(code === 'bahrain' ? 4 : 0);
		}));

	test('has the places and the segment that stand for “not said”', () =>
		withDatabase(code, async (database) => {
			const places = await database.reader.selectFrom('governorate').select(['code', 'kind']).execute();
			expect(places).toContainEqual({ code: 'several', kind: 'several' });
			expect(places).toContainEqual({ code: 'unspecified', kind: 'unspecified' });
			const segments = await database.reader.selectFrom('segment').select('code').execute();
			expect(segments).toContainEqual({ code: 'unspecified' });
		}));
});

test('no pack delivers persons: they are reach', () => {
	for (const pack of Object.values(packs)) {
		for (const unit of pack.units) expect(unit.en).not.toMatch(/person|people/i);
	}
});

test('the Umm al-Qura days of 2026 fall where the calendar puts them', async () => {
	const on = (name: string) =>
		packs.bahrain!.holidays.filter((h) => h.en === name && h.on.startsWith('2026')).map((h) => h.on);
	expect(on('Eid al-Fitr')).toEqual(['2026-03-20', '2026-03-21', '2026-03-22']);
	expect(on('Eid al-Adha')).toEqual(['2026-05-27', '2026-05-28', '2026-05-29']);
	expect(on('National Day')).toEqual(['2026-12-16']);
});

describe('preparing a file', () => {
	test('refuses a file of another pack and leaves it as it was', async () => {
		const file = temporaryFile('other.db');
		await prepareDatabase(file, 'jordan');
		await expect(prepareDatabase(file, 'bahrain')).rejects.toThrow(StartRefused);
		expect(await prepareDatabase(file)).toMatchObject({ pack: 'jordan', migrations: [], referenceRows: 0 });
	});

	test('refuses an unknown pack', async () => {
		await expect(prepareDatabase(temporaryFile('none.db'), 'atlantis')).rejects.toThrow('no pack "atlantis"');
		await expect(prepareDatabase(temporaryFile('none.db'), 'toString')).rejects.toThrow(StartRefused);
	});

	test('refuses a file that a newer version has migrated', async () => {
		const file = temporaryFile('newer.db');
		await prepareDatabase(file, 'bahrain');
		const raw = new SQLite(file);
		raw.exec(`insert into kysely_migration (name, timestamp) values ('9999_later', '2030-01-01')`);
		raw.close();
		await expect(prepareDatabase(file)).rejects.toThrow('newer version (9999_later)');
	});

	test('copies a file that holds something before its schema changes', async () => {
		const file = temporaryFile('old.db');
		const raw = new SQLite(file);
		raw.exec('create table note (text text); insert into note values (1)');
		raw.close();
		const done = await prepareDatabase(file, 'bahrain');
		expect(done.backup).toBe(`${file}.before-1`);
		const copy = new SQLite(done.backup!, { readonly: true });
		expect(copy.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'note' }]);
		copy.close();
		const next = await prepareDatabase(file);
		expect(next.backup).toBeUndefined();
		expect(existsSync(`${file}.before-2`)).toBe(false);
	});

	test('waits for nobody: a file in use is refused', async () => {
		const file = temporaryFile('busy.db');
		await prepareDatabase(file, 'bahrain');
		const release = lockInstance(file);
		await expect(prepareDatabase(file)).rejects.toThrow('Another process');
		release();
		const database = openDatabase(file, { mustExist: true });
		await database.close();
	});
});
