import type { Kpi, RowSet } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import type { Text } from '#lib/i18n/text.ts';
import { reportTable, type ReportRow } from './columns.ts';
import { listReports, pageReports, REPORT_DIMS, sumReports } from './rows.server.ts';
import { counted, outside, unreached, unverified } from './sets.server.ts';

/** Money and hours cannot be told apart by the person served, and several places share one program. */
const COST_DIMS: readonly Dim[] = ['month', 'category', 'sector', 'society', 'program'];

const spendTold: Text = { ar: 'تقارير معتمدة تذكر الإنفاق', en: 'Verified reports that state their spend' };
const hoursTold: Text = {
	ar: 'تقارير معتمدة تذكر ساعات التطوع',
	en: 'Verified reports that state volunteer hours',
};
const spendOfReach: Text = {
	ar: 'إنفاق التقارير المعتمدة ذات سطور المستفيدين',
	en: 'Spend of verified reports with reach lines',
};
const peopleOfReach: Text = {
	ar: 'أشخاص التقارير المعتمدة ذات سطور المستفيدين',
	en: 'People of verified reports with reach lines',
};
const noReports: Text = {
	ar: 'لا تقرير معتمدًا ضمن المرشحات يذكر هذا الرقم.',
	en: 'No verified report within the filters states this figure.',
};

const spend: RowSet<ReportRow> = {
	id: 'reports.spend',
	label: spendTold,
	unit: 'money',
	dims: REPORT_DIMS,
	table: reportTable,
	sum: (ask, by) => sumReports(ask, 'spend', by),
	page: (ask, after, limit) => pageReports(ask, 'spent', after, limit),
	list: (ask, slice) => listReports(ask, 'spent', slice),
	amount: (row) => row.spendMinor ?? 0,
};

const volunteerHours: RowSet<ReportRow> = {
	...spend,
	id: 'reports.volunteer_hours',
	unit: 'hours',
	label: hoursTold,
	sum: (ask, by) => sumReports(ask, 'volunteerHours', by),
	page: (ask, after, limit) => pageReports(ask, 'hours', after, limit),
	list: (ask, slice) => listReports(ask, 'hours', slice),
	amount: (row) => row.volunteerHours ?? 0,
};

const spendReached: RowSet<ReportRow> = {
	...spend,
	id: 'reports.spend_reached',
	label: spendOfReach,
	dims: COST_DIMS,
	sum: (ask, by) => sumReports(ask, 'spendReached', by),
	page: (ask, after, limit) => pageReports(ask, 'spent_reached', after, limit),
	list: (ask, slice) => listReports(ask, 'spent_reached', slice),
};

const peopleReached: RowSet<ReportRow> = {
	...spendReached,
	id: 'reports.people_reached',
	label: peopleOfReach,
	unit: 'people',
	sum: (ask, by) => sumReports(ask, 'peopleReached', by),
	page: (ask, after, limit) => pageReports(ask, 'reached', after, limit),
	list: (ask, slice) => listReports(ask, 'reached', slice),
	amount: (row) => row.people ?? 0,
};

const unspent = outside(
	'unspent',
	{ ar: 'تقارير معتمدة لا تذكر الإنفاق', en: 'Verified, no spend stated' },
	{
		ar: 'معتمدة ولم يُذكر فيها إنفاق؛ المجهول ليس صفرًا، فلا يُحسب.',
		en: 'Verified without stating a spend; unknown is not zero, so it is not counted.',
	},
	['nothing_to_report'],
);
const withoutHours = outside(
	'no_hours',
	{ ar: 'تقارير معتمدة لا تذكر ساعات التطوع', en: 'Verified, no volunteer hours stated' },
	{
		ar: 'معتمدة ولم تُذكر فيها ساعات تطوع؛ المجهول ليس صفرًا، فلا يُحسب.',
		en: 'Verified without stating volunteer hours; unknown is not zero, so it is not counted.',
	},
	['nothing_to_report'],
);
const peopleWithoutSpend = outside(
	'unspent_reached',
	{ ar: 'لها مستفيدون ولا تذكر الإنفاق', en: 'With reach, no spend stated' },
	{
		ar: 'أشخاصها في المقام، ولا مال لها في البسط، فتبدو الكلفة أقل مما هي.',
		en: 'Their people are in the denominator, but they add no money, so the cost reads lower than it is.',
	},
);
const shared = { version: 1, since: '2026-01-01', moment: 'period', whenEmpty: noReports } as const;

/** Money and hours of verified reports (section 4 of the dictionary). */
export const moneyKpis: readonly Kpi[] = [
	{
		...shared,
		id: 'K-O8',
		label: { ar: 'الإنفاق على البرامج', en: 'Spend' },
		help: {
			ar: 'مجموع ما أُنفق على البرامج في التقارير المعتمدة. المحافظة هنا مكان البرنامج، لا مكان المستفيد.',
			en: 'Money spent on programs in verified reports, added up. The governorate is the program’s place, not the beneficiary’s.',
		},
		formula: { ar: 'مجموع الإنفاق في التقارير', en: 'Sum of spend over the reports' },
		unit: 'money',
		better: 'neutral',
		numerator: spend,
		also: [counted('verified', { ar: 'كل التقارير المعتمدة', en: 'All verified reports' })],
		excluded: [...unverified, unspent],
		cuts: ['month', 'governorate', 'category', 'sector'],
	},
	{
		...shared,
		id: 'K-O9',
		label: { ar: 'ساعات التطوع', en: 'Volunteer hours' },
		help: {
			ar: 'مجموع ساعات التطوع في التقارير المعتمدة.',
			en: 'Volunteer hours in verified reports, added up.',
		},
		formula: { ar: 'مجموع ساعات التطوع في التقارير', en: 'Sum of volunteer hours over the reports' },
		unit: 'hours',
		better: 'up',
		numerator: volunteerHours,
		excluded: [...unverified, withoutHours],
		cuts: ['month', 'category', 'sector', 'governorate'],
	},
	{
		...shared,
		id: 'K-O10',
		label: { ar: 'كلفة الشخص الواحد', en: 'Cost per person reached' },
		help: {
			ar: 'الإنفاق في التقارير المعتمدة ذات سطور المستفيدين مقسومًا على أشخاصها؛ وما لم يُذكر إنفاقه يزيد الأشخاص ولا يزيد المال. تُقارن داخل مجموعة الأقران فقط.',
			en: 'Spend in verified reports that have reach lines, divided by their people; a report that states no spend adds people but no money. Compare within a peer group only.',
		},
		formula: {
			ar: 'إنفاق التقارير ذات المستفيدين ÷ أشخاصها',
			en: 'Spend of reports with reach ÷ their people',
		},
		unit: 'money_per_person',
		better: 'down',
		numerator: spendReached,
		denominator: peopleReached,
		excluded: [peopleWithoutSpend, ...unverified, unreached],
		cuts: ['month', 'category', 'sector'],
	},
];
