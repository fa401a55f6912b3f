import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { verifyAudit } from '#lib/access/chain.server.ts';
import { activityinfo } from '#lib/features/exchange/adapters/activityinfo.ts';
import { NothingAccepted, type ImportResult } from '#lib/features/exchange/importer.server.ts';
import { countReasons } from '#lib/features/exchange/rejections.ts';
import { undoImport } from '#lib/features/exchange/undo.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { Expected } from '#lib/platform/errors.ts';
import { contentsOf } from '../support/contents.ts';
import { activityFile, importFile } from '../support/files.ts';
import { AUDIT_KEY, contextOf, freshDatabase, viewerOf } from '../support/world.ts';

let database: Database;
let operator: Context;

beforeEach(async () => {
	database = await freshDatabase('jordan');
	operator = await contextOf(database, viewerOf('operator'));
});
afterEach(() => database.close());

async function taken(content: string, ctx = operator) {
	const result = await importFile(ctx, activityinfo, content);
	if (result.state !== 'imported') throw new Error('it was imported before');
	return result;
}

async function rows(query: string): Promise<Record<string, unknown>[]> {
	return (await sql.raw<Record<string, unknown>>(query).execute(database.reader)).rows;
}

const LINES = `select t.period, g.code as place, e.code as segment, l.sex, a.code as age, l.people from reach_line l
	join report_version v on v.id = l.version_id join report t on t.id = v.report_id
	join governorate g on g.id = l.governorate_id join segment e on e.id = l.segment_id
	join age_band a on a.id = l.age_band_id order by l.id`;
const DELIVERIES = `select g.code as place, u.code as unit, l.quantity_milli as milli from delivery_line l
	join governorate g on g.id = l.governorate_id join unit u on u.id = l.unit_id order by l.id`;

