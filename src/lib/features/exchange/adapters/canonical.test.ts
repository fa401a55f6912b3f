import { describe, expect, it } from 'vitest';
import { reachTable, type ReachRow } from '#lib/features/beneficiaries/columns.ts';
import type { Pack } from '#lib/platform/context.ts';
import { csvWriter, type CsvLang } from '#lib/tables/csv.ts';
import { readCsv, type CsvRow } from '#lib/tables/reader.server.ts';
import { canonical } from './canonical.ts';

const pack = { currency: 'BHD', currencyDigits: 3 } as Pack;

const line: ReachRow = {
	id: 1, reportId: 1, period: '2026-03', societyId: 1, societyAr: '=جمعية المثال', societyEn: '=Example Society', programId: 1,
	programAr: 'برنامج المثال', programEn: 'Example, "program"', category: 'charitable', categoryAr: 'خيرية',
	categoryEn: 'Charitable', sector: 'health', sectorAr: 'الصحة', sectorEn: 'Health', governorate: 'capital',
	governorateAr: 'العاصمة', governorateEn: 'Capital', segment: 'elderly', segmentAr: 'كبار السن', segmentEn: 'Elderly',
	sex: 'female', age: 'adult', ageAr: 'بالغون', ageEn: 'Adults', people: 12, peopleNew: null,
}; // prettier-ignore

async function exported(rows: readonly ReachRow[], lang: CsvLang): Promise<CsvRow[]> {
	const writer = csvWriter(reachTable, lang, 3);
	async function* file() {
		yield Buffer.from(writer.header());
		for (const row of rows) yield Buffer.from(writer.row(row));
	}
	const found: CsvRow[] = [];
	for await (const batch of readCsv(file(), canonical.columns)) found.push(...batch);
	return found;
}

describe('the product’s own reach file is read back', () => {
	it.each<[CsvLang, 'Ar' | 'En']>([
		['codes', 'En'],
		['en', 'En'],
		['ar', 'Ar'],
	])('with headers in %s', async (lang, side) => {
		const rows = await exported([line, { ...line, people: 0, peopleNew: 0, sex: 'unknown' }], lang);
		const outcomes = rows.map((row) => canonical.read(row, pack));
		const names = lang === 'codes';
		expect(outcomes[0]).toEqual({
			kind: 'reach',
			row: 2,
			society: line[`society${side}`],
			program: line[`program${side}`],
			sector: names ? line.sector : line[`sector${side}`],
			period: '2026-03',
			governorate: names ? line.governorate : line[`governorate${side}`],
			segment: names ? line.segment : line[`segment${side}`],
			sex: 'female',
			ageBand: names ? line.age : line[`age${side}`],
			people: 12,
			peopleNew: null,
		});
		expect(outcomes[1]).toMatchObject({ row: 3, sex: 'unknown', people: 0, peopleNew: 0 });
	});
});

describe('a row that cannot be read is rejected with its place', () => {
	const plain = {
		period: '2026-03', society: 'A', program: 'B', sector: 'health', governorate: 'capital', segment: 'elderly',
		sex: 'male', age_band: 'adult', people: '5', people_new: '',
	}; // prettier-ignore
	it.each<[Partial<typeof plain>, string, string]>([
		[{ period: '2026-13' }, 'period', 'period_unreadable'],
		[{ period: '03/2026' }, 'period', 'period_unreadable'],
		[{ society: ' ' }, 'society', 'name_missing'],
		[{ program: '' }, 'program', 'name_missing'],
		[{ sex: 'm' }, 'sex', 'sex_unknown'],
		[{ people: '' }, 'people', 'value_unreadable'],
		[{ people: '-1' }, 'people', 'value_negative'],
		[{ people: '1.5' }, 'people', 'value_fraction'],
		[{ people_new: '6' }, 'people_new', 'new_above_people'],
		[{ people_new: 'x' }, 'people_new', 'value_unreadable'],
	])('%j', (change, column, reason) => {
		expect(canonical.read({ row: 4, cells: { ...plain, ...change } }, pack)).toMatchObject({
			row: 4,
			column,
			reason,
		});
	});

	it('but Arabic-Indic digits are digits', () => {
		const cells = { ...plain, period: '٢٠٢٦-٠٣', people: '١٢' };
		expect(canonical.read({ row: 2, cells }, pack)).toMatchObject({ period: '2026-03', people: 12 });
	});
});
