import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { beginApplying, correctRows, createImport } from '#lib/features/exchange/intake/jobs.server.ts';
import { readImport, readImportRows } from '#lib/features/exchange/intake/queries.server.ts';
import { checkJob } from '#lib/features/exchange/intake/run.server.ts';
import { takeImportBack } from '#lib/features/exchange/intake/takeback.server.ts';
import { countRollupDifferences } from '#lib/kpi/rollup.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { csvOf } from '../support/files.ts';
import { appliedImport, checkedImport } from '../support/intake.ts';
import { dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;
let officer: Context;
let society: Context;

/** What an import and its undo leave behind besides the data itself. */
const TRACES = [
	'audit_entry', 'data_version', 'import_batch', 'import_job', 'import_row', 'import_change', 'import_profile',
	'notice', 'form_key',
]; // prettier-ignore

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
const version = async (ctx: Context, id: number) => (await readImport(ctx, { id })).version;
const reasons = async (ctx: Context, id: number) =>
	(await readImportRows(ctx, { id, verdict: 'rejected', page: 1 })).map(({ row, problems }) => [
		row,
		...problems.map(({ column, reason }) => `${column}: ${reason}`),
	]);

const NEW = {
	'الاسم بالعربية': 'جمعية الواحة',
	name_en: 'Oasis Society',
	'رقم القيد': '77/ج',
	التصنيف: '',
	المحافظة: '',
	phone: '',
};

async function lists() {
	const one = (name: 'category' | 'governorate' | 'sector' | 'segment' | 'aid_type' | 'unit') =>
		database.reader
			.selectFrom(name)
			.select(['name_ar', 'name_en', 'code'])
			.orderBy('id')
			.executeTakeFirstOrThrow();
	return {
		category: await one('category'),
		governorate: await one('governorate'),
		sector: await one('sector'),
		segment: await one('segment'),
		aid: await one('aid_type'),
		unit: await one('unit'),
	};
}

describe('a file of societies', () => {
	it('is judged row by row, corrected on screen, taken in and taken back to the last byte', async () => {
		const before = await dump(database, TRACES);
		const { category, governorate } = await lists();
		const good = { ...NEW, التصنيف: category.name_ar, المحافظة: governorate.code };
		const file = csvOf([
			good,
			{ ...good, 'الاسم بالعربية': 'جمعية الساحل', name_en: '', 'رقم القيد': '', المحافظة: 'الوسطى' },
			{ ...good, 'الاسم بالعربية': 'جمعية النور', 'رقم القيد': '', المحافظة: 'الوسطى', phone: 'كلام' },
			{ ...good, 'الاسم بالعربية': 'جمعية canary-alpha', name_en: '', 'رقم القيد': 'canary-alpha' },
		]);
		const id = await checkedImport(officer, 'societies', file);
		expect(await readImport(officer, { id })).toMatchObject({
			state: 'checked',
			failure: null,
			totalRows: 4,
		});
		expect(await counts(officer, id)).toEqual({ created: 1, updated: 0, unchanged: 1, rejected: 2 });
		expect(await reasons(officer, id)).toEqual([
			[3, 'governorate: governorate_unknown'],
			[4, 'governorate: governorate_unknown', 'phone: phone_unreadable'],
		]);
		expect(await dump(database, TRACES)).toEqual(before);

		const fix = { id, row: 3, field: 'governorate', value: governorate.name_ar, isForAll: true };
		await correctRows(officer, { ...fix, version: await version(officer, id) });
		await checkJob(officer, id);
		expect(await reasons(officer, id)).toEqual([[4, 'phone: phone_unreadable']]);
		expect(await counts(officer, id)).toEqual({ created: 2, updated: 0, unchanged: 1, rejected: 1 });

		await expect(
			beginApplying(officer, { id, version: await version(officer, id), mode: 'all' }),
		).rejects.toMatchObject({ code: 'conflict' });
		await appliedImport(officer, id);
		const done = await readImport(officer, { id });
		expect(done).toMatchObject({ state: 'applied', failure: null });
		const added = await database.reader
			.selectFrom('society')
			.select('name_ar')
			.where('id', '>', 4002)
			.execute();
		expect(added.map((s) => s.name_ar)).toEqual(['جمعية الواحة', 'جمعية الساحل']);

		const again = await checkedImport(officer, 'societies', file);
		expect(await counts(officer, again)).toMatchObject({ created: 0, updated: 0 });

		await takeImportBack(officer, { id, version: done.version });
		expect(await dump(database, TRACES)).toEqual(before);
	});

	it('moves the figures of a society whose category it corrects, and back', async () => {
		const before = await dump(database, TRACES);
		const other = await database.reader
			.selectFrom('category')
			.select('name_en')
			.orderBy('id', 'desc')
			.executeTakeFirstOrThrow();
		const id = await checkedImport(
			officer,
			'societies',
			csvOf([{ name_ar: 'جمعية canary-alpha', category: other.name_en }]),
		);
		expect(await counts(officer, id)).toEqual({ created: 0, updated: 1, unchanged: 0, rejected: 0 });
		await appliedImport(officer, id, 'all');
		expect(await countRollupDifferences(database.reader)).toBe(0);
		expect(await dump(database, TRACES)).not.toEqual(before);
		const done = await readImport(officer, { id });
		await takeImportBack(officer, { id, version: done.version });
		expect(await dump(database, TRACES)).toEqual(before);
	});

	it('is not for a society', async () => {
		const file = { sha256: 'a'.repeat(64), name: 'x.csv', bytes: 1 };
		await expect(createImport(society, { kind: 'societies', file })).rejects.toMatchObject({
			code: 'denied',
		});
	});
});

describe('a file of programs', () => {
	it('adds programs to known societies, corrects known ones and is taken back', async () => {
		const before = await dump(database, TRACES);
		const { sector, governorate, segment } = await lists();
		const row = {
			society: 'Society canary-alpha',
			program: 'برنامج الدفء',
			sector: sector.code,
			governorate: governorate.name_en,
			segments: segment.name_ar,
			starts_on: '2026-01-01',
			ends_on: '2026-12-31',
			budget: '1200.5',
		};
		const file = csvOf([
			row,
			row,
			{ ...row, program: 'آخر', society: 'لا أحد' },
			{ ...row, program: 'آخر', ends_on: '2025-12-31' },
			{ ...row, program: 'canary-alpha name_ar', starts_on: '', ends_on: '', budget: '7' },
		]);
		const id = await checkedImport(officer, 'programs', file);
		expect(await reasons(officer, id)).toEqual([
			[4, 'society: society_unknown'],
			[5, 'ends_on: date_order'],
		]);
		expect(await counts(officer, id)).toEqual({ created: 1, updated: 1, unchanged: 1, rejected: 2 });
		await appliedImport(officer, id);
		const made = await database.reader
			.selectFrom('program')
			.select(['name_ar', 'budget_minor', 'frequency', 'version'])
			.where('society_id', '=', alpha.societyId)
			.orderBy('id')
			.execute();
		expect(made).toEqual([
			{ name_ar: 'canary-alpha name_ar', budget_minor: 7000, frequency: 'monthly', version: 2 },
			{ name_ar: 'برنامج الدفء', budget_minor: 1200500, frequency: 'monthly', version: 1 },
		]);
		const done = await readImport(officer, { id });
		await takeImportBack(officer, { id, version: done.version });
		expect(await dump(database, TRACES)).toEqual(before);
	});
});
