import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Schema } from '../schema.ts';
import { usualBand } from '#lib/features/writing/band.ts';
import { deliveryCell, outcomeCell, reachCell, sectionOf } from '#lib/features/writing/cells.ts';
import { textOfValue } from '#lib/features/writing/cellvalues.ts';
import { addMonths } from '#lib/platform/clock.ts';
import type { Figures } from './figures.ts';
import { pdfOf } from './pdf.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

// What a report says beyond its lines: the state of its cells, what the checks found, its files, and drafts.

/** Cells of the forms are kept for so many months; older reports were sent before there were any. */
const TOLD_MONTHS = 6;
/** Checks look back over so many values. */
const REMEMBERED = 12;
const CURRENCY_DIGITS = 3;
/** Ids of evidence files begin above those of decisions. */
const FIRST_FILE = 1001;

const FILES: readonly (readonly [name: string, subject: string])[] = [
	['كشف التوزيع.pdf', 'LIST OF WHAT WAS HANDED OUT'],
	['صور النشاط.pdf', 'PICTURES OF THE ACTIVITY'],
	['فواتير الشراء.pdf', 'INVOICES'],
	['كشف الحضور.pdf', 'LIST OF ATTENDANCE'],
];
const WHY_NONE = [
	'لا مستندات لهذه الفترة.',
	'المستندات محفوظة في مقر الجمعية.',
	'أُرسلت المستندات مع تقرير سابق.',
];
const WHY_OUTSIDE = [
	'زاد عدد المستفيدين بعد إضافة يوم توزيع ثانٍ.',
	'انضمت أسر جديدة بعد حصر أجري بداية الشهر.',
	'توقف النشاط أسبوعًا للصيانة.',
	'تأجل جزء من النشاط إلى الشهر التالي.',
];

/** Rows that are being collected beside the versions. */
export interface Told {
	readonly report_draft: Row<'report_draft'>[];
	readonly report_draft_cell: Row<'report_draft_cell'>[];
	readonly report_cell: Row<'report_cell'>[];
	readonly report_finding: Row<'report_finding'>[];
	readonly report_evidence: Row<'report_evidence'>[];
	/** Files of evidence; they join those of decisions. */
	readonly evidence: Row<'stored_file'>[];
}

/** Empty lists, in an order in which they can be inserted. */
export const nothingTold = (): Told => ({
	report_draft: [],
	report_draft_cell: [],
	report_cell: [],
	report_finding: [],
	report_evidence: [],
	evidence: [],
});

export type Numbers = Readonly<Record<string, number>>;

/** A version's figures by the names of the form's cells. */
export function numbersOf(
	program: Program,
	figures: Figures,
	results: readonly Omit<Row<'outcome_result'>, 'version_id'>[],
): Numbers {
	const numbers: Record<string, number> = { spend: figures.spendFils };
	for (const { cell, people } of figures.reach) numbers[reachCell(cell)] = people;
	if (figures.volunteers !== null) numbers.volunteers = figures.volunteers;
	if (figures.volunteerHours !== null) numbers.hours = figures.volunteerHours;
	for (const { place, quantity, valueFils } of figures.deliveries) {
		const cell = (part: 'quantity' | 'value') =>
			deliveryCell(place, program.kind.aid, program.kind.unit, part);
		numbers[cell('quantity')] = quantity * 1000;
		if (valueFils !== null) numbers[cell('value')] = valueFils;
	}
	for (const { indicator_id, value_milli, numerator_milli, denominator_milli } of results) {
		if (typeof value_milli === 'number') numbers[outcomeCell(indicator_id)] = value_milli;
		if (typeof numerator_milli === 'number') numbers[outcomeCell(indicator_id, 'over')] = numerator_milli;
		if (typeof denominator_milli === 'number')
			numbers[outcomeCell(indicator_id, 'under')] = denominator_milli;
	}
	return numbers;
}

/** Cells a form asks for: its people by women and men, the sums, results where they are measured, words and evidence. */
function requiredOf(numbers: Numbers): string[] {
	const people = Object.keys(numbers).filter((cell) => /^reach:.*:(female|male)$/.test(cell));
	const general = people
		.filter((cell) => cell.includes(':unknown:'))
		.flatMap((cell) => ['female', 'male'].map((sex) => cell.replace(/[a-z]+$/, sex)));
	const results = Object.keys(numbers).filter((cell) => cell.startsWith('outcome:'));
	return [
		...new Set([...people, ...general]),
		'spend',
		'volunteers',
		'hours',
		...results,
		'achievements',
		'no_evidence',
	];
}

/** What a version is told with. */
export interface Telling {
	readonly told: Told;
	readonly program: Program;
	readonly reportId: number;
	readonly period: string;
	readonly random: Random;
	/** The last month of the demo. */
	readonly lastMonth: string;
	/** What the program reported before, oldest first. */
	readonly past: readonly Numbers[];
}

