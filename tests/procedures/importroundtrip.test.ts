import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { EXPORTS } from '#lib/features/exchange/exports.server.ts';
import { readImport } from '#lib/features/exchange/intake/queries.server.ts';
import { rejectedFile } from '#lib/features/exchange/intake/rejected.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { csvChunks } from '#lib/tables/batches.server.ts';
import { CSV_LANGS, type CsvLang } from '#lib/tables/csv.ts';
import { csvOf } from '../support/files.ts';
import { checkedImport } from '../support/intake.ts';
import { NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;
let officer: Context;
let society: Context;

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
	({ alpha } = world.members);
	const { id } = await database.writer
		.insertInto('account')
		.values({ login: 'o', name_ar: 'م', name_en: 'O', role: 'officer', created_at: NOW.toISOString() })
		.returning('id')
		.executeTakeFirstOrThrow();
	officer = await contextOf(database, viewerOf('officer', { accountId: id }), { now: NOW });
	society = await contextOf(database, viewerOf('society', alpha), { now: NOW });
});
afterEach(() => database.close());

const counts = async (ctx: Context, id: number) => (await readImport(ctx, { id })).counts;

async function exported(id: 'societies' | 'programs', lang: CsvLang): Promise<string> {
	const { table, procedure } = EXPORTS[id]!;
	const opened = procedure.open(officer);
	const ask = { filter: openFilter({}), matching: '' };
	let text = '';
	const chunks = csvChunks(table, lang, 3, (after, limit) => opened.page(ask, after, limit));
	for await (const chunk of chunks) text += chunk.text;
	return text;
}

describe('what leaves comes back unchanged', () => {
	it.each(CSV_LANGS.flatMap((lang) => [['societies', lang] as const, ['programs', lang] as const]))(
		'the %s as exported with headers in %s',
		async (table, lang) => {
			const id = await checkedImport(officer, table, await exported(table, lang));
			expect(await readImport(officer, { id })).toMatchObject({ state: 'checked', failure: null });
			expect(await counts(officer, id)).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: 0 });
		},
	);
});

describe('the same file in other encodings', () => {
	const content = async () => {
		const one = (list: 'category' | 'governorate') =>
			database.reader.selectFrom(list).select('name_ar').orderBy('id').executeTakeFirstOrThrow();
		const [category, governorate] = [await one('category'), await one('governorate')];
		return csvOf([{ name_ar: 'جمعية الواحة', category: category.name_ar, governorate: governorate.name_ar }]);
	};

	it('is read as UTF-16 by its mark, and as Windows-1256 once a person confirms it', async () => {
		const text = (await content()).replaceAll(',', ';');
		const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
		const big = Buffer.from(utf16).swap16();
		const letters = new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, i) => i));
		const w1256 = Buffer.from([...text].map((letter) => letters.indexOf(letter)));
		for (const file of [utf16, big, w1256]) {
			const id = await checkedImport(officer, 'societies', file);
			expect(await counts(officer, id)).toEqual({ created: 1, updated: 0, unchanged: 0, rejected: 0 });
		}
	});

	it.each([
		['a workbook', Buffer.from('504b030414000000', 'hex')],
		['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
		['a PDF', Buffer.from('%PDF-1.7\n')],
		['an archive', Buffer.from('1f8b0800', 'hex')],
		['bytes', Buffer.from([1, 0, 2, 3, 4, 5, 6, 7, 8, 9])],
	])('%s is refused', async (_, bytes) => {
		await expect(checkedImport(officer, 'societies', bytes)).rejects.toMatchObject({ code: 'invalid' });
	});
});

describe('rejected rows', () => {
	it('go back as a file with their errors in both languages, which can be sent again', async () => {
		const codeOf = async (list: 'segment' | 'age_band') =>
			(await database.reader.selectFrom(list).select('code').orderBy('id').executeTakeFirstOrThrow()).code;
		// What the form of the program asks for, with two mistakes.
		const row = {
			period: '2026-13',
			program_id: String(alpha.programId),
			spend: '=1+1',
			segment: await codeOf('segment'),
			age_band: await codeOf('age_band'),
			female: '-',
			male: '-',
			volunteers: '1',
			volunteer_hours: '2',
			achievements: 'x',
			no_evidence_reason: 'x',
		};
		const id = await checkedImport(society, 'reports', csvOf([row]));
		let back = '';
		for await (const piece of rejectedFile(society, id)) back += piece;
		expect(back).toContain('الفترة: التاريخ أو الشهر غير مقروء بالصيغة المطلوبة.');
		expect(back).toContain('Spend: The value is not a number');
		expect(back).toContain(`"'=1+1"`);
		const again = await checkedImport(
			society,
			'reports',
			back.replace('2026-13', '2026-05').replace(`'=1+1`, '7'),
		);
		expect(await counts(society, again)).toEqual({ created: 1, updated: 0, unchanged: 0, rejected: 0 });
	});
});