describe('an import', () => {
	it('rejects a name without a letter and a month no filter can show, and takes the rest', async () => {
		const result = await taken(
			activityFile(
				{},
				{ Partner: '\u0640\u0640\u200b' },
				{ activity: '\u064b\u064c' },
				{ StartDate: '1/12/9999' },
				{ StartDate: '1/1/1850' },
			),
		);
		expect(result).toMatchObject({ read: 5, accepted: 1, rejected: 4 });
		expect(Object.fromEntries(countReasons(result.rejections))).toEqual({
			name_missing: 2,
			period_outside: 2,
		});
	});

	it('brings societies, programs and verified reports with their lines, and says so in the audit', async () => {
		const result = await taken(
			activityFile(
				{},
				{ Value: '3' },
				{ Gender: 'Men' },
				{ Value: '0', poptype: '' },
				{ Governorate: 'Zaatari Camp', StartDate: '31/5/2021' },
				{ Units: 'USD', Value: '10.125' },
				{ Units: 'USD', Value: '2' },
				{ Units: '# HH', Value: '4.5' },
				{ Units: '# HH', Value: '1' },
			),
		);
		expect(result).toMatchObject({
			batchId: 1,
			read: 9,
			accepted: 9,
			rejected: 0,
			societies: 1,
			programs: 1,
			reports: 2,
		});
		expect(await rows(LINES)).toEqual([
			{ period: '2021-03', place: 'irbid', segment: 'urban', sex: 'female', age: 'child', people: 10 },
			{ period: '2021-03', place: 'irbid', segment: 'urban', sex: 'male', age: 'adult', people: 7 },
			{ period: '2021-03', place: 'irbid', segment: 'unspecified', sex: 'female', age: 'child', people: 0 },
			{ period: '2021-05', place: 'zaatari_camp', segment: 'urban', sex: 'female', age: 'child', people: 7 },
		]);
		expect(await rows(DELIVERIES)).toEqual([{ place: 'irbid', unit: 'hh', milli: 5500 }]);
		const at = operator.now.toISOString();
		expect(
			await rows(`select t.state, t.first_submitted_on, t.import_batch_id, v.number, v.verified_from, v.spend_minor
				from report t join report_version v on v.report_id = t.id order by t.id`),
		).toEqual([
			{
				state: 'verified',
				first_submitted_on: '2021-03-31',
				import_batch_id: 1,
				number: 1,
				verified_from: at,
				spend_minor: 1213,
			},
			{
				state: 'verified',
				first_submitted_on: '2021-05-31',
				import_batch_id: 1,
				number: 1,
				verified_from: at,
				spend_minor: null,
			},
		]);
		expect(
			await rows(`select s.name_ar, s.name_en, c.code as category, g.code as seat, s.status, x.status as since_status, x.starts_on
				from society s join category c on c.id = s.category_id join governorate g on g.id = s.governorate_id
				join society_status x on x.society_id = s.id`),
		).toEqual([
			{
				name_ar: 'River Aid',
				name_en: 'River Aid',
				category: 'partner_organisation',
				seat: 'unspecified',
				status: 'active',
				since_status: 'active',
				starts_on: '2021-03-01',
			},
		]);
		expect(
			await rows(`select p.name_en, k.code as sector, g.code as place, p.starts_on, p.ends_on, p.status, p.frequency,
				(select count(*) from program_governorate) as places, (select count(*) from program_segment) as segments
				from program p join sector k on k.id = p.sector_id join governorate g on g.id = p.governorate_id`),
		).toEqual([
			{
				name_en: 'Warm rooms',
				sector: 'shelter',
				place: 'several',
				starts_on: '2021-03-01',
				ends_on: '2021-05-31',
				status: 'completed',
				frequency: 'monthly',
				places: 2,
				segments: 2,
			},
		]);
		const [entry] = await rows('select action, object_type, object_id, role, after from audit_entry');
		expect(entry).toMatchObject({
			action: 'report.import',
			object_type: 'import_batch',
			object_id: '1',
			role: 'operator',
		});
		expect(JSON.parse(String(entry!['after']))).toMatchObject({
			read: 9,
			accepted: 9,
			rejected: 0,
			reports: 2,
		});
		await expectSound();
	});

	it('takes two spellings of one society as one, under the spelling seen first', async () => {
		await taken(activityFile({ Partner: 'River Aid ' }, { Partner: 'RIVER AID', StartDate: '1/4/2021' }));
		expect(await rows('select name_en, match_key from society')).toEqual([
			{ name_en: 'River Aid', match_key: 'river aid' },
		]);
	});

	it('keeps the sector of most rows, of equals the first in the alphabet', async () => {
		await taken(
			activityFile(
				{ sector: 'WASH' },
				{ sector: 'HEALTH' },
				{ sector: 'WASH', StartDate: '1/4/2021' },
				{ activity: 'Even', sector: 'WASH' },
				{ activity: 'Even', sector: 'HEALTH' },
			),
		);
		expect(
			await rows('select k.code from program p join sector k on k.id = p.sector_id order by p.id'),
		).toEqual([{ code: 'wash' }, { code: 'health' }]);
	});

	it('adds a unit the pack does not know under its code', async () => {
		await taken(activityFile({ Units: '# of sewing kits' }));
		expect(
			await rows("select code, name_en, source, own_choice from unit where code = 'sewingkits'"),
		).toEqual([{ code: 'sewingkits', name_en: 'sewingkits', source: 'import', own_choice: 0 }]);
	});

	it('counts every row once: read is accepted plus rejected, with the reasons in the order of the file', async () => {
		const result = await taken(
			activityFile({}, { Units: '%' }, { Value: '-1' }, { Value: '2' }, { Value: '1.5' }),
		);
		expect(result).toMatchObject({ read: 5, accepted: 2, rejected: 3 });
		expect(result.rejections.map((r) => [r.row, r.column, r.reason])).toEqual([
			[3, 'Units', 'unit_not_additive'],
			[4, 'Value', 'value_negative'],
			[6, 'Value', 'value_fraction'],
		]);
		expect(countReasons(result.rejections)).toHaveLength(3);
		expect(
			await rows('select rows_read as r, rows_accepted as a, rows_rejected as x from import_batch'),
		).toEqual([{ r: 5, a: 2, x: 3 }]);
	});

	it('of the same file changes nothing the second time', async () => {
		await taken(activityFile({}));
		const before = await contentsOf(database);
		const again: ImportResult = await importFile(operator, activityinfo, activityFile({}));
		expect(again).toEqual({ state: 'already', batchId: 1, read: 1, accepted: 1, rejected: 0 });
		expect(await contentsOf(database)).toEqual(before);
	});

	it('never replaces a report that is there: those rows are rejected, the rest goes in', async () => {
		await taken(activityFile({}));
		const before = await rows(LINES);
		const result = await taken(activityFile({ Value: '99' }, { Value: '98' }, { StartDate: '1/4/2021' }));
		expect(result).toMatchObject({
			batchId: 2,
			read: 3,
			accepted: 1,
			rejected: 2,
			societies: 0,
			programs: 0,
			reports: 1,
		});
		expect(result.rejections).toMatchObject([
			{ row: 2, column: 'period', value: '2021-03', reason: 'report_exists' },
			{ row: 3, column: 'period', value: '2021-03', reason: 'report_exists' },
		]);
		expect((await rows(LINES)).slice(0, before.length)).toEqual(before);
		await expectSound();
	});

	it('of which not one row can be taken in leaves nothing, not even a batch', async () => {
		const before = await contentsOf(database);
		const refused = importFile(operator, activityinfo, activityFile({ Units: '%' }, { Value: '-1' }));
		await expect(refused).rejects.toThrow(NothingAccepted);
		await expect(refused).rejects.toMatchObject({ rejections: [{ row: 2 }, { row: 3 }] });
		expect(await contentsOf(database)).toEqual(before);
	});

	it.each(['leadership', 'officer', 'auditor', 'admin', 'society'] as const)(
		'is not for %s',
		async (role) => {
			const before = await contentsOf(database);
			const ctx = await contextOf(database, viewerOf(role, { societyId: role === 'society' ? 1 : null }));
			await expect(importFile(ctx, activityinfo, activityFile({}))).rejects.toMatchObject({ code: 'denied' });
			await expect(undoImport(ctx, { batchId: 1 })).rejects.toMatchObject({ code: 'denied' });
			expect(await contentsOf(database)).toEqual(before);
		},
	);
});

