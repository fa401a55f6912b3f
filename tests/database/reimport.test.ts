import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { activityinfo } from '#lib/features/exchange/adapters/activityinfo.ts';
import { canonical } from '#lib/features/exchange/adapters/canonical.ts';
import { NothingAccepted } from '#lib/features/exchange/importer.server.ts';
import { reachTable } from '#lib/features/beneficiaries/columns.ts';
import { pageReach } from '#lib/features/beneficiaries/rows.server.ts';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { parseFilter } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { CSV_LANGS, csvWriter, type CsvLang } from '#lib/tables/csv.ts';
import { contentsOf } from '../support/contents.ts';
import { activityFile, csvOf, importFile } from '../support/files.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

const opened: Database[] = [];

async function operatorOf(pack: string): Promise<Context> {
	const database = await freshDatabase(pack);
	opened.push(database);
	return contextOf(database, viewerOf('operator'));
}

afterEach(async () => {
	for (const database of opened.splice(0)) await database.close();
});

/** All reach lines of 2021, as rows and as the file the product exports. */
async function reachOf(ctx: Context, lang: CsvLang) {
	const { filter } = parseFilter(
		(name) => (name === 'from' ? ['2021-01'] : name === 'to' ? ['2021-12'] : []),
		'2021-12',
	);
	const ask = { db: ctx.db, scope: { reach: 'all' as const }, filter, today: ctx.today };
	const { rows } = await pageReach(ask, undefined, 10_000);
	const writer = csvWriter(reachTable, lang, ctx.pack.currencyDigits);
	return { rows, file: writer.header() + rows.map((row) => writer.row(row)).join('') };
}

const told = ({ rows }: Awaited<ReturnType<typeof reachOf>>) =>
	rows
		.map((r) =>
			[
				r.period,
				r.societyEn,
				r.programEn,
				r.sector,
				r.governorate,
				r.segment,
				r.sex,
				r.age,
				r.people,
				r.peopleNew,
			].join(' | '),
		)
		.sort();

describe('the product’s own reach file', () => {
	it.each(CSV_LANGS)('exported with %s headers and imported elsewhere says the same', async (lang) => {
		const here = await operatorOf('jordan');
		await importFile(
			here,
			activityinfo,
			activityFile(
				{},
				{ Partner: '=Oak, "green"', Gender: 'Men', Governorate: 'Zaatari Camp', Value: '0' },
				{
					activity: 'Clean water',
					sector: 'WASH ',
					Units: '# of male',
					Gender: '',
					poptype: '',
					Governorate: '',
				},
				{ StartDate: '31/12/2021', Gender: '', poptype: 'Host Community' },
			),
		);
		const out = await reachOf(here, lang);
		const there = await operatorOf('jordan');
		expect(await importFile(there, canonical, out.file)).toMatchObject({ read: 4, accepted: 4 });
		expect(told(await reachOf(there, lang))).toEqual(told(out));
	});
});

describe('societies and programs of the register', () => {
	let ctx: Context;
	const line = {
		period: '2021-04', society: 'Palm Society', program: 'School bags', sector: 'health', governorate: 'capital',
		segment: 'families', sex: 'female', age_band: 'unknown', people: 3,
	}; // prettier-ignore

	beforeEach(async () => {
		ctx = await operatorOf('bahrain');
		const first = async (table: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band') =>
			await ctx.db.selectFrom(table).select(['id', 'code']).orderBy('id').executeTakeFirstOrThrow();
		const [category, governorate, sector] = [
			await first('category'),
			await first('governorate'),
			await first('sector'),
		];
		Object.assign(line, { sector: sector.code, governorate: governorate.code });
		Object.assign(line, { segment: (await first('segment')).code, age_band: (await first('age_band')).code });
		const { writer } = ctx.database;
		for (const [id, ar, en] of [
			[1, 'جمعية النخلة', 'Palm Society'],
			[2, 'جمعية الموج', 'Wave Society'],
			[3, 'جمعية الموجة', 'Wave Society'],
		] as const) {
			const names = {
				name_ar: ar,
				name_en: en,
				match_key: matchKey(`${ar} ${id}`),
				search_key: searchKey(ar, en),
			};
			await writer
				.insertInto('society')
				.values({ id, ...names, category_id: category.id, governorate_id: governorate.id, status: 'active' })
				.execute();
		}
		const names = { name_ar: 'حقائب مدرسية', name_en: 'School bags', match_key: 'bags', search_key: 'bags' };
		await writer
			.insertInto('program')
			.values({
				society_id: 1,
				...names,
				sector_id: sector.id,
				governorate_id: governorate.id,
				starts_on: '2021-01-01',
				status: 'running',
				frequency: 'monthly',
			})
			.execute();
	});

	it('are found by their name in either language, and stay as they are', async () => {
		const before = await contentsOf(ctx.database);
		const result = await importFile(
			ctx,
			canonical,
			csvOf([line, { ...line, society: 'جمعيه النخله', program: 'حقائب مدرسيّة', period: '2021-05' }]),
		);
		expect(result).toMatchObject({ read: 2, accepted: 2, societies: 0, programs: 0, reports: 2 });
		const after = await contentsOf(ctx.database);
		for (const table of [
			'society',
			'society_status',
			'program',
			'program_governorate',
			'program_segment',
			'unit',
		]) {
			expect(after[table], table).toBe(before[table]);
		}
	});

	it('two spellings that lead to one report: the first takes the month, the second is rejected', async () => {
		const result = await importFile(ctx, canonical, csvOf([line, { ...line, society: 'جمعية النخلة' }]));
		expect(result).toMatchObject({
			accepted: 1,
			rejections: [{ row: 3, column: 'period', reason: 'report_exists' }],
		});
	});

	it('are never guessed: an unknown society and a name of two are rejected', async () => {
		const result = await importFile(
			ctx,
			canonical,
			csvOf([
				line,
				{ ...line, society: 'Nobody' },
				{ ...line, society: 'Wave Society' },
				{ ...line, governorate: 'Atlantis' },
			]),
		);
		expect(result).toMatchObject({
			accepted: 1,
			rejections: [
				{ row: 3, column: 'society', value: 'Nobody', reason: 'society_unknown' },
				{ row: 4, column: 'society', value: 'Wave Society', reason: 'name_ambiguous' },
				{ row: 5, column: 'governorate', value: 'Atlantis', reason: 'governorate_unknown' },
			],
		});
	});

	it('a file of another country finds nothing to point at, and changes nothing', async () => {
		const before = await contentsOf(ctx.database);
		await expect(importFile(ctx, activityinfo, activityFile({}, { Units: 'USD' }))).rejects.toThrow(
			NothingAccepted,
		);
		expect(await contentsOf(ctx.database)).toEqual(before);
	});
});
