import type { Excluded, Kpi } from '#lib/kpi/define.ts';
import type { Text } from '#lib/i18n/text.ts';
import { moneyKpis } from './moneykpis.server.ts';
import { expectedSet } from './sets.server.ts';

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

const shared = { version: 1, since: '2026-01-01', moment: 'period' } as const;

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
	...moneyKpis,
];
