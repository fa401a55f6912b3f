/** What people are told of. Words stand in `words.ts`; a person may mute what is not urgent. */
export const NOTICE_KINDS = [
	// to a society's people
	'report_due', 'report_overdue', 'report_returned', 'report_verified', 'report_reopened', 'reminder',
	'exception_granted', 'proposal_decided', 'import_done',
	// to officers
	'review_waiting', 'second_reader', 'question_asked', 'question_answered', 'proposal_made',
] as const; // prettier-ignore
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Kinds an officer or a society never hears of are not offered to be muted. */
export const KINDS_OF: Readonly<Record<'society' | 'officer', readonly NoticeKind[]>> = {
	society: [
		'report_due', 'report_overdue', 'report_returned', 'report_verified', 'report_reopened', 'reminder',
		'exception_granted', 'proposal_decided', 'import_done',
	],
	officer: [
		'report_overdue', 'review_waiting', 'second_reader', 'question_asked', 'question_answered', 'proposal_made',
		'import_done',
	],
}; // prettier-ignore

/** The record a notice leads to. */
export type NoticeObject = 'report' | 'expected_report' | 'program' | 'proposal' | 'society' | 'import_job';

/** A notice with the record it is about, as its reader may see it. */
export interface NoticeRow {
	readonly id: number;
	readonly kind: NoticeKind;
	/** Whether its reader works for a society; the others work for the ministry. */
	readonly isSociety: boolean;
	readonly objectType: NoticeObject;
	readonly objectId: number;
	readonly programId: number | null;
	readonly programAr: string | null;
	readonly programEn: string | null;
	readonly societyId: number | null;
	readonly societyAr: string | null;
	readonly societyEn: string | null;
	/** Month of the report it is about. */
	readonly period: string | null;
	/** The report, where one came in. */
	readonly reportId: number | null;
	readonly fileName: string | null;
	/** How many reports a reminder speaks of. */
	readonly reports: number | null;
	/** What became of a proposal. */
	readonly outcome: string | null;
	readonly dueOn: string | null;
	readonly isUrgent: boolean;
	readonly createdAt: string;
	/** ISO date of its creation in the pack's time zone. */
	readonly day: string;
	readonly readAt: string | null;
	readonly stoppedAt: string | null;
}

/** The bell counts no further. */
export const COUNTED_UP_TO = 99;
