import type { Text } from '#lib/i18n/text.ts';
import { daysBetween } from '#lib/platform/clock.ts';

/** States of a report; the same words on screen, in print and in files. */
export const STATE_LABEL: Record<string, Text> = {
	draft: { ar: 'مسودة', en: 'Draft' },
	submitted: { ar: 'مُرسل', en: 'Submitted' },
	verified: { ar: 'معتمد', en: 'Verified' },
	returned: { ar: 'مُعاد للتعديل', en: 'Returned' },
};

/** Why an officer sends a report back; the free text says the rest. */
export const RETURN_REASONS = {
	totals: { ar: 'المجاميع لا تتطابق', en: 'Totals do not agree' },
	unexplained: { ar: 'تغير كبير بلا بيان السبب', en: 'A large change without a reason' },
	evidence: { ar: 'مستند ناقص أو غير واضح', en: 'Evidence missing or unclear' },
	other_program: { ar: 'أرقام تخص برنامجًا آخر', en: 'Figures of another program' },
	counted_twice: { ar: 'شخص محسوب أكثر من مرة', en: 'People counted more than once' },
	detail: { ar: 'التفصيل غير كافٍ', en: 'Not enough detail' },
	other: { ar: 'سبب آخر', en: 'Another reason' },
} as const satisfies Record<string, Text>;
export type ReturnReason = keyof typeof RETURN_REASONS;

/** What became of a report that was due. */
export type ExpectedState = 'on_time' | 'late' | 'not_received' | 'not_due';

export const EXPECTED_LABEL: Record<ExpectedState, Text> = {
	on_time: { ar: 'وصل في موعده', en: 'Received on time' },
	late: { ar: 'وصل متأخرًا', en: 'Received late' },
	not_received: { ar: 'لم يصل', en: 'Not received' },
	not_due: { ar: 'لم يحن موعده', en: 'Not yet due' },
};

/** Days an overdue report stays amber before it turns red (always with the words). */
export const AMBER_DAYS = 14;

/** A month of a program as the grids show it: what became of its report. */
export type CellReport = 'verified' | 'submitted' | 'returned' | 'draft' | 'missing' | 'notdue';

export interface ReportCell {
	readonly state: CellReport;
	/** Null for imported history, where nothing was expected. */
	readonly dueOn: string | null;
	readonly submittedOn: string | null;
	/** Calendar days after the due date: of receipt, or up to today while it is missing. */
	readonly daysLate: number;
	/** The report's page, where the reader may open it. */
	readonly reportId: number | null;
}

interface CameIn {
	readonly id: number;
	readonly state: 'draft' | 'submitted' | 'verified' | 'returned';
	readonly submittedOn: string | null;
}

/**
 * The cell of an expected report and of what came in its place. A draft is a cell only for its author; to everyone
 * else the month is missing or not due. Undefined when there is nothing to say about the month.
 */
export function cellOf(
	dueOn: string | null,
	report: CameIn | undefined,
	today: string,
	seesDrafts: boolean,
): ReportCell | undefined {
	const submittedOn = report?.submittedOn ?? null;
	const late = dueOn === null ? 0 : Math.max(0, daysBetween(dueOn, submittedOn ?? today));
	const came = report && (report.state !== 'draft' || seesDrafts || submittedOn !== null);
	if (came) {
		const reportId = report.state !== 'draft' || seesDrafts ? report.id : null;
		return { state: report.state, dueOn, submittedOn, daysLate: late, reportId };
	}
	if (dueOn === null) return undefined;
	return { state: late > 0 ? 'missing' : 'notdue', dueOn, submittedOn: null, daysLate: late, reportId: null };
}
