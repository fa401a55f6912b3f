import type { Insertable } from 'kysely';
import type { Schema } from '../schema.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { Span } from './calendar.ts';
import { figuresOf, type Figures } from './figures.ts';
import { narrativeOf } from './narrative.ts';
import { isMeasured, resultOf, type Indicator } from './outcomes.ts';
import type { Program } from './program.ts';
import { randomFor, type Random } from './random.ts';
import type { References } from './references.ts';
import type { Cell } from './shape.ts';
import { numbersOf, tellDraft, tellVersion, type Numbers, type Telling, type Told } from './told.ts';
import type { VersionLife } from './timeline.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** A decision of an officer, for the audit chain. */
export interface Decision {
	readonly at: string;
	readonly officerId: number;
	readonly action: 'report.verify' | 'report.return' | 'report.reopen';
	readonly reportId: number;
	readonly versionId: number;
}

/** Everything the societies reported, as rows that are being collected. */
export interface Reporting extends Told {
	readonly expected_report: Row<'expected_report'>[];
	readonly report: Row<'report'>[];
	readonly report_version: (Row<'report_version'> & { readonly id: number })[];
	readonly reach_line: Row<'reach_line'>[];
	readonly delivery_line: Row<'delivery_line'>[];
	readonly outcome_result: Row<'outcome_result'>[];
	readonly review_event: Row<'review_event'>[];
	readonly decisions: Decision[];
}

/** One program while its reports are written. */
export interface Desk {
	readonly out: Reporting;
	readonly program: Program;
	readonly cells: readonly Cell[];
	readonly indicators: readonly Indicator[];
	readonly officerId: number;
	readonly span: Span;
	readonly references: References;
	/** What the program reported before the period, oldest first. */
	readonly past: Numbers[];
}

/** One report while its versions are written. */
export interface Sheet {
	readonly desk: Desk;
	readonly reportId: number;
	readonly period: string;
	readonly isFirstOfYear: boolean;
	readonly isNothing: boolean;
	readonly random: Random;
}

/** Codes of the product's reasons for returning a report, with what an officer wrote. */
const RETURNED_BECAUSE: readonly (readonly [code: string, text: string])[] = [
	['totals', 'مجموع المستفيدين لا يطابق كشف التوزيع المرفق، نرجو التصحيح.'],
	['unexplained', 'عدد المستفيدين أعلى من الشهر السابق بكثير من دون بيان السبب.'],
	['totals', 'الإنفاق المسجل لا يطابق الكميات المسلّمة.'],
	['detail', 'نرجو تفصيل الفئات العمرية بدل تسجيلها غير معروفة.'],
	['counted_twice', 'المستفيد نفسه مسجل في فئتين، ويُعد مرة واحدة في التقرير.'],
];
const REOPENED_BECAUSE = 'تبيّن بعد الاعتماد خطأ في الأعداد، فأُعيد فتح التقرير لتصحيحه.';
const DAYS_TO_CORRECT = 7;
const NOT_TOLD = { cells_required: null, cells_filled: null, no_evidence_reason: null };
const NOTHING_ASKED = {
	...NOT_TOLD,
	cells_required: 0,
	cells_filled: 0,
	nothing_reason: 'لم يُنفذ البرنامج في هذه الفترة.',
};

const ACTION = { returned: 'report.return', verified: 'report.verify', reopened: 'report.reopen' } as const;

/** A moment within the country's office hours, as an ISO time in UTC. */
function officeTime(date: string, random: Random): string {
	const two = (n: number) => String(n).padStart(2, '0');
	return `${date}T${two(random.int(5, 10))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}.000Z`;
}

function addLines({ out, program, references }: Desk, versionId: number, figures: Figures): void {
	for (const { cell, people, fresh } of figures.reach) {
		out.reach_line.push({
			version_id: versionId,
			governorate_id: references.id('governorate', cell.place),
			segment_id: references.id('segment', cell.segment),
			sex: cell.sex,
			age_band_id: references.id('age_band', cell.age),
			people,
			people_new: fresh,
		});
	}
	for (const { place, quantity, valueFils } of figures.deliveries) {
		out.delivery_line.push({
			version_id: versionId,
			governorate_id: references.id('governorate', place),
			aid_type_id: references.id('aid_type', program.kind.aid),
			unit_id: references.id('unit', program.kind.unit),
			quantity_milli: quantity * 1000,
			value_minor: valueFils,
		});
	}
}

type Results = Omit<Row<'outcome_result'>, 'version_id'>[];

