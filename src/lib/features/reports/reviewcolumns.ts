import type { Text } from '#lib/i18n/text.ts';
import { defineTable, type Column } from '#lib/tables/define.ts';
import { programColumn, reportColumn, sectorColumn } from '../programs/columns.ts';
import { societyColumn } from '../societies/columns.ts';
import type { ReportRow } from './columns.ts';

/** The sections of the report form, in its order. */
export const SECTION_LABEL: Readonly<Record<string, Text>> = {
	reach: { ar: 'المستفيدون', en: 'Reach' },
	delivery: { ar: 'المساعدات المقدمة', en: 'Deliveries' },
	spending: { ar: 'الإنفاق', en: 'Spending' },
	volunteers: { ar: 'المتطوعون', en: 'Volunteers' },
	outcomes: { ar: 'النتائج', en: 'Outcomes' },
	narrative: { ar: 'السرد', en: 'Narrative' },
	evidence: { ar: 'المرفقات', en: 'Evidence' },
};

type ReportKeys = Pick<
	ReportRow,
	| 'reportId' | 'period' | 'societyId' | 'societyAr' | 'societyEn' | 'programId' | 'programAr' | 'programEn'
	| 'sector' | 'sectorAr' | 'sectorEn'
>; // prettier-ignore

/** How long a report waited for its first decision, or has waited so far. */
export interface ReviewRow extends ReportKeys {
	readonly id: number;
	readonly sentOn: string;
	/** Null while nothing is decided. */
	readonly decidedOn: string | null;
	readonly decision: 'verified' | 'returned' | null;
	/** Working days after the day of submission. */
	readonly days: number;
}

const DECISION: Record<'verified' | 'returned', Text> = {
	verified: { ar: 'اعتُمد', en: 'Verified' },
	returned: { ar: 'أُعيد للتعديل', en: 'Returned' },
};
const UNDECIDED: Text = { ar: 'ينتظر', en: 'Waiting' };

const day = (
	key: string,
	sort: 'sentOn' | 'decidedOn',
	label: Text,
): Column<{ sentOn: string; decidedOn: string | null }> => ({
	key,
	label,
	type: 'date',
	value: (row) => row[sort],
	sort,
});

/** First decisions on reports, with the working days they took: evidence, CSV. */
export const reviewTable = defineTable<ReviewRow>({
	id: 'reviews',
	title: { ar: 'مدد المراجعة', en: 'Review times' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		sectorColumn(),
		day('submitted_on', 'sentOn', { ar: 'أول إرسال', en: 'First submitted on' }),
		day('decided_on', 'decidedOn', { ar: 'أول قرار', en: 'First decision on' }),
		{
			key: 'decision',
			label: { ar: 'القرار', en: 'Decision' },
			type: 'text',
			value: (row, locale) => (row.decision ? DECISION[row.decision] : UNDECIDED)[locale],
			code: (row) => row.decision ?? 'waiting',
			mark: (row) => row.decision ?? 'submitted',
			sort: 'decision',
		},
		{
			key: 'working_days',
			label: { ar: 'أيام العمل', en: 'Working days' },
			help: {
				ar: 'أيام العمل بعد يوم الإرسال حتى يوم القرار، دون أيام الراحة والعطل.',
				en: 'Working days after the day of submission up to the day of the decision, rest days and holidays aside.',
			},
			type: 'integer',
			value: (row) => row.days,
			sort: 'days',
		},
	],
});

/** One required cell of a received report. */
export interface CellRow extends ReportKeys {
	readonly id: string;
	readonly section: string;
	readonly cell: string;
	readonly state: string;
}

const CELL_STATE: Readonly<Record<string, Text>> = {
	value: { ar: 'مذكور', en: 'Told' },
	zero: { ar: 'صفر', en: 'Zero' },
	not_reported: { ar: 'لم يُذكر', en: 'Not reported' },
};

/** Required cells of reports: evidence of completeness, CSV. */
export const cellTable = defineTable<CellRow>({
	id: 'cells',
	title: { ar: 'الحقول المطلوبة', en: 'Required cells' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		{
			key: 'section',
			label: { ar: 'قسم النموذج', en: 'Section of the form' },
			type: 'text',
			value: (row, locale) => SECTION_LABEL[row.section]?.[locale] ?? row.section,
			code: (row) => row.section,
			sort: 'section',
		},
		{
			key: 'cell',
			label: { ar: 'الحقل', en: 'Cell' },
			type: 'code',
			value: (row) => row.cell,
			sort: 'cell',
		},
		{
			key: 'cell_state',
			label: { ar: 'حالة الحقل', en: 'State of the cell' },
			type: 'text',
			value: (row, locale) => CELL_STATE[row.state]?.[locale] ?? row.state,
			code: (row) => row.state,
			mark: (row) => (row.state === 'not_reported' ? 'missing' : 'ok'),
			sort: 'state',
		},
	],
});
