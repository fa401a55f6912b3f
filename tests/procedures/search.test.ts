import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import fc from 'fast-check';
import type { Database } from '#db/connection.server.ts';
import { programsNamed, societiesNamed } from '#db/names.server.ts';
import { search } from '#lib/features/search/queries.server.ts';
import { foldText, matchKey, searchKey } from '#lib/i18n/fold.ts';
import type { Context } from '#lib/platform/context.ts';
import { contextOf, freshDatabase, viewerOf } from '../support/world.ts';

/** Names and two spellings of each: what it says on paper, and what people type. */
const PAIRS: readonly (readonly [name: string, one: string, other: string])[] = [
	['جمعية الإحسان الخيرية', 'الإحسان', 'الاحسان'],
	['جمعية أصدقاء البيئة', 'أصدقاء', 'اصدقاء'],
	['جمعية الآفاق الثقافية', 'الآفاق', 'الافاق'],
	['جمعية المسؤولية الأسرية', 'مسؤولية', 'مسئولية'],
	['جمعية شؤون المتقاعدين', 'شؤون', 'شئون'],
	['جمعية رعاية ذوي الإعاقة', 'ذوي الإعاقة', 'ذوى الاعاقه'],
	['جمعية الهدى الإسلامية', 'الهدى', 'الهدي'],
	['جمعية يحيى للعلوم', 'يحيى', 'يحيي'],
	['جمعية الهيئة الطبية', 'الهيئة', 'الهييه'],
	['جمعية بيئة بلا نفايات', 'بيئة بلا', 'بيئه بلا'],
	['جمعية المرأة الريفية', 'المرأة', 'المراه'],
	['جمعية مكافأة التفوق', 'مكافأة', 'مكافاة'],
	['جمعية القراءة للجميع', 'القراءة', 'القرائة'],
	['جمعية رؤساء الفرق', 'رؤساء', 'روساء'],
	['جمعية رئيس الحي', 'رئيس', 'رييس'],
	['جمعية لؤلؤ المحار', 'لؤلؤ', 'لولو'],
	['جمعية داود للموسيقى', 'داود للموسيقى', 'داوود للموسيقي'],
	['جمعية علماء المستقبل', 'علماء', 'علما'],
	['جمعية السماء الصافية', 'السماء', 'السما'],
	['جمعية مئذنة الفجر', 'مئذنة', 'مئذنه'],
	['جمعية الفَجر الجَديد', 'الفَجْرُ الجَدِيد', 'الفجر الجديد'],
	['جمعية قُرّة العين', 'قُرَّة', 'قرة'],
	['جمعية التكافل', 'التكـــافل', 'التكافل'],
	['جمعية ﻻﻋﺒﻲ القدامى', 'لاعبي', 'ﻻﻋﺒﻲ'],
	['جمعية عبد الرحمن للبر', 'عبد الرحمن', 'عبدالرحمن'],
	['جمعية عبدالكريم الخيرية', 'عبد الكريم', 'عبدالكريم'],
	['جمعية رعاية طفولة', 'رعاية الطفولة', 'رعاية طفولة'],
	['جمعية الوادي الأخضر', 'الوادي', 'وادي'],
	['جمعية «السنابل» للتنمية', 'السنابل للتنمية', '«السنابل» للتنمية'],
	['جمعية كتاب الخليج', 'كتاب', 'کتاب'],
	['جمعية ڤيتامين الصحية', 'ڤيتامين', 'فيتامين'],
	['جمعية دفعة ٢٠١٧', 'دفعة ٢٠١٧', 'دفعة 2017'],
	['جمعية خريجي 1998', '1998', '۱۹۹۸'],
	['جمعية نبض القرى', 'نبض  القرى', '  نبض القرى '],
	['جمعية ظلال النخيل', '\u200fظلال\u200f', 'ظلال'],
	['جمعية مرافئ الأمل', 'مرافئ', 'مرافي'],
	['جمعية دفء الشتاء', 'دفء', 'دف'],
	['Café Society', 'café', 'CAFE'],
	['Al-Waha Society', 'al-waha', 'WAHA'],
	['Children’s Garden', "children's", 'childrens'],
];

let database: Database;
let officer: Context;