function resultsOf({ desk, period, random }: Sheet, figures: Figures): Results {
	if (!isMeasured(desk.program, period)) return [];
	return desk.indicators.map((indicator) => resultOf(indicator, period, figures.people, random));
}

/** What is told beside the lines has a chance of its own, so that the figures stay what they were. */
function tellingOf({ desk, reportId, period }: Sheet): Telling {
	const { out: told, program, past, span } = desk;
	const random = randomFor(`told:${program.id}:${period}`);
	return { told, program, reportId, period, random, lastMonth: span.months.at(-1)!, past };
}

/** A draft that was begun: what was typed, no version. */
export function addDraft(sheet: Sheet, life: VersionLife): void {
	const { desk, random } = sheet;
	const figures = figuresOf({ ...desk, ...sheet }, life.error);
	tellDraft(tellingOf(sheet), officeTime(life.createdOn, random), numbersOf(desk.program, figures, []));
}

function addDecisions(
	{ desk, reportId, random }: Sheet,
	version: Row<'report_version'>,
	life: VersionLife,
): void {
	const versionId = version.id!;
	const tell = (
		kind: Row<'review_event'>['kind'],
		at: string,
		by: number | null,
		why?: readonly [string, string],
	) =>
		desk.out.review_event.push({
			report_id: reportId,
			version_id: versionId,
			kind,
			at,
			account_id: by,
			reason_code: why?.[0] ?? null,
			text: why?.[1] ?? null,
			due_on: kind === 'returned' ? addDays(at.slice(0, 10), DAYS_TO_CORRECT) : null,
		});
	const decide = (
		kind: 'returned' | 'verified' | 'reopened',
		at: string,
		why?: readonly [string, string],
	) => {
		desk.out.decisions.push({ at, officerId: desk.officerId, action: ACTION[kind], reportId, versionId });
		tell(kind, at, desk.officerId, why);
	};
	if (version.submitted_at) {
		tell(version.number === 1 ? 'submitted' : 'resubmitted', version.submitted_at, null);
	}
	if (life.returnedOn) {
		const code = RETURNED_BECAUSE.find(([, text]) => text === version.returned_reason)![0];
		decide('returned', officeTime(life.returnedOn, random), [code, version.returned_reason!]);
	}
	if (version.verified_from) decide('verified', version.verified_from);
	if (version.verified_until) decide('reopened', version.verified_until, ['correction', REOPENED_BECAUSE]);
}

/** Adds one version with its lines; `previousEnd` is when the version before it was reopened. Returns its own end. */
export function addVersion(
	sheet: Sheet,
	number: number,
	life: VersionLife,
	previousEnd: string | null,
): string | null {
	const { desk, random, isNothing } = sheet;
	const figures = figuresOf({ ...desk, ...sheet }, life.error);
	const submitted = life.submittedOn ? officeTime(life.submittedOn, random) : null;
	const counts = isNothing ? { spendFils: null, volunteers: null, volunteerHours: null } : figures;
	const written =
		isNothing || (!submitted && !previousEnd) ? undefined : narrativeOf(desk.program, figures.people, random);
	const version = {
		id: desk.out.report_version.length + 1,
		report_id: sheet.reportId,
		number,
		created_at: previousEnd ?? submitted ?? officeTime(life.createdOn, random),
		submitted_at: submitted,
		verified_from: life.verifiedOn ? officeTime(life.verifiedOn, random) : null,
		verified_until: life.endedOn ? officeTime(life.endedOn, random) : null,
		verified_by: life.verifiedOn ? desk.officerId : null,
		spend_minor: counts.spendFils,
		volunteers: counts.volunteers,
		volunteer_hours: counts.volunteerHours,
		nothing_to_report: isNothing ? 1 : 0,
		achievements: written?.achievements ?? null,
		challenges: written?.challenges ?? null,
		next_steps: written?.next_steps ?? null,
		returned_reason: life.returnedOn ? random.pick(RETURNED_BECAUSE)[1] : null,
	};
	if (isNothing) {
		desk.out.report_version.push({ ...version, ...NOTHING_ASKED });
	} else {
		addLines(desk, version.id, figures);
		const results = resultsOf(sheet, figures);
		for (const result of results) desk.out.outcome_result.push({ version_id: version.id, ...result });
		const numbers = numbersOf(desk.program, figures, results);
		const told = submitted ? tellVersion(tellingOf(sheet), version, numbers) : NOT_TOLD;
		desk.out.report_version.push({ ...version, nothing_reason: null, ...told });
		if (life.error === 1) desk.past.push(numbers);
	}
	addDecisions(sheet, version, life);
	return version.verified_until;
}
