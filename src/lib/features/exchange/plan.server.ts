import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import type { Found, FoundProgram, FoundReport, FoundSociety } from './collect.ts';
import { reject, type Reason, type Rejection } from './rejections.ts';

type Trx = Transaction<Schema>;

export interface NewSociety {
	readonly id: number;
	readonly key: string;
	readonly found: FoundSociety;
}

export interface NewProgram {
	readonly id: number;
	readonly societyId: number;
	readonly key: string;
	readonly found: FoundProgram;
}

/** What an import will write, and the rows it will not because of what is there already. */
export interface Plan {
	readonly societies: NewSociety[];
	readonly programs: NewProgram[];
	readonly reports: { readonly programId: number; readonly found: FoundReport }[];
	readonly rejections: Rejection[];
}

type Match = number | 'ambiguous' | undefined;

interface Named {
	readonly id: number;
	readonly match_key: string;
	readonly name_ar: string;
	readonly name_en: string;
}

/** Finds a row by its key or, when only one row has it, by either of its names. */
function index(rows: readonly Named[]): (key: string) => Match {
	const byName = new Map<string, Match>();
	for (const { id, name_ar, name_en } of rows) {
		for (const name of new Set([matchKey(name_ar), matchKey(name_en)])) {
			byName.set(name, byName.has(name) ? 'ambiguous' : id);
		}
	}
	const byKey = new Map(rows.map((row) => [row.match_key, row.id]));
	return (key) => byKey.get(key) ?? byName.get(key);
}

async function societiesByName(trx: Trx) {
	return index(await trx.selectFrom('society').select(['id', 'match_key', 'name_ar', 'name_en']).execute());
}

async function programsByName(trx: Trx, societyId: number) {
	const rows = await trx
		.selectFrom('program')
		.select(['id', 'match_key', 'name_ar', 'name_en'])
		.where('society_id', '=', societyId)
		.execute();
	return index(rows);
}

async function reportedPeriods(trx: Trx, programId: number) {
	const rows = await trx.selectFrom('report').select('period').where('program_id', '=', programId).execute();
	return rows.map((row) => row.period);
}

/** A counter of ids after the highest one of a table: one writer, so nobody else takes them. */
export async function idsOf(trx: Trx, table: 'society' | 'program' | 'report' | 'report_version') {
	const { last } = await trx
		.selectFrom(table)
		.select(({ fn }) => fn.max('id').as('last'))
		.executeTakeFirstOrThrow();
	let id = Number(last ?? 0);
	return () => (id += 1);
}

/**
 * Matches what was found with the register: known societies and programs are used as they are (and never
 * changed), unknown ones become new, and months that already have a report are rejected row by row. Without
 * `mayAddSocieties` the rows of an unknown society are rejected too.
 */
export async function makePlan(trx: Trx, found: Found, mayAddSocieties: boolean): Promise<Plan> {
	const societyOf = await societiesByName(trx);
	const [societyId, programId] = [await idsOf(trx, 'society'), await idsOf(trx, 'program')];
	const plan: Plan = { societies: [], programs: [], reports: [], rejections: [] };
	// Two spellings may lead to one society or program: what this file already takes counts as there.
	const taken: Taken = { programs: new Map(), periods: new Map() };

	for (const [key, society] of found.societies) {
		const match = societyOf(key);
		if (match === 'ambiguous' || (match === undefined && !mayAddSocieties)) {
			const reason = match === undefined ? 'society_unknown' : 'name_ambiguous';
			for (const program of society.programs.values()) {
				rejectProgram(plan, program, 'society', society.name, reason);
			}
			continue;
		}
		const owner = match ?? societyId();
		if (match === undefined) plan.societies.push({ id: owner, key, found: society });
		await planPrograms(trx, plan, society, owner, taken, programId);
	}
	return plan;
}

interface Taken {
	/** Ids of this file's new programs by society and key. */
	readonly programs: Map<string, number>;
	readonly periods: Map<number, Set<string>>;
}

async function planPrograms(
	trx: Trx,
	plan: Plan,
	society: FoundSociety,
	societyId: number,
	taken: Taken,
	nextId: () => number,
): Promise<void> {
	const programOf = await programsByName(trx, societyId);
	for (const [key, program] of society.programs) {
		const name = `${societyId} ${key}`;
		const match = programOf(key) ?? taken.programs.get(name);
		if (match === 'ambiguous') {
			rejectProgram(plan, program, 'program', program.name, 'name_ambiguous');
			continue;
		}
		const id = match ?? nextId();
		if (match === undefined) {
			plan.programs.push({ id, societyId, key, found: program });
			taken.programs.set(name, id);
		}
		const periods =
			taken.periods.get(id) ?? new Set(match === undefined ? [] : await reportedPeriods(trx, id));
		taken.periods.set(id, periods);
		for (const report of program.reports.values()) {
			if (periods.has(report.period)) rejectRows(plan, report.rows, 'period', report.period, 'report_exists');
			else plan.reports.push({ programId: id, found: report });
			periods.add(report.period);
		}
	}
}

function rejectProgram(
	plan: Plan,
	program: FoundProgram,
	column: string,
	value: string,
	reason: Reason,
): void {
	for (const report of program.reports.values()) rejectRows(plan, report.rows, column, value, reason);
}

function rejectRows(
	plan: Plan,
	rows: readonly number[],
	column: string,
	value: string,
	reason: Reason,
): void {
	for (const row of rows) plan.rejections.push(reject(row, column, value, reason));
}
