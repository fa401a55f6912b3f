import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import type { Pack } from '#lib/platform/context.ts';
import type { Reason } from '../rejections.ts';
import type { RowProblem, RowVerdict } from './model.ts';
import { readExisting, type Existing } from './reportexisting.server.ts';
import { contentOf, nothingTold, type OnceTold, type ReportTold } from './reportgroup.ts';
import { readReportRow, type RowTold } from './reportrow.server.ts';
import { readReportWorld } from './reportworld.server.ts';
import { writeReports } from './reportwrite.server.ts';
import type { RowText } from './texts.ts';
import type { Judge } from './writer.server.ts';

/** A report with the rows that made it. */
export interface Group extends ReportTold {
	readonly rows: Set<number>;
}

const ONCE_FIELD: Readonly<Record<keyof OnceTold, string>> = {
	peopleNew: 'people_new',
	spendMinor: 'spend',
	volunteers: 'volunteers',
	volunteerHours: 'volunteer_hours',
	achievements: 'achievements',
	challenges: 'challenges',
	nextSteps: 'next_steps',
	noEvidenceReason: 'no_evidence_reason',
};

/** Adds what a row says to its report; a line or value the report already has is wrong, unless lines are summed. */
function add(group: Group, told: RowTold, row: RowText, isSummed: boolean): void {
	for (const line of told.reach) {
		const key = `${line.governorateId} ${line.segmentId} ${line.ageBandId} ${line.sex}`;
		const before = group.reach.get(key);
		if (before && isSummed) {
			before.people += line.people;
			before.peopleNew =
				before.peopleNew === null || line.peopleNew === null ? null : before.peopleNew + line.peopleNew;
		} else if (before) row.wrong('people', 'twice_in_file');
		else group.reach.set(key, { ...line });
	}
	if (told.delivery) {
		const line = told.delivery;
		const key = `${line.governorateId} ${line.aidTypeId} ${line.unitId}`;
		const before = group.deliveries.get(key);
		if (before && isSummed) before.quantityMilli += line.quantityMilli;
		else if (before) row.wrong('quantity', 'twice_in_file');
		else group.deliveries.set(key, { ...line });
	}
	if (told.outcome) {
		if (group.outcomes.has(told.outcome.indicatorId)) row.wrong('indicator', 'twice_in_file');
		else group.outcomes.set(told.outcome.indicatorId, told.outcome);
	}
	for (const [key, value] of Object.entries(told.once) as [keyof OnceTold, never][]) {
		if (key === 'spendMinor' && isSummed)
			group.once.spendMinor = (group.once.spendMinor ?? 0) + Number(value);
		else if (group.once[key] !== null) row.wrong(ONCE_FIELD[key], 'told_twice');
		else group.once[key] = value;
	}
}

const saysNothing = ({ reach, delivery, outcome, once }: RowTold) =>
	!reach.length && !delivery && !outcome && !Object.keys(once).length;

/** What an existing report means for a report of the file: an unchanged one, a second try, or a refusal. */
function standing(group: Group, existing: Existing | undefined): RowVerdict['verdict'] | Reason {
	if (!existing) return 'created';
	if (existing.state === 'draft' || existing.hasDraft) return 'draft_exists';
	if (contentOf(existing.told) === contentOf(group)) return 'unchanged';
	return existing.state === 'returned' ? 'updated' : 'report_exists';
}

/**
 * Judges a file of reports: every report becomes a submitted one. The rows of a report stand and fall together, so that
 * no report comes in with a part of its lines.
 */
export async function judgeReports(
	db: Kysely<Schema>,
	options: { readonly scope: Scope; readonly today: string; readonly pack: Pack; readonly isSummed: boolean },
): Promise<Judge> {
	const world = await readReportWorld(db, options.scope, options.today);
	const groups = new Map<string, Group>();
	const problems = new Map<number, RowProblem[]>();
	const groupOf = new Map<number, string>();
	const rows: number[] = [];

	return {
		row(row) {
			rows.push(row.row);
			problems.set(row.row, row.problems);
			const told = readReportRow(row, world, options.pack.currencyDigits);
			const program = told?.program.id ?? row.text('program_id') + row.text('program');
			const key = `${program} ${told?.period ?? row.text('period')}`;
			groupOf.set(row.row, key);
			if (!told || saysNothing(told)) return;
			const group = groups.get(key) ?? newGroup(told);
			groups.set(key, group);
			group.rows.add(row.row);
			add(group, told, row, options.isSummed);
		},
		async finish() {
			const broken = new Set(rows.filter((row) => problems.get(row)!.length).map((row) => groupOf.get(row)!));
			const existing = await readExisting(db, [...groups.values()]);
			const verdictOf = new Map<string, RowVerdict['verdict'] | Reason>();
			for (const [key, group] of groups) {
				const found = standing(group, existing.get(`${group.programId} ${group.period}`));
				verdictOf.set(key, broken.has(key) ? 'with_other_row' : found);
			}
			const verdicts = rows.map((row) => {
				const key = groupOf.get(row)!;
				const group = groups.get(key);
				return verdictFor(row, problems.get(row)!, group, verdictOf.get(key));
			});
			const taken = [...groups].filter(([key]) => ['created', 'updated'].includes(verdictOf.get(key)!));
			return {
				verdicts,
				write: (writer) =>
					writeReports(
						writer,
						taken.map(([, group]) => group),
						existing,
					),
			};
		},
	};
}

function newGroup(told: RowTold): Group {
	return {
		programId: told.program.id,
		societyId: told.program.society_id,
		period: told.period,
		rows: new Set(),
		reach: new Map(),
		deliveries: new Map(),
		outcomes: new Map(),
		once: nothingTold(),
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
