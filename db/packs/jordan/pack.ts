import type { PackDefinition, PeriodRuleRow, ThresholdRow } from '../pack.ts';
import { ageBands, aidTypes, categories, sectors, segments, units } from './lists.ts';
import { governorates } from './places.ts';

const OWN = 'Own choice: starting proposal, the same as for the first country.';
const SINCE = '2000-01-01';

const dueRule = (code: string, ar: string, en: string, days: number): PeriodRuleRow => ({
	code,
	ar,
	en,
	days,
	dayKind: 'calendar',
	startsOn: SINCE,
	source: OWN,
	own: true,
});

const threshold = (kpi: string, good: number, watch: number): ThresholdRow => ({
	kpi,
	good,
	watch,
	startsOn: SINCE,
	source: OWN,
});

/** Jordan: the country of the inter-agency reporting file, whose money is in US dollars (cents). */
export const jordan: PackDefinition = {
	code: 'jordan',
	ar: 'المملكة الأردنية الهاشمية',
	en: 'Hashemite Kingdom of Jordan',
	currency: 'USD',
	currencyDigits: 2,
	currencyAr: 'دولار',
	timeZone: 'Asia/Amman',
	asksAges: true,
	restDays: [5, 6],
	ministryAr: 'وزارة التنمية الاجتماعية',
	ministryEn: 'Ministry of Social Development',
	categories,
	governorates,
	towns: [],
	sectors,
	segments,
	ageBands,
	aidTypes,
	units,
	periodRules: [
		dueRule(
			'report_due_monthly',
			'موعد التقرير الشهري بعد نهاية الشهر',
			'Monthly report due after the month ends',
			15,
		),
		dueRule(
			'report_due_quarterly',
			'موعد التقرير الفصلي بعد نهاية الربع',
			'Quarterly report due after the quarter ends',
			20,
		),
		{
			...dueRule(
				'report_review',
				'مراجعة الوزارة للتقرير بعد وصوله',
				'Ministry’s review of a report after it came',
				10,
			),
			dayKind: 'working',
		},
		dueRule(
			'board_expiry_warning',
			'التنبيه قبل انتهاء مدة مجلس الإدارة',
			'Warning before a board term ends',
			60,
		),
	],
	holidays: [],
	// Own choice: USD 20,000 in one report.
	secondReaderMinor: 2_000_000,
	thresholds: [
		threshold('K-D1', 95, 85),
		threshold('K-D2', 90, 75),
		threshold('K-D3', 80, 60),
		threshold('K-R2', 85, 70),
		threshold('K-R3', 95, 85),
		threshold('K-O4', 95, 80),
		threshold('K-O5', 80, 60),
		threshold('K-O11', 80, 60),
		threshold('K-D4', 5, 10),
		threshold('K-D5', 98, 90),
		threshold('K-B6', 0.7, 0.5),
		threshold('K-B7', 95, 80),
	],
};
