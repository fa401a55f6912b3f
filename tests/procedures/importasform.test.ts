import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { readImport, readImportRows } from '#lib/features/exchange/intake/queries.server.ts';
import { takeImportBack } from '#lib/features/exchange/intake/takeback.server.ts';
import { readTemplate } from '#lib/features/exchange/intake/template.server.ts';
import { saveDraft } from '#lib/features/writing/draft.server.ts';
import { readForm } from '#lib/features/writing/form.server.ts';
import { submitReport } from '#lib/features/writing/submit.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { csvOf } from '../support/files.ts';
import { appliedImport, checkedImport } from '../support/intake.ts';
import { dump, NOW, worldOf, type Member } from '../support/twosocieties.ts';
import { contextOf, viewerOf } from '../support/world.ts';

const PERIOD = '2026-05';
let database: Database;
let alpha: Member;
let society: Context;

beforeEach(async () => {
	const world = await worldOf('alpha');
	({ database } = world);
	({ alpha } = world.members);
	society = await contextOf(database, viewerOf('society', alpha), { now: NOW });
});
afterEach(() => database.close());

const ask = () => ({ programId: alpha.programId, period: PERIOD });
const form = async () => {
	const found = await readForm(society, ask());
	if (!('form' in found)) throw new Error('The report was sent');
	return found.form;
};

/** A file as rows by the Arabic half of their headers. */
function rowsOf(text: string): Record<string, string>[] {
	const [head = '', ...lines] = text.replace('\ufeff', '').trimEnd().split('\r\n');
	const cells = (line: string) => line.slice(1, -1).split('","');
	const names = cells(head).map((name) => name.split(' / ')[1]!);
	return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i]!, cell])));
}

