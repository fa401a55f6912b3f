import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readImport, readImportRows } from '#lib/features/exchange/intake/queries.server.ts';
import { takeImportBack } from '#lib/features/exchange/intake/takeback.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { csvOf } from '../support/files.ts';
import { appliedImport, checkedImport } from '../support/intake.ts';
import { dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

let database: Database;
let alpha: Member;
let beta: Member;
let society: Context;

/** What an import and its undo leave behind besides the data itself. */
const TRACES = [
	'audit_entry', 'data_version', 'import_batch', 'import_job', 'import_row', 'import_change', 'import_profile',
	'notice', 'form_key',
]; // prettier-ignore

beforeEach(async () => {
	const world = await worldOf('alpha', 'beta');
	database = world.database;
	({ alpha, beta } = world.members);
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

async function lists() {
	const one = (name: 'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit') =>
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
		age: await one('age_band'),
		aid: await one('aid_type'),
		unit: await one('unit'),
	};
}

describe('a file of reports', () => {
	const report = async (more: Record<string, string> = {}) => {
		const { segment, age } = await lists();
		return {
			period: '2026-05',
			program_id: String(alpha.programId),
			segment: segment.name_ar,
			age_band: age.name_ar,
			إناث: '١٤٨',
			ذكور: '112',
			spend: '',
			volunteers: '',
			volunteer_hours: '',
			achievements: '',
			no_evidence_reason: '',
			...more,
		};
	};
	/** What stands once in a report, and the line the program told of the last time. */
	const rest = async () => [
		await report({
			segment: '', إناث: '', ذكور: '', spend: '61.25', volunteers: '4', volunteer_hours: '-', achievements: 'تم',
			no_evidence_reason: 'لا مستندات',
		}), // prettier-ignore
	];

	it('becomes submitted reports of the society’s own programs, with their event, and is taken back', async () => {
		const before = await dump(database, TRACES);
		const id = await checkedImport(society, 'reports', csvOf([await report(), ...(await rest())]));
		expect(await reasons(society, id)).toEqual([]);
		expect(await counts(society, id)).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: 0 });
		await appliedImport(society, id, 'all');
		const { rows } = await sql<
			Record<string, unknown>
		>`select t.state, t.first_submitted_on, v.number, v.spend_minor,
			v.achievements, v.submitted_by, (select group_concat(sex || ' ' || people, ', ') from reach_line
				where version_id = v.id) as lines, (select kind from review_event e where e.version_id = v.id) as event
			from report t join report_version v on v.report_id = t.id
			where t.program_id = ${alpha.programId} and t.period = '2026-05'`.execute(database.reader);
		expect(rows).toEqual([
			{
				state: 'submitted',
				first_submitted_on: '2026-06-20',
				number: 1,
				spend_minor: 61250,
				achievements: 'تم',
				submitted_by: alpha.accountId,
				lines: 'female 148, male 112',
				event: 'submitted',
			},
		]);
		const again = await checkedImport(society, 'reports', csvOf([await report(), ...(await rest())]));
		expect(await counts(society, again)).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: 0 });
		const done = await readImport(society, { id });
		await takeImportBack(society, { id, version: done.version });
		expect(await dump(database, TRACES)).toEqual(before);
	});

	it('cannot be taken back once a reviewer returned one', async () => {
		const id = await checkedImport(society, 'reports', csvOf([await report(), ...(await rest())]));
		await appliedImport(society, id, 'all');
		await sql`update report set state = 'returned', version = 2 where period = '2026-05'
			and program_id = ${alpha.programId}`.execute(database.writer);
		const before = await dump(database);
		await expect(takeImportBack(society, { id, version: await version(society, id) })).rejects.toMatchObject({
			code: 'conflict',
		});
		expect(await dump(database)).toEqual(before);
	});

	it('hears of another society’s program as of none', async () => {
		const id = await checkedImport(
			society,
			'reports',
			csvOf([
				await report({ program_id: String(beta.programId) }),
				await report({ program_id: '99999' }),
				await report({ period: '2030-01' }),
				await report({ period: '2026-13' }),
				await report({ period: '2026-03' }),
				await report({ period: '2026-04' }),
				await report({ إناث: '8.00E+08' }),
				await report({ إناث: '1,234' }),
				await report({ إناث: '-4', ذكور: '2.5' }),
			]),
		);
		expect(await reasons(society, id)).toEqual([
			[2, 'program_id: program_unknown'],
			[3, 'program_id: program_unknown'],
			[4, 'period: period_not_open'],
			[5, 'period: period_unreadable'],
			[6, 'period: report_exists'],
			[7, 'period: draft_exists'],
			[8, 'female: number_scientific'],
			[9, 'female: number_ambiguous'],
			[10, 'female: value_negative', 'male: value_fraction'],
		]);
	});

	it('takes the rows of a report together', async () => {
		const id = await checkedImport(
			society,
			'reports',
			csvOf([await report(), await report(), await report({ segment: '', إناث: '', ذكور: '', spend: 'x' })]),
		);
		expect(await reasons(society, id)).toEqual([
			[2, 'period: with_other_row'],
			[3, 'people: twice_in_file'],
			[4, 'spend: value_unreadable'],
		]);
	});
});
