import type { Excluded, Kpi, RowSet } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import type { Text } from '#lib/i18n/text.ts';
import { expectedTable, reportTable, type ExpectedRow, type ReportRow } from './columns.ts';
import {
	countExpected, countReports, listExpected, listReports, pageExpected, pageReports, REPORT_DIMS, sumReports, type ExpectedList, type ReportList,
} from './rows.server.ts'; // prettier-ignore

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

function expectedSet(list: ExpectedList, label: Text): RowSet<ExpectedRow> {
	return {
		id: `expected.${list}`,
		label,
		unit: 'reports',
		dims: REPORT_DIMS,
		table: expectedTable,
		sum: (ask, by) => countExpected(ask, list, by),
		page: (ask, after, limit) => pageExpected(ask, list, after, limit),
		list: (ask, slice) => listExpected(ask, list, slice),
		amount: () => 1,
	};
}

/** Reports as such; they count, whatever they say. */
function counted(list: ReportList, label: Text, shows: readonly string[] = []): RowSet<ReportRow> {
	return {
		id: `reports.${typeof list === 'string' ? list : list.name}`,
		label,
		unit: 'reports',
		dims: REPORT_DIMS,
		table: reportTable,
		sum: (ask, by) => countReports(ask, list, by),
		page: (ask, after, limit) => pageReports(ask, list, after, limit),
		list: (ask, slice) => listReports(ask, list, slice),
		amount: () => 1,
		shows,
	};
}

/** Reports outside a figure. */
function outside(list: ReportList, label: Text, reason: Text, shows: readonly string[] = []): Excluded {
	return { set: counted(list, label, shows), reason };
}

/** Reports whose figures are not in force yet: they enter no figure until they are verified. */
export const unverified: readonly Excluded[] = [
	outside(
		'waiting',
		{ ar: 'تقارير مُرسلة لم تُعتمد', en: 'Submitted, not yet verified' },
		{
			ar: 'أُرسلت وتنتظر المراجعة؛ لا يدخل أي رقم قبل اعتماده.',
			en: 'Submitted and waiting for review; no figure counts before it is verified.',
		},
	),
	outside(
		'returned',
		{ ar: 'تقارير مُعادة للتعديل', en: 'Returned for correction' },
		{
			ar: 'أُعيدت إلى الجمعية لتعديلها، ولا تُحسب حتى تُعتمد.',
			en: 'Returned to the society for correction; not counted until verified.',
		},
	),
];

/** Verified reports without a single person served. */
export const unreached = outside(
	'unreached',
	{ ar: 'تقارير معتمدة بلا مستفيدين', en: 'Verified, without reach lines' },
	{
		ar: 'معتمدة، وليس فيها سطر مستفيدين واحد (مثل «لا يوجد ما يُبلَّغ»).',
		en: 'Verified, but without a single reach line (such as “nothing to report”).',
	},
	['nothing_to_report'],
);
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
const notDue: Excluded = {
	set: expectedSet('not_due', { ar: 'تقارير لم يحن موعدها', en: 'Reports not yet due' }),
	reason: {
		ar: 'لم يحن موعد تسليمها حتى هذا اليوم، فلا تُحسب واردة ولا ناقصة.',
		en: 'Their due date has not come by this day, so they count neither as received nor as missing.',
	},
};

/** Reports due and not received, for the needs-attention list and its evidence. */
const notReceived = expectedSet('not_received', { ar: 'تقارير لم تصل', en: 'Reports not received' });

const due = expectedSet('due', { ar: 'تقارير مستحقة', en: 'Reports due' });
const noneDue: Text = {
	ar: 'لا تقارير مستحقة ضمن المرشحات؛ لا مجموعة متوقعة للبيانات التاريخية المستوردة.',
	en: 'No report was due within the filters; imported history has no expected set.',
};

const shared = { version: 1, since: '2026-01-01', moment: 'period', whenEmpty: noReports } as const;

/** Reporting and money measures (sections 2 and 4 of the dictionary). */
export const kpis: readonly Kpi[] = [
	{
		...shared,
		id: 'K-D1',
		label: { ar: 'نسبة ورود التقارير', en: 'Reporting rate' },
		help: {
			ar: 'التقارير الواردة حتى اليوم من التقارير التي حل موعدها. «لا يوجد ما يُبلَّغ» تقرير وارد.',
			en: 'Reports received by today among those that were due. “Nothing to report” counts as received.',
		},
		formula: { ar: 'التقارير الواردة ÷ التقارير المستحقة', en: 'Reports received ÷ reports due' },
		unit: 'percent',
		better: 'up',
		numerator: expectedSet('received', { ar: 'تقارير وردت', en: 'Reports received' }),
		denominator: due,
		also: [notReceived],
		excluded: [notDue],
		cuts: ['month', 'category', 'governorate', 'sector'],
		whenEmpty: noneDue,
	},
	{
		...shared,
		id: 'K-D2',
		label: { ar: 'نسبة التقارير الواردة في موعدها', en: 'On-time rate' },
		help: {
			ar: 'التقارير المستحقة التي أُرسلت أول مرة في موعدها المعمول به أو قبله. ما لم يصل ليس في موعده.',
			en: 'Reports due that were first submitted on or before the due date in force. One not received is not on time.',
		},
		formula: { ar: 'التقارير الواردة في موعدها ÷ التقارير المستحقة', en: 'Reports on time ÷ reports due' },
		unit: 'percent',
		better: 'up',
		numerator: expectedSet('on_time', { ar: 'تقارير وردت في موعدها', en: 'Reports received on time' }),
		denominator: due,
		also: [expectedSet('late', { ar: 'تقارير وردت متأخرة', en: 'Reports received late' }), notReceived],
		cuts: ['month', 'category', 'governorate', 'sector'],
		whenEmpty: noneDue,
	},
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
