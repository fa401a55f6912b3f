import type { Excluded, RowSet } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import { expectedTable, reportTable, type ExpectedRow, type ReportRow } from './columns.ts';
import {
	countExpected, countReports, listExpected, listReports, pageExpected, pageReports, REPORT_DIMS, type ExpectedList, type ReportList,
} from './rows.server.ts'; // prettier-ignore

/** Expected reports, each counting one. */
export function expectedSet(list: ExpectedList, label: Text): RowSet<ExpectedRow> {
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
export function counted(list: ReportList, label: Text, shows: readonly string[] = []): RowSet<ReportRow> {
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
export function outside(
	list: ReportList,
	label: Text,
	reason: Text,
	shows: readonly string[] = [],
): Excluded {
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
