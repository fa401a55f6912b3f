import { defineTable, type Column } from '#lib/tables/define.ts';
import { societyColumn } from '../societies/columns.ts';

/** The reports of one society and month, counted. */
export interface CompletenessRow {
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly period: string;
	readonly expected: number;
	readonly due: number;
	readonly received: number;
	readonly onTime: number;
	readonly late: number;
	readonly inReview: number;
	readonly returned: number;
	readonly overdue: number;
	readonly notDue: number;
	readonly excepted: number;
	readonly days: number;
}

type Count = Exclude<keyof CompletenessRow, 'societyId' | 'societyAr' | 'societyEn' | 'period'>;

const number = (field: Count, key: string, ar: string, en: string): Column<CompletenessRow> => ({
	key,
	label: { ar, en },
	type: 'integer',
	value: (row) => row[field],
});

/** The completeness map as a file: one row per society and month with an expected report. */
export const completenessTable = defineTable<CompletenessRow>({
	id: 'completeness',
	title: { ar: 'ورود التقارير', en: 'Completeness' },
	columns: [
		societyColumn(),
		{ key: 'period', label: { ar: 'الشهر', en: 'Month' }, type: 'month', value: (row) => row.period },
		number('expected', 'expected', 'تقارير متوقعة', 'Reports expected'),
		number('due', 'due', 'حل موعدها', 'Due'),
		number('received', 'received', 'وصلت', 'Received'),
		number('onTime', 'on_time', 'وصلت في موعدها', 'Received on time'),
		number('late', 'late', 'وصلت متأخرة', 'Received late'),
		number('inReview', 'in_review', 'قيد المراجعة', 'In review'),
		number('returned', 'returned', 'مُعادة للتعديل', 'Returned'),
		number('overdue', 'overdue', 'متأخرة لم تصل', 'Overdue'),
		number('notDue', 'not_due', 'لم يحن موعدها', 'Not yet due'),
		number('excepted', 'with_exception', 'باستثناء من الموعد', 'Under an exception'),
		number('days', 'days_late', 'أكثر أيام التأخر', 'Most days late'),
	],
});