/** A ratio and a value as indicators of the program, asked for in the month. */
async function indicators(): Promise<{ ratio: number; value: number }> {
	const add = async (name: string, isRatio: 0 | 1) => {
		const { id } = await database.writer
			.insertInto('indicator')
			.values({
				program_id: alpha.programId,
				name_ar: `مؤشر ${name}`,
				name_en: name,
				unit_ar: 'وحدة',
				unit_en: 'unit',
				is_ratio: isRatio,
				direction: 'increase',
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await database.writer
			.insertInto('indicator_target')
			.values({ indicator_id: id, period: PERIOD, profile: 'linear', target_milli: 1000 })
			.execute();
		return id;
	};
	return { ratio: await add('share', 1), value: await add('level', 0) };
}

/** Everything a month's report stored, without the numbers of rows and the moment. */
async function stored(): Promise<Record<string, unknown[]>> {
	const { id: report } = await database.reader
		.selectFrom('report')
		.select('id')
		.where('program_id', '=', alpha.programId)
		.where('period', '=', PERIOD)
		.executeTakeFirstOrThrow();
	const version = sql`(select id from report_version where report_id = ${report} order by number desc limit 1)`;
	const tables = {
		report: sql`select state, first_submitted_on, import_batch_id, first_read_by from report where id = ${report}`,
		version: sql`select * from report_version where id = ${version}`,
		reach: sql`select * from reach_line where version_id = ${version} order by governorate_id, segment_id, sex`,
		delivery: sql`select * from delivery_line where version_id = ${version} order by unit_id`,
		outcome: sql`select * from outcome_result where version_id = ${version} order by indicator_id`,
		cells: sql`select * from report_cell where version_id = ${version} order by cell`,
		findings: sql`select rule, cell, severity, facts, justification from report_finding
			where version_id = ${version} order by rule, cell`,
		events: sql`select kind, at, account_id, reason_code, text from review_event where report_id = ${report}
			order by id`,
	};
	const found: Record<string, unknown[]> = {};
	for (const [name, query] of Object.entries(tables)) {
		const { rows } = await query.execute(database.reader);
		found[name] = (rows as Record<string, unknown>[]).map(
			({ id: _id, version_id: _version, report_id: _report, ...rest }) => rest,
		);
	}
	return found;
}

/** The template filled in with what the cells say. */
async function filled(
	cells: Readonly<Record<string, string>>,
	reason = '',
): Promise<Record<string, string>[]> {
	const rows = rowsOf(await readTemplate(society, { kind: 'reports', ...ask() }));
	const { outcomes } = await form();
	return rows.map((row, i) => {
		if (i === 0)
			return {
				...row,
				'Of which new': cells.new ?? '',
				Spend: cells.spend ?? '',
				Volunteers: cells.volunteers ?? '',
				'Volunteer hours': cells.hours ?? '',
				Achievements: cells.achievements ?? '',
				'Reason for no evidence': cells.no_evidence ?? '',
				'Reason for unusual figures': reason,
			};
		if (row.Sex)
			return {
				...row,
				People:
					cells[`reach:${row.Governorate}:${row.Segment}:${row['Age band'] || 'unknown'}:${row.Sex}`] ?? '',
			};
		if (row['Aid type'])
			return {
				...row,
				Quantity: cells[`delivery:${row.Governorate}:${row['Aid type']}:${row.Unit}:quantity`] ?? '',
				Value: cells[`delivery:${row.Governorate}:${row['Aid type']}:${row.Unit}:value`] ?? '',
			};
		const indicator = outcomes.find(({ name }) => name.ar === row['Outcome indicator']);
		const own = `outcome:${indicator?.indicatorId}`;
		return {
			...row,
			Result: cells[own] ?? '',
			Numerator: cells[`${own}:over`] ?? '',
			Denominator: cells[`${own}:under`] ?? '',
		};
	});
}

/** Something in every cell that the form asks for, and in the goods it usually tells of. */
async function answers(more: Record<string, string> = {}): Promise<Record<string, string>> {
	const { required, deliveries } = await form();
	const goods = deliveries.flatMap(({ place, aid, unit }) => {
		const cell = `delivery:${place.code}:${aid.code}:${unit.code}`;
		return [
			[`${cell}:quantity`, '12.5'],
			[`${cell}:value`, '40.125'],
		];
	});
	return {
		...Object.fromEntries(required.map((cell, i) => [cell, String(3 + i)])),
		...(Object.fromEntries(goods) as Record<string, string>),
		new: '2',
		spend: '61.250',
		achievements: 'وُزعت السلال.',
		no_evidence: 'لا مستندات لهذا الشهر.',
		...more,
	};
}

describe('the template of a report, filled in and imported', () => {
	it('stores exactly what the form stores for the same figures, and goes without a trace', async () => {
		const { ratio } = await indicators();
		const cells = await answers({
			[`outcome:${ratio}:under`]: '-',
			[`outcome:${ratio}:over`]: '-',
			hours: '-',
		});
		expect(
			Object.keys(cells).filter((cell) => /^(reach|delivery|outcome)/.test(cell)).length,
		).toBeGreaterThan(4);

		const traces = [
			'audit_entry', 'data_version', 'import_batch', 'import_job', 'import_row', 'import_change', 'import_profile',
			'notice', 'form_key',
		]; // prettier-ignore
		const before = await dump(database, traces);
		const id = await checkedImport(society, 'reports', csvOf(await filled(cells, 'موسم')));
		const rejected = await readImportRows(society, { id, verdict: 'rejected', page: 1 });
		expect(rejected.flatMap(({ problems }) => problems)).toEqual([]);
		await appliedImport(society, id, 'all');
		const imported = await stored();
		await takeImportBack(society, { id, version: (await readImport(society, { id })).version });
		expect(await dump(database, traces)).toEqual(before);

		const why = Object.fromEntries(
			(imported.findings as { rule: string; cell: string; severity: string }[])
				.filter(({ severity }) => severity === 'justify')
				.map(({ rule, cell }) => [`why:${rule}:${cell}`, 'موسم']),
		);
		const { saves } = await saveDraft(society, { ...ask(), base: 0, cells: { ...cells, ...why } });
		expect(await submitReport(society, { ...ask(), base: saves, cells: {} })).toMatchObject({ kind: 'sent' });
		expect(imported).toEqual(await stored());
		const counted = (imported.cells as { state: string; is_required: number }[]).filter(
			({ state, is_required }) => is_required === 1 && state !== 'inapplicable',
		);
		// What does not apply was not asked: the version counts as its cells do (K-D5).
		expect(imported.version).toMatchObject([
			{ cells_required: counted.length, cells_filled: counted.length },
		]);
		expect(imported.cells!.length).toBeGreaterThan(counted.length + 2);
	});

	it('says of an unusual figure that the file gave no reason, and keeps the finding’s weight', async () => {
		await sql`update governorate set population = 100`.execute(database.writer);
		const { required } = await form();
		const people = required.filter((cell) => cell.startsWith('reach:'));
		const cells = await answers({
			...Object.fromEntries(people.map((cell) => [cell, '0'])),
			[people[0]!]: '30',
		});
		const id = await checkedImport(society, 'reports', csvOf(await filled(cells)));
		expect((await readImport(society, { id })).counts).toMatchObject({
			created: expect.any(Number),
			rejected: 0,
		});
		await appliedImport(society, id, 'all');
		expect((await stored()).findings).toContainEqual(
			expect.objectContaining({
				rule: 'reach_high',
				severity: 'justify',
				justification: expect.stringContaining('without a reason'),
			}),
		);
	});

	it('stays out as a whole where the form would refuse it, with the cell that is wrong', async () => {
		await sql`update governorate set population = 100`.execute(database.writer);
		const { required } = await form();
		const [first] = required.filter((cell) => cell.startsWith('reach:'));
		const before = await dump(database, [
			'import_job',
			'import_row',
			'import_profile',
			'audit_entry',
			'data_version',
		]);
		const cells = await answers({
			[first!]: '3000',
			volunteers: '0',
			hours: '5',
			achievements: '',
			new: '99999',
		});
		const id = await checkedImport(society, 'reports', csvOf(await filled(cells)));
		const rejected = await readImportRows(society, { id, verdict: 'rejected', page: 1 });
		expect(rejected[0]!.problems.map(({ column, reason }) => [column, reason])).toEqual(
			expect.arrayContaining([
				['achievements', 'cell_required'],
				['people_new', 'new_above_people'],
				['volunteers', 'hours_without_volunteers'],
				['people', 'people_above_residents'],
			]),
		);
		expect(rejected.slice(1).every(({ problems }) => problems[0]!.reason === 'with_other_row')).toBe(true);
		expect((await readImport(society, { id })).counts).toMatchObject({ created: 0, updated: 0 });
		expect(
			await dump(database, ['import_job', 'import_row', 'import_profile', 'audit_entry', 'data_version']),
		).toEqual(before);
	});
});