interface Version {
	readonly id: number;
	readonly submitted_at: string | null;
	readonly achievements: string | null;
}

function addFiles({ told, program, reportId, random }: Telling, version: Version): number {
	const count = random.chance(0.55) ? random.int(1, 2) : 0;
	const first = random.int(0, FILES.length - 1);
	for (let i = 0; i < count; i += 1) {
		const [name, subject] = FILES[(first + i) % FILES.length]!;
		const { bytes, sha256 } = evidenceContent(subject);
		const id = FIRST_FILE + told.evidence.length;
		told.evidence.push({
			id,
			sha256,
			name,
			media_type: 'application/pdf',
			bytes: bytes.length,
			society_id: program.society.id,
			uploaded_by: null,
			uploaded_at: version.submitted_at!,
			report_id: reportId,
		});
		told.report_evidence.push({ version_id: version.id, file_id: id });
	}
	return count;
}

/** The content of a file of evidence; a few contents serve all. */
function evidenceContent(subject: string) {
	const bytes = pdfOf(['SHARAKA: INVENTED EVIDENCE OF THE DEMO', subject]);
	return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The contents behind all files of evidence. */
export const evidenceContents = (): Buffer[] => FILES.map(([, subject]) => evidenceContent(subject).bytes);

/** Values outside the usual band of their past, each with the reason the society gave. */
function addFindings({ told, past, random }: Telling, version: Version, numbers: Numbers): void {
	for (const [cell, value] of Object.entries(numbers)) {
		if (!cell.startsWith('reach:') && cell !== 'spend') continue;
		const usual = usualBand(past.slice(-REMEMBERED).flatMap((before) => before[cell] ?? []));
		if (!usual || (value >= usual.low && value <= usual.high)) continue;
		const away = value > usual.high ? value - usual.high : usual.low - value;
		if (cell !== 'spend' && away <= 5) continue;
		told.report_finding.push({
			version_id: version.id,
			rule: 'outlier',
			cell,
			severity: 'justify',
			facts: JSON.stringify({ value, low: usual.low, high: usual.high }),
			justification: random.pick(WHY_OUTSIDE),
		});
	}
}

/** What a submitted version says of its cells: how many were asked for and filled, and why there is no evidence. */
export function tellVersion(telling: Telling, version: Version, numbers: Numbers) {
	const { told, random, program } = telling;
	const required = requiredOf(numbers);
	const isRecent = telling.period > addMonths(telling.lastMonth, -TOLD_MONTHS);
	const files = isRecent ? addFiles(telling, version) : 0;
	const isSilent = files === 0 && program.society.manner === 'sloppy' && random.chance(0.4);
	const no_evidence_reason = files || isSilent ? null : random.pick(WHY_NONE);
	const stateOf = (cell: string) => {
		if (cell === 'achievements') return version.achievements ? 'value' : 'not_reported';
		if (cell === 'no_evidence') return isSilent ? 'not_reported' : 'value';
		const value = numbers[cell];
		if (value === undefined) return cell.startsWith('reach:') ? 'inapplicable' : 'not_reported';
		return value === 0 ? 'zero' : 'value';
	};
	// What was sent before cells were recorded says nothing of them: every count opens its rows.
	if (!isRecent) return { cells_required: null, cells_filled: null, no_evidence_reason };
	addFindings(telling, version, numbers);
	for (const cell of new Set([...required, ...Object.keys(numbers)])) {
		const is_required = required.includes(cell) ? 1 : 0;
		told.report_cell.push({
			version_id: version.id,
			cell,
			section: sectionOf(cell)!,
			state: stateOf(cell),
			is_required,
		});
	}
	const applicable = required.map(stateOf).filter((state) => state !== 'inapplicable');
	const filled = applicable.filter((state) => state !== 'not_reported');
	return { cells_required: applicable.length, cells_filled: filled.length, no_evidence_reason };
}

/** A draft that somebody began: some cells, saved one after the other. */
export function tellDraft({ told, reportId, random }: Telling, at: string, numbers: Numbers): void {
	const cells = Object.entries(numbers).filter(
		([cell]) => !cell.startsWith('outcome:') && random.chance(0.7),
	);
	const texts = cells.map(([cell, value]) => [cell, textOfValue(cell, value, CURRENCY_DIGITS)] as const);
	const saves = Math.max(1, texts.length);
	const saved_at = (save: number) => new Date(Date.parse(at) + save * 25_000).toISOString();
	told.report_draft.push({
		report_id: reportId,
		based_on: null,
		saves,
		started_by: null,
		saved_by: null,
		started_at: at,
		saved_at: saved_at(saves),
	});
	texts.forEach(([cell, text], i) => {
		told.report_draft_cell.push({
			report_id: reportId,
			cell,
			save: i + 1,
			text,
			saved_by: null,
			saved_at: saved_at(i + 1),
		});
	});
}
