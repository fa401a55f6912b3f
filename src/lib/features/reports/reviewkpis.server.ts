import { sql } from 'kysely';
import type { Kpi, RowSet } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import {
	CELL_DIMS,
	countCells,
	listCells,
	pageCells,
	withoutCells,
	type CellList,
} from './requiredcells.server.ts';
import { cellTable, reviewTable, type CellRow, type ReviewRow } from './reviewcolumns.ts';
import { listReviews, medianReviews, pageReviews, sumReviews, type ReviewList } from './reviews.server.ts';
import { handedIn, REPORT_DIMS } from './rows.server.ts';
import { outside } from './sets.server.ts';

function reviewSet(list: ReviewList, label: Text): RowSet<ReviewRow> {
	return {
		id: `reviews.${list}`,
		label,
		unit: 'days',
		dims: REPORT_DIMS,
		table: reviewTable,
		sum: (ask, by) => sumReviews(ask, list, by),
		page: (ask, after, limit) => pageReviews(ask, list, after, limit),
		list: (ask, slice) => listReviews(ask, list, slice),
		amount: (row) => row.days,
	};
}

function cellSet(list: CellList, label: Text): RowSet<CellRow> {
	return {
		id: `cells.${list}`,
		label,
		unit: 'cells',
		dims: CELL_DIMS,
		table: cellTable,
		sum: (ask, by) => countCells(ask, list, by),
		page: (ask, after, limit) => pageCells(ask, list, after, limit),
		list: (ask, slice) => listCells(ask, list, slice),
		amount: () => 1,
	};
}

const shared = { version: 1, since: '2026-11-01', moment: 'period' } as const;

/** Review and completeness measures (section 2 of the dictionary). */
export const reviewKpis: readonly Kpi[] = [
	{
		...shared,
		id: 'K-D4',
		label: { ar: 'وسيط أيام مراجعة التقرير', en: 'Review time' },
		help: {
			ar: 'وسيط أيام العمل من أول إرسال للتقرير إلى أول قرار فيه (اعتماد أو إعادة للتعديل)، للتقارير التي صدر قرارها الأول في الفترة. الشهر هنا شهر القرار، ولا تُحسب أيام الراحة والعطل.',
			en: 'The median of working days from a report’s first submission to the first decision on it (verified or returned), for reports first decided in the period. The month is that of the decision; rest days and holidays do not count.',
		},
		formula: { ar: 'وسيط أيام العمل حتى القرار الأول', en: 'Median of working days to the first decision' },
		unit: 'days',
		better: 'down',
		numerator: reviewSet('decided', { ar: 'تقارير صدر قرارها الأول', en: 'Reports first decided' }),
		figures: medianReviews,
		excluded: [
			{
				set: reviewSet('open', { ar: 'تنتظر القرار الأول', en: 'Waiting for a first decision' }),
				reason: {
					ar: 'لم يصدر فيها قرار حتى هذا اليوم، فلا مدة لها بعد؛ الأيام المعروضة عمرها حتى الآن.',
					en: 'Not decided by this day, so they have no time yet; the days shown are their age so far.',
				},
			},
			outside(
				{
					name: 'not_reviewed',
					test: (filter) => sql`t.import_batch_id is not null and ${handedIn(filter)}`,
				},
				{ ar: 'تقارير من بيانات مستوردة', en: 'Reports of imported data' },
				{
					ar: 'راجعتها جهة أخرى قبل استيرادها، ولا تُعرف مدة مراجعتها.',
					en: 'Reviewed elsewhere before they were imported; how long it took is not known.',
				},
			),
		],
		cuts: ['month', 'category', 'governorate', 'sector'],
		whenEmpty: {
			ar: 'لم يصدر قرار أول في أي تقرير خلال هذه الأشهر.',
			en: 'No report received a first decision in these months.',
		},
	},
	{
		...shared,
		id: 'K-D5',
		label: { ar: 'اكتمال الحقول المطلوبة', en: 'Completeness of required cells' },
		help: {
			ar: 'الحقول المطلوبة المنطبقة التي ذُكرت فيها قيمة أو صفر صريح، من كل الحقول المطلوبة المنطبقة في التقارير الواردة.',
			en: 'Required and applicable cells that hold a value or a signed zero, of all required and applicable cells of received reports.',
		},
		formula: { ar: 'الحقول المذكورة ÷ الحقول المطلوبة', en: 'Cells filled ÷ cells required' },
		unit: 'percent',
		better: 'up',
		numerator: cellSet('filled', { ar: 'حقول مذكورة', en: 'Cells filled' }),
		denominator: cellSet('required', { ar: 'حقول مطلوبة', en: 'Cells required' }),
		also: [cellSet('empty', { ar: 'حقول مطلوبة لم تُذكر', en: 'Required cells left out' })],
		excluded: [
			outside(
				{ name: 'without_cells', test: withoutCells },
				{ ar: 'تقارير بلا قائمة حقول', en: 'Reports without a list of cells' },
				{
					ar: 'مستوردة أو أُرسلت قبل أن تُسجَّل الحقول، فلا يُعرف ما كان مطلوبًا فيها.',
					en: 'Imported, or sent before cells were recorded; what was required of them is not known.',
				},
			),
		],
		cuts: ['section', 'month', 'category', 'governorate', 'sector'],
		whenEmpty: {
			ar: 'لا تقرير واردًا ضمن المرشحات سُجّلت حقوله.',
			en: 'No received report within the filters has its cells recorded.',
		},
	},
];
