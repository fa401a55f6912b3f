import type { Kpi, RowSet } from '#lib/kpi/define.ts';
import { reachTable, type ReachRow } from './columns.ts';
import { listReach, pageReach, REACH_DIMS, sumReach } from './rows.server.ts';

const reach: RowSet<ReachRow> = {
	id: 'reach',
	label: { ar: 'سطور المستفيدين في التقارير المعتمدة', en: 'Reach lines of verified reports' },
	unit: 'people',
	dims: REACH_DIMS,
	table: reachTable,
	sum: sumReach,
	page: pageReach,
	list: listReach,
	amount: (row) => row.people,
};

/** Beneficiary measures (section 3 of the dictionary). */
export const kpis: readonly Kpi[] = [
	{
		id: 'K-B7',
		label: { ar: 'الأشخاص المستفيدون (قد يتكررون)', en: 'People reached (may overlap)' },
		help: {
			ar: 'مجموع الأشخاص في سطور المستفيدين بالتقارير المعتمدة. يُعد الشخص مرة واحدة في التقرير الواحد، وقد يتكرر بين الشهور والبرامج والجمعيات.',
			en: 'The people on the reach lines of verified reports, added up. A person counts once within a report, but may be in several months, programs or societies.',
		},
		formula: { ar: 'مجموع الأشخاص في السطور', en: 'Sum of people over the lines' },
		version: 1,
		since: '2026-01-01',
		unit: 'people',
		better: 'up',
		moment: 'period',
		numerator: reach,
		cuts: ['month', 'governorate', 'category', 'sector', 'segment', 'sex', 'age'],
		whenEmpty: { ar: 'لا سطور مستفيدين ضمن المرشحات.', en: 'No reach line is within the filters.' },
	},
];
