import { programColumn, reportColumn, sectorColumn } from '../programs/columns.ts';
import { societyColumn } from '../societies/columns.ts';
import { defineTable, type CellMark, type Column, type Table } from '#lib/tables/define.ts';
import { EXPECTED_LABEL, STATE_LABEL, type ExpectedState } from './model.ts';

const REPORT_MARK: Record<string, CellMark> = {
	draft: 'draft',
	submitted: 'submitted',
	verified: 'verified',
	returned: 'returned',
};

const EXPECTED_MARK: Record<ExpectedState, CellMark> = {
	on_time: 'ok',
	late: 'risk',
	not_received: 'missing',
	not_due: 'notdue',
};

/** One report as it stands: the verified version's figures, or the newest version's while none is verified. */
export interface ReportRow {
	readonly id: number;
	/** The report's own page; null where nothing came, or a draft that is its author's alone. */
	readonly reportId: number | null;
	readonly period: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly programId: number;
	readonly programAr: string;
	readonly programEn: string;
	readonly sector: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
	readonly state: string;
	readonly versionNumber: number;
	readonly dueOn: string | null;
	readonly submittedOn: string | null;
	readonly people: number | null;
	readonly spendMinor: number | null;
	readonly volunteers: number | null;
	readonly volunteerHours: number | null;
	readonly nothingToReport: number;
}

function dueColumn<Row extends { dueOn: string | null }>(): Column<Row> {
	return {
		key: 'due_on',
		label: { ar: 'موعد التسليم', en: 'Due on' },
		type: 'date',
		value: (row) => row.dueOn,
		sort: 'dueOn',
	};
}

function submittedColumn<Row extends { submittedOn: string | null }>(): Column<Row> {
	return {
		key: 'submitted_on',
		label: { ar: 'أول إرسال', en: 'First submitted on' },
		type: 'date',
		value: (row) => row.submittedOn,
		sort: 'submittedOn',
	};
}

/** Reports: evidence of spend and hours, CSV. An empty figure is "not reported"; zero is zero. */
export const reportTable = defineTable<ReportRow>({
	id: 'reports',
	title: { ar: 'التقارير', en: 'Reports' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		sectorColumn(),
		{
			key: 'state',
			label: { ar: 'حالة التقرير', en: 'Report state' },
			type: 'text',
			value: (row, locale) => STATE_LABEL[row.state]?.[locale] ?? row.state,
			code: (row) => row.state,
			mark: (row) => REPORT_MARK[row.state],
			sort: 'state',
		},
		{
			key: 'version',
			label: { ar: 'النسخة', en: 'Version' },
			type: 'integer',
			value: (row) => row.versionNumber,
			sort: 'versionNumber',
			isOptional: true,
		},
		{ ...dueColumn(), isOptional: true },
		submittedColumn(),
		{
			key: 'people',
			label: { ar: 'الأشخاص', en: 'People' },
			type: 'integer',
			value: (row) => row.people,
			sort: 'people',
		},
		{
			key: 'spend',
			label: { ar: 'الإنفاق', en: 'Spend' },
			type: 'money',
			value: (row) => row.spendMinor,
			sort: 'spendMinor',
		},
		{
			key: 'volunteers',
			label: { ar: 'المتطوعون', en: 'Volunteers' },
			type: 'integer',
			value: (row) => row.volunteers,
			sort: 'volunteers',
			isOptional: true,
		},
		{
			key: 'volunteer_hours',
			label: { ar: 'ساعات التطوع', en: 'Volunteer hours' },
			type: 'integer',
			value: (row) => row.volunteerHours,
			sort: 'volunteerHours',
		},
		{
			key: 'nothing_to_report',
			label: { ar: 'لا يوجد ما يُبلَّغ', en: 'Nothing to report' },
			type: 'text',
			value: (row, locale) =>
				row.nothingToReport ? (locale === 'ar' ? 'نعم' : 'Yes') : locale === 'ar' ? 'لا' : 'No',
			code: (row) => row.nothingToReport,
			sort: 'nothingToReport',
			isOptional: true,
		},
	],
});

/** One report that was due: what became of it by the day asked for. */
export interface ExpectedRow extends Pick<
	ReportRow,
	| 'id'
	| 'reportId'
	| 'period'
	| 'societyId'
	| 'societyAr'
	| 'societyEn'
	| 'programId'
	| 'programAr'
	| 'programEn'
	| 'sector'
	| 'sectorAr'
	| 'sectorEn'
> {
	readonly dueOn: string;
	/** The rule's own day and the exception that moved it; null where none did. */
	readonly ruleDueOn: string | null;
	readonly exceptionAr: string | null;
	readonly exceptionEn: string | null;
	readonly submittedOn: string | null;
	readonly state: ExpectedState;
	/** Calendar days after the due date: of receipt, or up to the day asked for when not received. */
	readonly daysLate: number;
}

/** Reports due: evidence of the reporting rate, CSV. */
export const expectedTable = defineTable<ExpectedRow>({
	id: 'expected',
	title: { ar: 'التقارير المستحقة', en: 'Reports due' },
	columns: [
		reportColumn(),
		societyColumn(),
		programColumn(),
		sectorColumn(),
		dueColumn(),
		submittedColumn(),
		{
			key: 'received',
			label: { ar: 'الورود', en: 'Received' },
			type: 'text',
			value: (row, locale) => EXPECTED_LABEL[row.state][locale],
			code: (row) => row.state,
			mark: (row) => EXPECTED_MARK[row.state],
			sort: 'state',
		},
		{
			key: 'days_late',
			label: { ar: 'أيام التأخر', en: 'Days late' },
			type: 'integer',
			value: (row) => row.daysLate,
			sort: 'daysLate',
		},
		{
			key: 'rule_due_on',
			label: { ar: 'الموعد قبل الاستثناء', en: 'Due before the exception' },
			type: 'date',
			value: (row) => row.ruleDueOn,
			sort: 'ruleDueOn',
			isOptional: true,
		},
		{
			key: 'exception',
			label: { ar: 'الاستثناء', en: 'Exception' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.exceptionAr : row.exceptionEn),
			sort: ['exceptionAr', 'exceptionEn'],
			isOptional: true,
		},
	],
});

/** The tables of this feature, in the order of the dictionary. */
export const tables: readonly Table<unknown>[] = [reportTable, expectedTable];
