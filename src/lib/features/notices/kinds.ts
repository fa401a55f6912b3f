/** What people are told of. Words stand in `words.ts`; a person may mute what is not urgent. */
export const NOTICE_KINDS = [
	// to a society's people
	'report_due', 'report_overdue', 'report_returned', 'report_verified', 'report_reopened', 'reminder',
	'exception_granted', 'proposal_decided', 'import_done',
	// to officers
	'review_waiting', 'second_reader', 'question_asked', 'question_answered', 'proposal_made',
] as const; // prettier-ignore
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The record a notice leads to. */
export type NoticeObject = 'report' | 'expected_report' | 'program' | 'proposal' | 'society' | 'import_job';