describe('a broken file changes nothing', () => {
	const good = activityFile({}, { Value: '3' }, { Gender: 'Men' });
	it.each<[string, string | Buffer, RegExp]>([
		[
			'cut in the middle of a row',
			good.slice(0, good.lastIndexOf('"Urban"') - 1),
			/cut in the middle of row 4/,
		],
		['cut in the middle of a value', good.slice(0, -10), /ends inside a quoted value of row 4/],
		['with a wrong header', good.replace('poptype', 'population'), /columns missing: poptype/],
		['in UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), /UTF-16LE/],
		['with an unclosed quote', good.replace('"3"', '"3'), /Row 3: a quotation mark/],
		['that is a workbook', Buffer.from('504b030414000600', 'hex'), /Excel workbook/],
	])('%s', async (_, content, message) => {
		await taken(activityFile({ StartDate: '1/9/2021' }));
		const before = await contentsOf(database);
		const refused = importFile(operator, activityinfo, content);
		await expect(refused).rejects.toThrow(Expected);
		await expect(refused).rejects.toThrow(message);
		expect(await contentsOf(database)).toEqual(before);
	});
});

/** Rollups equal the rows, and the audit chain holds. */
async function expectSound(): Promise<void> {
	expect(await database.writer.transaction().execute((trx) => countRollupDifferences(trx))).toBe(0);
	expect(await verifyAudit(database.reader, AUDIT_KEY)).toMatchObject({ ok: true });
}
