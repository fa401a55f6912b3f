import { defineTable, type Table } from '#lib/tables/define.ts';
import { submissionNumber, type QueueRow } from './model.ts';

/** A queue of the review as a file. */
export const reviewTable: Table<QueueRow> = defineTable<QueueRow>({
	id: 'review',
	title: { ar: 'قائمة مراجعة التقارير', en: 'Queue of the review' },
	columns: [
		{
			key: 'number',
			label: { ar: 'رقم الإرسال', en: 'Submission number' },
			type: 'code',
			value: (row) =>
				row.reportId === null ? null : submissionNumber(row.period, row.program.id, row.number),
		},
		{
			key: 'society',
			label: { ar: 'الجمعية', en: 'Society' },
			type: 'text',
			value: (row, locale) => row.society[locale],
			code: (row) => row.society.id,
		},
		{
			key: 'program',
			label: { ar: 'البرنامج', en: 'Program' },
			type: 'text',
			value: (row, locale) => row.program[locale],
			code: (row) => row.program.id,
		},
		{ key: 'month', label: { ar: 'الشهر', en: 'Month' }, type: 'month', value: (row) => row.period },
		{
			key: 'since',
			label: { ar: 'منذ', en: 'Since' },
			type: 'date',
			value: (row) => row.since.slice(0, 10),
		},
		{
			key: 'age',
			label: { ar: 'أيام العمل في الانتظار', en: 'Working days waiting' },
			help: {
				ar: 'أيام عمل منذ آخر إرسال أو إعادة؛ وأيام التقويم بعد الموعد لما لم يصل.',
				en: 'Working days since the last submission or return; calendar days after the due date for what did not come.',
			},
			type: 'integer',
			value: (row) => row.age,
		},
		{
			key: 'findings',
			label: { ar: 'التنبيهات', en: 'Findings' },
			type: 'integer',
			value: (row) => row.findings.length,
		},
		{
			key: 'returned',
			label: { ar: 'مرات الإعادة', en: 'Times returned' },
			type: 'integer',
			value: (row) => row.returned,
		},
		{ key: 'people', label: { ar: 'المستفيدون', en: 'People' }, type: 'integer', value: (row) => row.people },
		{ key: 'spend', label: { ar: 'الإنفاق', en: 'Spend' }, type: 'money', value: (row) => row.spendMinor },
		{ key: 'due', label: { ar: 'الموعد', en: 'Due on' }, type: 'date', value: (row) => row.dueOn },
	],
});
