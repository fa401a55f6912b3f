import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import type { Pack } from '#lib/platform/context.ts';
import type { Reason } from '../rejections.ts';
import type { RowProblem, RowVerdict } from './model.ts';
import { reportChecker, type CheckedReport } from './reportcheck.server.ts';
import { readExisting, type Existing } from './reportexisting.server.ts';
import { saysSame, textsTold, type ReportTold } from './reportgroup.ts';
import { readReportRow, type RowTold } from './reportrow.server.ts';
import { readReportWorld } from './reportworld.server.ts';
import { writeReports } from './reportwrite.server.ts';
import type { RowText } from './texts.ts';
import type { Judge } from './writer.server.ts';

/** A report with the rows that made it. */
export interface Group extends ReportTold {
	readonly rows: Set<number>;
}

/** Adds what a row says to its report; a cell the report already has is wrong, unless lines are summed. */
function add(group: Group, told: RowTold, row: RowText, isSummed: boolean): void {
	for (const { cell, column, value, isOnce } of told.cells) {
		const before = group.cells.get(cell);
		if (before === undefined) group.cells.set(cell, value);
		else if (isSummed && typeof before === 'number' && typeof value === 'number')
			group.cells.set(cell, before + value);
		else row.wrong(column, isOnce ? 'told_twice' : 'twice_in_file');
	}
	if (told.fresh !== undefined) group.fresh.push(told.fresh);
}

/** What an existing report means for a report of the file: an unchanged one, a second try, or a refusal. */
function standing(
	group: Group,
	existing: Existing | undefined,
	currencyDigits: number,
): RowVerdict['verdict'] | Reason {
	if (!existing) return 'created';
	if (existing.state === 'draft' || existing.hasDraft) return 'draft_exists';
	if (saysSame(existing.texts, textsTold(group, currencyDigits))) return 'unchanged';
	return existing.state === 'returned' ? 'updated' : 'report_exists';
}

const isTaken = (verdict: string | undefined) => verdict === 'created' || verdict === 'updated';

/**
 * Judges a file of reports: every report becomes a submitted one, by the checks of the form. The rows of a report
 * stand and fall together, so that no report comes in with a part of its lines.
 */
export async function judgeReports(
	db: Kysely<Schema>,
	options: { readonly scope: Scope; readonly today: string; readonly pack: Pack; readonly isSummed: boolean },
): Promise<Judge> {
	const { today, isSummed } = options;
	const { currencyDigits } = options.pack;
	const world = await readReportWorld(db, options.scope, today);
	const groups = new Map<string, Group>();
	const problems = new Map<number, RowProblem[]>();
	const groupOf = new Map<number, string>();
	const rows: number[] = [];

	/** The reports that may come in, checked; what keeps one out stands at its first row. */
	async function checked(verdictOf: ReadonlyMap<string, string>): Promise<[Group, CheckedReport][]> {
		// A file of another system was not asked what the form asks: what it leaves open is kept as not reported.
		const check = await reportChecker(db, { today, currencyDigits, isWhole: !isSummed });
		const found: [Group, CheckedReport][] = [];
		const ordered = [...groups].toSorted(([, a], [, b]) => (a.period < b.period ? -1 : 1));
		for (const [key, group] of ordered) {
			if (!isTaken(verdictOf.get(key))) continue;
			const report = await check(group);
			const [first] = group.rows;
			if (report.problems.length) problems.get(first!)!.push(...report.problems);
			else found.push([group, report]);
		}
		return found;
	}

	return {
		row(row) {
			rows.push(row.row);
			problems.set(row.row, row.problems);
			const told = readReportRow(row, world, currencyDigits);
			const program = told?.program.id ?? row.text('program_id') + row.text('program');
			const key = `${program} ${told?.period ?? row.text('period')}`;
			groupOf.set(row.row, key);
			if (!told?.cells.length) return;
			const group = groups.get(key) ?? newGroup(told);
			groups.set(key, group);
			group.rows.add(row.row);
			add(group, told, row, isSummed);
		},
		async finish() {
			const brokenNow = () =>
				new Set(rows.filter((row) => problems.get(row)!.length).map((row) => groupOf.get(row)!));
			const existing = await readExisting(db, [...groups.values()], currencyDigits);
			const verdictOf = new Map<string, RowVerdict['verdict'] | Reason>();
			const broken = brokenNow();
			for (const [key, group] of groups) {
				const known = existing.get(`${group.programId} ${group.period}`);
				verdictOf.set(key, broken.has(key) ? 'with_other_row' : standing(group, known, currencyDigits));
			}
			const taken = await checked(verdictOf);
			for (const key of brokenNow()) if (groups.has(key)) verdictOf.set(key, 'with_other_row');
			const verdicts = rows.map((row) => {
				const key = groupOf.get(row)!;
				return verdictFor(row, problems.get(row)!, groups.get(key), verdictOf.get(key));
			});
			return { verdicts, write: (writer) => writeReports(writer, taken, existing) };
		},
	};
}

function newGroup(told: RowTold): Group {
	return {
		programId: told.program.id,
		societyId: told.program.society_id,
		period: told.period,
		rows: new Set(),
		cells: new Map(),
		fresh: [],
	};
}

function verdictFor(
	row: number,
	problems: readonly RowProblem[],
	group: Group | undefined,
	found: RowVerdict['verdict'] | Reason | undefined,
): RowVerdict {
	const target = group ? `program:${group.programId}` : null;
	if (problems.length) return { row, verdict: 'rejected', target: null, problems };
	// A row that says nothing belongs to its report without changing it.
	if (!group || !group.rows.has(row)) return { row, verdict: 'unchanged', target, problems };
	if (found === 'created' || found === 'updated' || found === 'unchanged') {
		return { row, verdict: found, target, problems };
	}
	const reason = found as Reason;
	return {
		row,
		verdict: 'rejected',
		target: null,
		problems: [{ column: 'period', value: group.period, reason }],
	};
}
