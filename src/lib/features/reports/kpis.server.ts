import { sql } from 'kysely';
import type { Excluded, Kpi } from '#lib/kpi/define.ts';
import type { Filter } from '#lib/kpi/filter.ts';
import type { Text } from '#lib/i18n/text.ts';
import { moneyKpis } from './moneykpis.server.ts';
import { reviewKpis } from './reviewkpis.server.ts';
import { handedIn } from './rows.server.ts';
import { counted, expectedSet, outside } from './sets.server.ts';

const notDue: Excluded = {
	set: expectedSet('not_due', { ar: 'تقارير لم يحن موعدها', en: 'Reports not yet due' }),
	reason: {
		ar: 'لم يحن موعد تسليمها حتى هذا اليوم، فلا تُحسب واردة ولا ناقصة.',
		en: 'Their due date has not come by this day, so they count neither as received nor as missing.',
	},
};

/** Reports due and not received, for the needs-attention list and its evidence. */
const notReceived = expectedSet('not_received', { ar: 'تقارير لم تصل', en: 'Reports not received' });

/** Reports due that are in the figures: what every sum is made of. */
const inFigures = expectedSet('counted', { ar: 'تقارير داخلة في الأرقام', en: 'Reports in the figures' });

const due = expectedSet('due', { ar: 'تقارير مستحقة', en: 'Reports due' });
const noneDue: Text = {
	ar: 'لا تقارير مستحقة ضمن المرشحات؛ لا مجموعة متوقعة للبيانات التاريخية المستوردة.',
	en: 'No report was due within the filters; imported history has no expected set.',
};

/** Reports that left their author's hands here; imported history was decided elsewhere. */
const reviewed = (filter: Filter) => sql`t.import_batch_id is null and ${handedIn(filter)}`;
/** The decisions on a report by the filter's day: verified, or returned for correction. */
const decisions = ({ asOf }: Filter) => sql`review_event d where d.report_id = t.id
	and +d.kind in ('verified', 'returned') and ${asOf ? sql`+d.at < ${asOf.until}` : sql`true`}`;
/** What the first decision was; null while there is none. */
const firstDecision = (filter: Filter) =>
	sql`(select d.kind from ${decisions(filter)} order by d.at, d.id limit 1)`;
const decided = counted(
	{
		name: 'decided',
		test: (filter) => sql`${reviewed(filter)} and ${firstDecision(filter)} is not null`,
	},
	{ ar: 'تقارير صدر فيها قرار أول', en: 'Reports with a first decision' },
);
const acceptedFirst = counted(
	{
		name: 'accepted_first',
		test: (filter) => sql`${reviewed(filter)} and ${firstDecision(filter)} = 'verified'`,
	},
	{ ar: 'تقارير اعتُمدت من المرة الأولى', en: 'Reports accepted the first time' },
);
const returnedFirst = counted(
	{
		name: 'returned_first',
		test: (filter) => sql`${reviewed(filter)} and ${firstDecision(filter)} = 'returned'`,
	},
	{ ar: 'تقارير أُعيدت للتعديل أولًا', en: 'Reports returned first' },
);
const undecided = outside(
	{
		name: 'undecided',
		test: (filter) => sql`${reviewed(filter)} and ${firstDecision(filter)} is null`,
	},
	{ ar: 'تقارير تنتظر القرار الأول', en: 'Waiting for their first decision' },
	{
		ar: 'أُرسلت ولم يصدر فيها قرار بعد، فلا تُحسب مقبولة ولا مُعادة.',
		en: 'Submitted and not decided yet, so they count neither as accepted nor as returned.',
	},
);
const broughtIn = outside(
	{ name: 'brought_in', test: (filter) => sql`t.import_batch_id is not null and ${handedIn(filter)}` },
	{ ar: 'تقارير من بيانات مستوردة', en: 'Reports of imported data' },
	{
		ar: 'راجعتها جهة أخرى قبل استيرادها، ولا يُعرف هل أُعيدت.',
		en: 'Reviewed elsewhere before they were imported; whether they were ever returned is not known.',
	},
);

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
		also: [notReceived, inFigures],
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
		id: 'K-D3',
		label: { ar: 'نسبة القبول من المرة الأولى', en: 'Accepted first time' },
		help: {
			ar: 'تقارير أشهر الفترة التي اعتُمدت دون أن تُعاد قبل ذلك، من تقاريرها التي صدر فيها قرار أول: اعتماد أو إعادة للتعديل.',
			en: 'Reports of the period’s months that were verified without having been returned before, among those that received a first decision: verified or returned.',
		},
		formula: {
			ar: 'التقارير المعتمدة من المرة الأولى ÷ التقارير التي صدر فيها قرار أول',
			en: 'Reports accepted the first time ÷ reports with a first decision',
		},
		unit: 'percent',
		better: 'up',
		numerator: acceptedFirst,
		denominator: decided,
		also: [returnedFirst],
		excluded: [undecided, broughtIn],
		cuts: ['month', 'category', 'governorate', 'sector'],
		whenEmpty: {
			ar: 'لم يصدر قرار في أي تقرير ضمن المرشحات.',
			en: 'No report within the filters received a decision.',
		},
	},
	...reviewKpis,
	...moneyKpis,
];
