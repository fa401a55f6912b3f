import type { Kpi, RowSet } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import {
	amountOf, BALANCE_DIMS, listPlaceRows, pagePlaceRows, readBalance, sumPlaces, type PlaceList,
} from './balance.server.ts'; // prettier-ignore
import { placeTable, type PlaceRow } from './balancecolumns.ts';

function placeSet(list: PlaceList, label: Text): RowSet<PlaceRow> {
	return {
		id: `places.${list}`,
		label,
		unit: list === 'lowest' || list === 'highest' ? 'per_10000' : 'people',
		dims: BALANCE_DIMS,
		table: placeTable,
		sum: (ask, by) => sumPlaces(ask, list, by),
		page: (ask, after, limit) => pagePlaceRows(ask, list, after, limit),
		list: (ask, slice) => listPlaceRows(ask, list, slice),
		amount: (row) => amountOf(list, row),
	};
}

/** Whether the governorates are served alike (section 3 of the dictionary). */
export const balanceKpi: Kpi = {
	id: 'K-B6',
	label: { ar: 'نسبة التوازن بين المحافظات', en: 'Governorate balance' },
	help: {
		ar: 'أدنى محافظة في عدد المستفيدين لكل عشرة آلاف ساكن قياسًا بأعلاها: الواحد تساوٍ تام، والصفر أن محافظة لم يُخدم فيها أحد. قد يتكرر الأشخاص كما في عدد المستفيدين.',
		en: 'The governorate with the fewest people reached per 10,000 residents against the one with the most: one is perfect balance, zero means that nobody was served in one of them. People may overlap, as in people reached.',
	},
	formula: {
		ar: 'أدنى وصول لكل عشرة آلاف ساكن ÷ أعلاه',
		en: 'Lowest reach per 10,000 residents ÷ highest',
	},
	version: 1,
	since: '2026-11-01',
	unit: 'ratio',
	better: 'up',
	moment: 'period',
	numerator: placeSet('lowest', { ar: 'الأدنى وصولًا', en: 'Lowest reach' }),
	denominator: placeSet('highest', { ar: 'الأعلى وصولًا', en: 'Highest reach' }),
	figures: readBalance,
	undated: {
		ar: 'أعداد السكان كما هي مسجلة الآن.',
		en: 'Numbers of residents are as recorded now.',
	},
	also: [placeSet('known', { ar: 'كل محافظة معروفة السكان', en: 'Every place with known residents' })],
	excluded: [
		{
			set: placeSet('unknown', { ar: 'أماكن لا يُعرف سكانها', en: 'Places without known residents' }),
			reason: {
				ar: 'لا عدد سكان معروفًا لها، فلا يُعرف كم خُدم من كل عشرة آلاف.',
				en: 'Their number of residents is not known, so there is nothing to relate their people to.',
			},
		},
	],
	cuts: ['month', 'segment', 'category', 'sector', 'sex', 'age'],
	whenEmpty: {
		ar: 'لا مستفيدين ضمن المرشحات في محافظتين على الأقل يُعرف سكانهما.',
		en: 'Nobody was reached within the filters, or fewer than two places have known residents.',
	},
};