async function addAll(): Promise<void> {
	await database.writer.transaction().execute(async (trx) => {
		const first = async (table: 'category' | 'governorate' | 'sector') =>
			(await trx.selectFrom(table).select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()).id;
		const place = { governorate_id: await first('governorate') };
		for (const [i, [name]] of PAIRS.entries()) {
			const names = { name_ar: name, name_en: name, match_key: matchKey(name), search_key: searchKey(name, name) };
			const society = { id: i + 1, ...names, ...place, category_id: await first('category'), status: 'active' as const };
			await trx.insertInto('society').values(society).execute();
			const number = { society_id: i + 1, number: `${700 + i}/ج/خ`, starts_on: '2010-01-01' };
			await trx.insertInto('society_registration').values(number).execute();
		}
		const bag = { name_ar: 'حقيبة المدرسة', name_en: 'School Bag' };
		const program = { id: 9, society_id: 1, ...bag, match_key: 'bag', search_key: searchKey(bag.name_ar, bag.name_en) };
		const running = { status: 'running' as const, frequency: 'monthly' as const, starts_on: '2025-01-01' };
		await trx.insertInto('program').values({ ...program, ...place, ...running, sector_id: await first('sector') }).execute();
		const reports = [
			{ id: 51, period: '2026-02', state: 'verified' as const, first_submitted_on: '2026-03-02' },
			{ id: 52, period: '2026-03', state: 'submitted' as const, first_submitted_on: '2026-04-02' },
			{ id: 53, period: '2026-04', state: 'draft' as const, first_submitted_on: null },
		];
		await trx.insertInto('report').values(reports.map((report) => ({ ...report, program_id: 9 }))).execute();
	}); // prettier-ignore
}

beforeAll(async () => {
	database = await freshDatabase();
	await addAll();
	officer = await contextOf(database, viewerOf('officer'), { now: new Date('2026-06-20T08:00:00Z') });
});
afterAll(() => database.close());

const ask = (q: string, ctx = officer) => search(ctx, { q, limit: 5 });
const firstOf = async (q: string) => (await ask(q)).societies.rows[0]?.name.ar;
const reportsOf = async (q: string, ctx = officer) => (await ask(q, ctx)).reports.rows.map(({ id }) => id);

describe('two spellings find the same first result', () => {
	it('there are forty of them', () => expect(PAIRS).toHaveLength(40));
	it.each(PAIRS)('%s: %s and %s', async (name, one, other) => {
		expect(await firstOf(one)).toBe(name);
		expect(await firstOf(other)).toBe(name);
	});
});

describe('what is found', () => {
	it('a registration number, however it is divided', async () => {
		for (const q of ['706/ج/خ', '٧٠٦/ج/خ', '706-ج-خ', '706 ج خ', '706جخ', '۷۰۶']) {
			expect(await firstOf(q), q).toBe(PAIRS[6]![0]);
		}
	});

	it('words in any order, and the name itself before names that hold it', async () => {
		expect(await firstOf('الخيرية الإحسان')).toBe('جمعية الإحسان الخيرية');
		expect(await firstOf('café society')).toBe('Café Society');
	});

	it('a former name, until it is no longer kept', async () => {
		const names = { name_ar: 'صندوق الغوص القديم', name_en: 'Old Diving Fund' };
		const row = { society_id: 3, ...names, search_key: searchKey(names.name_ar, names.name_en), ended_on: '2015-01-01' };
		await database.writer.insertInto('society_name').values(row).execute();
		expect((await ask('غوص قديم')).societies.rows[0]?.former[0]?.en).toBe('Old Diving Fund');
		await database.writer.deleteFrom('society_name').execute();
		expect((await ask('غوص قديم')).societies.total).toBe(0);
	}); // prettier-ignore

	it('a renamed society by its new name, and its programs by it too', async () => {
		const rename = (ar: string) =>
			database.writer
				.updateTable('society')
				.set({ search_key: searchKey(ar, ar) })
				.where('id', '=', 1)
				.execute();
		await rename('رابطة المرجان');
		expect((await ask('مرجان')).societies.rows[0]?.id).toBe(1);
		expect((await ask('مرجان')).programs.rows[0]?.id).toBe(9);
		await rename(PAIRS[0]![0]);
		expect((await ask('مرجان')).societies.total).toBe(0);
	});

	it('reports by program or society with a month or a year in either language, or by number', async () => {
		expect(await reportsOf('تقرير حقيبة مارس')).toEqual([52]);
		expect(await reportsOf('حقيبة المدرسة آذار ٢٠٢٦')).toEqual([52]);
		expect(await reportsOf('School bag March 2026')).toEqual([52]);
		expect(await reportsOf('school bag 2026-02')).toEqual([51]);
		expect(await reportsOf('الإحسان 2026')).toEqual([52, 51]);
		expect(await reportsOf('report 51')).toEqual([51]);
		expect(await reportsOf('حقيبة 2025')).toEqual([]);
		expect(await reportsOf('حقيبة')).toEqual([]);
	});

	it('no draft that was never sent, except for its own society', async () => {
		const own = await contextOf(database, viewerOf('society', { societyId: 1 }), { now: officer.now });
		expect(await reportsOf('حقيبة أبريل')).toEqual([]);
		expect(await reportsOf('53')).toEqual([]);
		expect(await reportsOf('حقيبة أبريل', own)).toEqual([53]);
	});

	it('nothing of others for a society, not even a count', async () => {
		const other = await contextOf(database, viewerOf('society', { societyId: 2 }), { now: officer.now });
		const { societies, programs, reports } = await ask('جمعية', other);
		expect([societies.total, programs.total, reports.total]).toEqual([1, 0, 0]);
		expect(societies.rows.map(({ id }) => id)).toEqual([2]);
		expect(await reportsOf('report 52', other)).toEqual([]);
		expect((await ask('حقيبة', other)).programs.total).toBe(0);
	});
});

