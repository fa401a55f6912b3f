import { hijriDays } from '../hijri.ts';
import type { HolidayRow, PeriodRuleRow, ThresholdRow } from '../pack.ts';

const FUNDRAISING_2013 = 'Decree-Law 21 of 2013, https://gulfpress.net/?p=271742';
const REGULATION_2014 = 'Prime Minister’s Decision 47 of 2014, https://tradearabia.com/news/MISC_270466.html';
const FINAL_2014 =
	'Decision 47 of 2014, art. 18, https://www.albiladpress.com/news/2024/5632/bahrain/853971.html';
const AMENDMENT_2025 =
	'Decree-Law 39 of 2025 as reported on 8 September 2025, https://www.newsofbahrain.com/bahrain/118598.html';
const ASSEMBLY =
	'https://www.bahrain.bh/wps/portal/en/BNP/ServicesCatalogue/GSX-UI-PServiceDetails?psID=1249';
const OWN = 'Own choice: starting proposal for the ministry to set.';

/** Legal and policy periods. Where a source gives a year or month only, the rule starts on its first known day. */
export const periodRules: readonly PeriodRuleRow[] = [
	{
		code: 'report_due_monthly',
		ar: 'موعد التقرير الشهري بعد نهاية الشهر',
		en: 'Monthly report due after the month ends',
		days: 15,
		dayKind: 'calendar',
		startsOn: '2000-01-01',
		source: OWN,
		own: true,
	},
	{
		code: 'report_due_quarterly',
		ar: 'موعد التقرير الفصلي بعد نهاية الربع',
		en: 'Quarterly report due after the quarter ends',
		days: 20,
		dayKind: 'calendar',
		startsOn: '2000-01-01',
		source: OWN,
		own: true,
	},
	{
		code: 'report_review',
		ar: 'مراجعة الوزارة للتقرير بعد وصوله',
		en: 'Ministry’s review of a report after it came',
		days: 10,
		dayKind: 'working',
		startsOn: '2000-01-01',
		source: OWN,
		own: true,
	},
	{
		code: 'board_expiry_warning',
		ar: 'التنبيه قبل انتهاء مدة مجلس الإدارة',
		en: 'Warning before a board term ends',
		days: 60,
		dayKind: 'calendar',
		startsOn: '2000-01-01',
		source: OWN,
		own: true,
	},
	{
		code: 'fundraising_decision',
		ar: 'البت في طلب ترخيص جمع المال',
		en: 'Decision on a fundraising licence',
		days: 30,
		dayKind: 'calendar',
		startsOn: '2013-01-01',
		source: FUNDRAISING_2013,
	},
	{
		code: 'fundraising_final_report',
		ar: 'التقرير الختامي لجمع المال',
		en: 'Final fundraising report',
		days: 15,
		dayKind: 'calendar',
		startsOn: '2014-01-01',
		source: FINAL_2014,
	},
	{
		code: 'fundraising_final_report',
		ar: 'التقرير الختامي لجمع المال',
		en: 'Final fundraising report',
		days: 30,
		dayKind: 'calendar',
		startsOn: '2025-09-08',
		source: AMENDMENT_2025,
	},
	{
		code: 'unlicensed_money_notice',
		ar: 'الإخطار بأموال وردت من دون ترخيص',
		en: 'Notice of money received without a licence',
		days: 7,
		dayKind: 'calendar',
		startsOn: '2014-01-01',
		source: REGULATION_2014,
	},
	{
		code: 'unlicensed_money_notice',
		ar: 'الإخطار بأموال وردت من دون ترخيص',
		en: 'Notice of money received without a licence',
		days: 7,
		dayKind: 'working',
		startsOn: '2025-09-08',
		source: AMENDMENT_2025,
	},
	{
		code: 'unlicensed_money_answer',
		ar: 'رد الوزارة على إخطار الأموال الواردة',
		en: 'Ministry’s answer to a notice of money received',
		days: 15,
		dayKind: 'calendar',
		startsOn: '2014-01-01',
		source: REGULATION_2014,
	},
	{
		code: 'unlicensed_money_answer',
		ar: 'رد الوزارة على إخطار الأموال الواردة',
		en: 'Ministry’s answer to a notice of money received',
		days: 30,
		dayKind: 'calendar',
		startsOn: '2025-09-08',
		source: AMENDMENT_2025,
	},
	{
		code: 'fundraising_application_advice',
		ar: 'التقدم بالطلب قبل بدء جمع المال',
		en: 'Applying before fundraising starts',
		days: 60,
		dayKind: 'calendar',
		startsOn: '2014-01-01',
		source: 'Advice of two months, https://www.newsofbahrain.com/bahrain/17436.html',
	},
	{
		code: 'assembly_notice',
		ar: 'الإخطار قبل عقد الجمعية العمومية',
		en: 'Notice before a general assembly',
		days: 15,
		dayKind: 'calendar',
		startsOn: '2000-01-01',
		source: `${ASSEMBLY} (start not stated)`,
	},
	{
		code: 'assembly_decision',
		ar: 'الرد على طلب عقد الجمعية العمومية',
		en: 'Answer to a request to hold a general assembly',
		days: 10,
		dayKind: 'working',
		startsOn: '2000-01-01',
		source: `${ASSEMBLY} (start not stated)`,
	},
];

