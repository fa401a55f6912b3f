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

/** An exception that moved a due date, and the day the rule had given. */
export interface Moved {
	readonly ruleDueOn: string;
	readonly name: Text;
}

/** How something due stands to its day; see `DueLine`. */
export interface DueFacts {
	/** The day in force; null for imported history, where nothing was expected. */
	readonly dueOn: string | null;
	readonly submittedOn: string | null;
	/** Calendar days after the due date: of receipt, or up to today while it is missing. */
	readonly daysLate: number;
	/** Calendar days that are left while it is missing; 0 on the day itself and after. */
	readonly daysLeft: number;
	/** Absent where the rule's own day holds. */
	readonly moved?: Moved;
}

/** The exception of a row that has its day and name, where one moved it. */
export function movedBy(
	row: { ruleDueOn: string | null; ar: string | null; en: string | null } | undefined,
): Moved | null {
	if (!row || row.ruleDueOn === null || row.ar === null || row.en === null) return null;
	return { ruleDueOn: row.ruleDueOn, name: { ar: row.ar, en: row.en } };
}

/** Where a due date stands on a day. */
export function dueFacts(
	dueOn: string | null,
	submittedOn: string | null,
	today: string,
	moved?: Moved | null,
): DueFacts {
	const days = dueOn === null ? 0 : daysBetween(dueOn, submittedOn ?? today);
	return {
		dueOn,
		submittedOn,
		daysLate: Math.max(0, days),
		daysLeft: submittedOn === null ? Math.max(0, -days) : 0,
		...(moved && { moved }),
	};
}

export interface ReportCell extends DueFacts {
	readonly state: CellReport;
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
	moved?: Moved | null,
): ReportCell | undefined {
	const facts = dueFacts(dueOn, report?.submittedOn ?? null, today, moved);
	const came = report && (report.state !== 'draft' || seesDrafts || facts.submittedOn !== null);
	if (came) {
		const reportId = report.state !== 'draft' || seesDrafts ? report.id : null;
		return { state: report.state, ...facts, reportId };
	}
	if (dueOn === null) return undefined;
	return { state: facts.daysLate > 0 ? 'missing' : 'notdue', ...facts, submittedOn: null, reportId: null };
}
