import type { Text } from '#lib/i18n/text.ts';
import type { ReturnReason } from '../reports/model.ts';
import type { Finding } from '../writing/form.ts';

/** Queues of reports that wait for somebody; every submitted or returned report is in exactly one. */
export const OPEN = ['waiting', 'second', 'asked', 'returned'] as const;
export type OpenQueue = (typeof OPEN)[number];

/** All tabs of the page: beside what is open, what was verified lately and what did not come. */
export const QUEUES = [...OPEN, 'verified', 'missing'] as const;
export type Queue = (typeof QUEUES)[number];

export const WHOSE = ['mine', 'all'] as const;
export type Whose = (typeof WHOSE)[number];

/** Orders of a queue; the first is its own: most findings, then oldest. */
export const ORDERS = ['findings', 'age', 'society', 'month', 'people', 'spend'] as const;
export type Order = (typeof ORDERS)[number];

/** Which rows of which queue, as the address says it. */
export interface QueueAsk {
	readonly queue: Queue;
	readonly whose: Whose;
	/** Folded search text. */
	readonly matching: string;
	readonly onlyFindings: boolean;
	readonly order: Order;
	readonly page: number;
}

/** A report (or a month without one) in a queue. */
export interface QueueRow {
	/** Null where nothing came. */
	readonly reportId: number | null;
	/** Of the report, for changing it. */
	readonly version: number;
	readonly period: string;
	readonly program: Text & { readonly id: number };
	readonly society: Text & { readonly id: number };
	/** How often the report was submitted. */
	readonly number: number;
	readonly findings: readonly Finding[];
	readonly returned: number;
	readonly people: number | null;
	readonly spendMinor: number | null;
	/** Since when it waits (ISO moment or day): for us, or for the society where it was returned or is missing. */
	readonly since: string;
	/** Working days since then; calendar days after the due date where nothing came. */
	readonly age: number;
	/** Until when the society is to answer; null where nobody said. */
	readonly dueOn: string | null;
	/** Whether it can be verified together with others: no finding, below the second reader's amount, submitted. */
	readonly isPlain: boolean;
}

/** The days a review may take. */
export interface ReviewRule {
	readonly days: number;
}

/** How an age stands to the rule, as the picture's bar: within it, near its end, over it. */
export function ageStand(age: number, { days }: ReviewRule): 'ok' | 'risk' | 'off' {
	if (age > days) return 'off';
	return age > days - 3 ? 'risk' : 'ok';
}

/** Working days a society gets to correct a report. */
export const CORRECTION_DAYS = [3, 5, 7, 10] as const;
export const USUAL_CORRECTION = 5;

/** Texts an officer may begin with, in the society's language. */
export const TEMPLATES: readonly {
	readonly reason: ReturnReason;
	readonly name: Text;
	readonly text: string;
}[] = [
	{
		reason: 'totals',
		name: { ar: 'المجموع لا يطابق', en: 'Totals differ' },
		text: 'نشكركم على التقرير. مجموع المستفيدين لا يطابق الكشف المرفق، فنرجو مراجعة الأعداد وتصحيحها.',
	},
	{
		reason: 'unexplained',
		name: { ar: 'تغير بلا سبب', en: 'Unexplained change' },
		text: 'نشكركم على التقرير. تغيرت الأعداد كثيرًا عن الفترة السابقة، فنرجو بيان السبب أو تصحيح الأعداد.',
	},
	{
		reason: 'evidence',
		name: { ar: 'مستند ناقص', en: 'Evidence missing' },
		text: 'نشكركم على التقرير. نرجو إرفاق المستند الذي يثبت ما ورد فيه، أو إرفاق نسخة أوضح منه.',
	},
	{
		reason: 'other_program',
		name: { ar: 'برنامج آخر', en: 'Another program' },
		text: 'نشكركم على التقرير. يبدو أن بعض الأرقام تخص برنامجًا آخر لديكم، فنرجو نقلها إلى تقريره.',
	},
	{
		reason: 'detail',
		name: { ar: 'تفصيل ناقص', en: 'More detail' },
		text: 'نشكركم على التقرير. نرجو تفصيل الأعداد بحسب الفئة والجنس كما هو مطلوب في النموذج.',
	},
];

/** Kinds of what happened to a report. */
export type EventKind = 'submitted' | 'resubmitted' | 'first_read' | 'verified' | 'returned' | 'reopened';

/** One thing that happened to a report. */
export interface ReviewEvent {
	readonly id: number;
	readonly kind: EventKind;
	readonly at: string;
	readonly by: Text | null;
	readonly reason: string | null;
	readonly text: string | null;
	readonly dueOn: string | null;
	/** Number of the version it happened to. */
	readonly number: number;
}

/** A question to a colleague; only staff see it. */
export interface Question {
	readonly id: number;
	readonly by: Text;
	readonly of: Text;
	readonly question: string;
	readonly at: string;
	readonly answer: string | null;
	readonly answeredAt: string | null;
	/** Whether the reader is the one who was asked, and has not answered. */
	readonly isForMe: boolean;
}

/** The number under which people speak of a submission: month, program, how often it was sent. */
export function submissionNumber(period: string, programId: number, number: number): string {
	const month = period.slice(2).replace('-', '');
	return `RPT-${month}-${String(programId).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
}