const FIXED = 'Own choice: fixed public holidays as generally known; the yearly decision decides.';
const COMPUTED =
	'Computed by the Umm al-Qura calendar of the runtime (islamic-umalqura); the announced day may differ by one.';

const FIXED_DAYS: readonly (readonly [day: string, ar: string, en: string])[] = [
	['01-01', 'رأس السنة الميلادية', 'New Year’s Day'],
	['05-01', 'عيد العمال', 'Labour Day'],
	['12-16', 'العيد الوطني المجيد', 'National Day'],
	['12-17', 'عيد الجلوس', 'Accession Day'],
];

/** Keys are Hijri month and day. */
const ISLAMIC_DAYS: Readonly<Record<string, readonly [ar: string, en: string]>> = {
	'1-1': ['رأس السنة الهجرية', 'Islamic New Year'],
	'1-9': ['تاسوعاء', 'Tasua'],
	'1-10': ['عاشوراء', 'Ashura'],
	'3-12': ['المولد النبوي الشريف', 'Prophet’s Birthday'],
	'10-1': ['عيد الفطر المبارك', 'Eid al-Fitr'],
	'10-2': ['عيد الفطر المبارك', 'Eid al-Fitr'],
	'10-3': ['عيد الفطر المبارك', 'Eid al-Fitr'],
	'12-9': ['يوم عرفة', 'Arafat Day'],
	'12-10': ['عيد الأضحى المبارك', 'Eid al-Adha'],
	'12-11': ['عيد الأضحى المبارك', 'Eid al-Adha'],
	'12-12': ['عيد الأضحى المبارك', 'Eid al-Adha'],
};

const YEARS = { from: 2023, to: 2028 };

function fixedHolidays(): HolidayRow[] {
	const rows: HolidayRow[] = [];
	for (let year = YEARS.from; year <= YEARS.to; year += 1) {
		for (const [day, ar, en] of FIXED_DAYS) rows.push({ on: `${year}-${day}`, ar, en, source: FIXED });
	}
	return rows;
}

function islamicHolidays(): HolidayRow[] {
	return hijriDays(YEARS.from, YEARS.to).flatMap(({ date, month, day }) => {
		const name = ISLAMIC_DAYS[`${month}-${day}`];
		return name ? [{ on: date, ar: name[0], en: name[1], source: COMPUTED }] : [];
	});
}

/** Public holidays 2023-2028; a day that is two of them keeps the fixed name. */
export const holidays: readonly HolidayRow[] = [
	...new Map([...islamicHolidays(), ...fixedHolidays()].map((row) => [row.on, row])).values(),
].sort((a, b) => (a.on < b.on ? -1 : 1));

const PROPOSAL = 'Starting proposal of the KPI dictionary; the ministry sets the value in force.';
const PERCENT_SINCE = '2020-01-01';

/** In percent of the measure; for K-B7 of the person target to date. */
export const thresholds: readonly ThresholdRow[] = [
	{ kpi: 'K-D1', good: 95, watch: 85, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-D2', good: 90, watch: 75, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-D3', good: 80, watch: 60, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-D4', good: 5, watch: 10, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-D5', good: 98, watch: 90, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-B6', good: 0.7, watch: 0.5, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-R2', good: 85, watch: 70, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-R3', good: 95, watch: 85, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-O4', good: 95, watch: 80, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-O5', good: 80, watch: 60, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{ kpi: 'K-O11', good: 80, watch: 60, startsOn: PERCENT_SINCE, source: PROPOSAL },
	{
		kpi: 'K-B7',
		good: 95,
		watch: 80,
		startsOn: PERCENT_SINCE,
		source: `${PROPOSAL} Attainment of the person target to date, as K-O4.`,
	},
];
