import type { Text } from '#lib/i18n/text.ts';
import type { Kpi, RowSet } from '#lib/kpi/define.ts';
import { balanceKpi } from './balancekpi.server.ts';
import { deliveryTable, reachTable, type DeliveryRow, type ReachRow } from './columns.ts';
import {
	CONTACT_DIMS, listDeliveries, listReach, pageDeliveries, pageReach, REACH_DIMS, sumDeliveries, sumReach,
	type DeliveryList,
} from './rows.server.ts'; // prettier-ignore

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

function deliverySet(which: DeliveryList, label: Text): RowSet<DeliveryRow> {
	return {
		id: `deliveries.${which}`,
		label,
		unit: 'contacts',
		dims: CONTACT_DIMS,
		table: deliveryTable,
		sum: (ask, by) => sumDeliveries(ask, which, by),
		page: (ask, after, limit) => pageDeliveries(ask, after, limit, which),
		list: (ask, slice) => listDeliveries(ask, which, slice),
		amount: (row) => row.quantityMilli,
	};
}

/** Beneficiary measures (section 3 of the dictionary). */
export const kpis: readonly Kpi[] = [
	balanceKpi,
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
	{
		id: 'K-B1',
		label: { ar: 'مرات تقديم الخدمة', en: 'Service contacts' },
		help: {
			ar: 'كميات سطور الخدمة التي وحدتها مرة تقديم: جلسة أو زيارة أو وجبة أو سلة أو شهر كفالة. لكل وحدة مجموعها، ولا تُجمع وحدة مع أخرى.',
			en: 'Quantities of delivery lines whose unit is a contact: a session, a visit, a meal, a basket, a month of sponsorship. Each unit has its own sum; units are never added.',
		},
		formula: { ar: 'مجموع الكميات لكل وحدة على حدة', en: 'Sum of quantities, each unit by itself' },
		version: 1,
		since: '2026-01-01',
		unit: 'contacts',
		better: 'neutral',
		moment: 'period',
		numerator: deliverySet('contacts', { ar: 'سطور مرات الخدمة', en: 'Lines of service contacts' }),
		apart: 'unit',
		excluded: [
			{
				set: deliverySet('things', { ar: 'سطور أشياء سُلّمت', en: 'Lines of things handed over' }),
				reason: {
					ar: 'وحدتها شيء يُسلَّم أو حدث، لا مرة تقديم خدمة.',
					en: 'Their unit is a thing handed over or an event, not a contact with a service.',
				},
			},
		],
		cuts: ['unit', 'month', 'governorate', 'category', 'sector'],
		whenEmpty: {
			ar: 'لا تُجمع وحدات مختلفة: اختاروا وحدة واحدة من التقسيم لتروا مجموعها.',
			en: 'Unlike units are never added: choose one unit in the breakdown to see its sum.',
		},
	},
];