describe('whatever is typed', () => {
	it.each([
		'"', '""" OR name:*', 'NEAR(ا ب)', 'name : احسان', '{name former} : "x"', 'احسان*', '^احسان', "'; drop table society; --",
		'%_%', '\\', '\0احسان', '\u202eناسحا', 'ا'.repeat(50_000), '()'.repeat(500), '-احسان NOT قدر', '🙂🙂', '\ud800',
	])('is only text: %j', async (q) => {
		expect((await ask(q)).q.length).toBeLessThanOrEqual(100);
		expect(await firstOf('الإحسان')).toBe(PAIRS[0]![0]);
	}); // prettier-ignore

	it('too little says so', async () => {
		for (const q of ['', ' ', 'ا', 'الر', '«»', 'ء']) expect((await ask(q)).isShort, q).toBe(true);
		for (const q of ['اح', '7', 'go']) expect((await ask(q)).isShort, q).toBe(false);
	});

	it('finds by the index what a walk over the names finds', async () => {
		const letters = fc.string({ unit: fc.constantFrom(...'احسنمجيةو ال rc1'), minLength: 1, maxLength: 9 });
		const piece = fc
			.tuple(fc.constantFrom(...PAIRS), fc.nat(12), fc.nat(8))
			.map(([[name], from, n]) => foldText(name).slice(from, from + n + 1));
		await fc.assert(
			fc.asyncProperty(fc.oneof(letters.map(foldText), piece.map(foldText)), async (text) => {
				if (!text) return;
				const { rows } = await sql<{
					id: number;
				}>`select s.id from society s where s.id in ${societiesNamed(text)}
					order by s.id`.execute(database.reader);
				expect(rows.map(({ id }) => id)).toEqual(walk(text));
			}),
			{ numRuns: 200 },
		);
	});

	/** The same by comparing one by one. */
	function walk(text: string): number[] {
		const all = text.split(' ');
		const isNamed = all.some((word) => word.length > 1);
		const words = isNamed ? all.filter((word) => word.length > 1 || /\d/.test(word)) : [];
		const around = ['', ' X ', ' X', 'X'];
		const bare = text.replaceAll(' ', '');
		return PAIRS.flatMap(([name], i) => {
			const key = `| ${searchKey(name, name)} |`;
			const number = ` ${700 + i}جخ `;
			const inName = words.length
				? words.every((word) => key.includes(around[Math.min(word.length, 3)]!.replace('X', word)))
				: key.includes(` ${text}`);
			const isNumber = /\d/.test(bare) && bare.length > 1;
			const inNumber = isNumber && number.includes(bare.length > 2 ? bare : ` ${bare}`);
			return inName || inNumber ? [i + 1] : [];
		});
	}
});

it('the searches of the screens go through the index, not through every name', async () => {
	for (const named of [societiesNamed('احسان'), programsNamed('حقيبه')]) {
		const { rows } = await sql<{ detail: string }>`explain query plan select 1 where 1 in ${named}`.execute(
			database.reader,
		);
		// FTS5 says how it looks: 0:M is a MATCH, 0: alone would be a walk.
		expect(rows.map(({ detail }) => detail).join()).toMatch(/VIRTUAL TABLE INDEX 0:M/);
	}
});
