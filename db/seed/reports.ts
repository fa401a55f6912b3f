import { addDays, addMonths, lastDayOf } from '#lib/platform/clock.ts';
import type { Span } from './calendar.ts';
import type { Indicator } from './outcomes.ts';
import { isPeriod, type Program } from './program.ts';
import { randomFor } from './random.ts';
import type { References } from './references.ts';
import { cellsOf } from './shape.ts';
import { liveReport, type ReportLife } from './timeline.ts';
import { nothingTold } from './told.ts';
import { addDraft, addVersion, type Desk, type Reporting, type Sheet } from './versions.ts';

const NOTHING_TO_REPORT = 0.012;

/** When a period opens for reporting and when its report is due, by the rule in force. */
function datesOf(program: Program, period: string, references: References) {
	const opensOn = `${addMonths(period, 1)}-01`;
	const days = references.dueDays(program.frequency, opensOn);
	return { opensOn, days, dueOn: addDays(lastDayOf(period), days) };
}

function addReport(sheet: Sheet, life: ReportLife): void {
	const { desk, reportId, period } = sheet;
	const steps = life.versions.reduce(
		(n, v) => n + (v.verifiedOn ? 1 : 0) + (v.endedOn ? 1 : 0) + (v.returnedOn ? 2 : 0),
		1,
	);
	desk.out.report.push({
		id: reportId,
		program_id: desk.program.id,
		period,
		state: life.state,
		first_submitted_on: life.firstSubmittedOn ?? null,
		import_batch_id: null,
		version: steps,
	});
	if (life.state === 'draft') {
		addDraft(sheet, life.versions[0]!);
		return;
	}
	let previousEnd: string | null = null;
	life.versions.forEach((version, i) => {
		previousEnd = addVersion(sheet, i + 1, version, previousEnd);
	});
}

function writePeriod(desk: Desk, period: string, isFirstOfYear: boolean): void {
	const { out, program, span, references } = desk;
	const dates = datesOf(program, period, references);
	out.expected_report.push({
		id: out.expected_report.length + 1,
		program_id: program.id,
		period,
		opens_on: dates.opensOn,
		due_on: dates.dueOn,
	});
	const random = randomFor(`report:${program.id}:${period}`);
	const life = liveReport(program.society.manner, dates, span.today, references, random);
	if (!life) return;
	const mayBeNothing = !program.edition && program.kind.season !== 'care' && life.versions.length === 1;
	const isNothing = mayBeNothing && life.state !== 'draft' && random.chance(NOTHING_TO_REPORT);
	addReport({ desk, reportId: out.report.length + 1, period, isFirstOfYear, isNothing, random }, life);
}

/** Writes three years of expected reports and of what came in, up to yesterday. */
export function writeReports(
	programs: readonly Program[],
	indicators: readonly Indicator[],
	officerOf: (societyId: number) => number,
	span: Span,
	references: References,
): Reporting {
	const out: Reporting = {
		expected_report: [],
		report: [],
		report_version: [],
		reach_line: [],
		delivery_line: [],
		outcome_result: [],
		review_event: [],
		decisions: [],
		...nothingTold(),
	};
	const byProgram = Map.groupBy(indicators, (indicator) => indicator.program.id);
	for (const program of programs) {
		const desk: Desk = {
			out,
			program,
			cells: cellsOf(program),
			indicators: byProgram.get(program.id) ?? [],
			officerId: officerOf(program.society.id),
			span,
			references,
			past: [],
		};
		let year = '';
		for (const period of span.months.filter((month) => isPeriod(program, month))) {
			writePeriod(desk, period, period.slice(0, 4) !== year);
			year = period.slice(0, 4);
		}
	}
	return out;
}
