import type { Format } from '#lib/i18n/format.ts';
import type { Problem } from '#lib/platform/errors.ts';
import { whyCell } from './cells.ts';
import { kindOf } from './cellvalues.ts';
import type { Rule } from './checks.ts';
import type { Finding } from './form.ts';

/** A finding's numbers as texts of the reader's language. */
interface Said {
	/** A value in its cell's own unit. */
	of(name: string): string;
	count(name: string): string;
	money(name: string): string;
	text(name: string): string;
	month(name: string): string;
}

type Words = Readonly<Record<Rule, (said: Said) => string>>;

const AR: Words = {
	unreadable: () => 'لم نتمكن من قراءة هذا الرقم. اكتبوا أرقامًا فقط.',
	ambiguous: (s) => `قد يعني هذا ${s.text('a')} أو ${s.text('b')}. اكتبوا الرقم بلا فاصلة آلاف.`,
	negative: () => 'لا يُقبل هنا رقم سالب. اكتبوا الرقم بلا إشارة.',
	too_large: () => 'الرقم أكبر مما يمكن أن يقع. راجعوا عدد الأصفار.',
	fraction: () => 'يُكتب هنا عدد صحيح بلا كسور.',
	decimals: () => 'في الرقم خانات عشرية أكثر من المسموح. قرّبوه.',
	missing: () => 'هذه الخانة مطلوبة. اكتبوا رقمًا، أو صفرًا، أو بيّنوا أنها لا تنطبق.',
	nothing_with_values: () => 'وقّعتم على أنه لا يوجد ما يُبلَّغ، وفي هذه الخانة قيمة. احذفوها أو ألغوا التوقيع.',
	new_over_people: (s) =>
		`المستفيدون لأول مرة (${s.count('fresh')}) أكثر من جميع المستفيدين (${s.count('people')}). صحّحوا أحدهما.`,
	ratio_half: () => 'للنسبة جزءان. اكتبوا الجزء الناقص.',
	ratio_zero: () => 'لا تُقسم النسبة على صفر. اكتبوا عدد الجميع، أو بيّنوا أنها لا تنطبق.',
	value_without_quantity: () => 'ذكرتم قيمة بلا كمية. اكتبوا الكمية المسلّمة.',
	hours_without_volunteers: () => 'ذكرتم ساعات تطوع بلا متطوعين. اكتبوا عدد المتطوعين.',
	hours_impossible: (s) =>
		`لا يمكن لهذا العدد من المتطوعين أن يقدّم أكثر من ${s.count('most')} ساعة. راجعوا الساعات.`,
	reach_above_population: (s) =>
		`المستفيدون (${s.count('people')}) أكثر من سكان أماكن البرنامج (${s.count('population')}). صحّحوا العدد.`,
	outlier: (s) =>
		`القيمة ${s.of('value')} خارج المعتاد (من ${s.of('low')} إلى ${s.of('high')}). صحّحوها، أو اذكروا السبب ليظهر للمراجع.`,
	above_peers: (s) =>
		`عدد المستفيدين (${s.count('people')}) أكبر كثيرًا مما تبلغه برامج المجال عادةً (${s.count('peers')}). صحّحوه أو اذكروا السبب.`,
	reach_high: (s) =>
		`عدد المستفيدين (${s.count('people')}) كبير قياسًا إلى سكان أماكن البرنامج (${s.count('population')}). صحّحوه أو اذكروا السبب.`,
	over_budget: (s) =>
		`الإنفاق (${s.money('spend')}) أعلى كثيرًا من موازنة الفترة (${s.money('budget')}). صحّحوه أو اذكروا السبب.`,
	cost_change: (s) =>
		`كلفة المستفيد ${s.money('cost')}، والمعتاد ${s.money('usual')}. تأكدوا من الإنفاق والأعداد.`,
	same_as_last: (s) => `كل الأرقام مطابقة لأرقام ${s.month('period')}. تأكدوا أنها أرقام هذه الفترة.`,
	spend_without_people: () => 'سُجّل إنفاق بلا مستفيدين. تأكدوا من الأعداد.',
};

const EN: Words = {
	unreadable: () => 'This number could not be read. Type digits only.',
	ambiguous: (s) =>
		`This could mean ${s.text('a')} or ${s.text('b')}. Type it without a thousands separator.`,
	negative: () => 'A negative number is not accepted here. Type it without the sign.',
	too_large: () => 'The number is larger than can be. Check the zeros.',
	fraction: () => 'A whole number goes here, without decimals.',
	decimals: () => 'The number has more decimals than allowed. Round it.',
	missing: () => 'This cell is required. Type a number, a zero, or mark that it does not apply.',
	nothing_with_values: () =>
		'You signed that there is nothing to report, but this cell holds a value. Empty it, or withdraw the signature.',
	new_over_people: (s) =>
		`People reached for the first time (${s.count('fresh')}) exceed all people (${s.count('people')}). Correct one of them.`,
	ratio_half: () => 'A ratio has two parts. Type the missing one.',
	ratio_zero: () =>
		'A ratio cannot be divided by zero. Type the number of all, or mark that it does not apply.',
	value_without_quantity: () => 'A value is given without a quantity. Type what was handed out.',
	hours_without_volunteers: () =>
		'Volunteer hours are given without volunteers. Type the number of volunteers.',
	hours_impossible: (s) =>
		`So many volunteers cannot give more than ${s.count('most')} hours. Check the hours.`,
	reach_above_population: (s) =>
		`The people reached (${s.count('people')}) exceed the residents of the program’s places (${s.count('population')}). Correct the number.`,
	outlier: (s) =>
		`${s.of('value')} is outside what is usual (${s.of('low')} to ${s.of('high')}). Correct it, or give the reason for the reviewer to see.`,
	above_peers: (s) =>
		`The people reached (${s.count('people')}) far exceed what programs of the sector usually reach (${s.count('peers')}). Correct it or give the reason.`,
	reach_high: (s) =>
		`The people reached (${s.count('people')}) are many for the residents of the program’s places (${s.count('population')}). Correct it or give the reason.`,
	over_budget: (s) =>
		`The spending (${s.money('spend')}) is far above the period’s budget (${s.money('budget')}). Correct it or give the reason.`,
	cost_change: (s) =>
		`The cost per person is ${s.money('cost')}, usually ${s.money('usual')}. Check spending and people.`,
	same_as_last: (s) => `Every figure equals that of ${s.month('period')}. Make sure they are this period’s.`,
	spend_without_people: () => 'Spending is recorded without people. Check the numbers.',
};

/** A number of a cell in its unit. */
function valueText(cell: string | null, value: number, format: Format): string {
	const kind = cell ? kindOf(cell) : 'whole';
	if (kind === 'money') return format.moneyText(value);
	if (kind !== 'milli') return format.integer(value);
	const places = value % 1000 === 0 ? 0 : value % 100 === 0 ? 1 : 3;
	return format.decimal(value / 1000, places);
}

/** What a check found, with what to do about it, in the reader's language and digits. */
export function findingText({ rule, cell, facts }: Finding, format: Format): string {
	const words = (format.settings.locale === 'ar' ? AR : EN)[rule as Rule] as Words[Rule] | undefined;
	const number = (name: string) => Number(facts[name] ?? 0);
	return (
		words?.({
			of: (name) => valueText(cell, number(name), format),
			count: (name) => format.integer(number(name)),
			money: (name) => format.moneyText(number(name)),
			text: (name) => format.plain(String(facts[name] ?? '')),
			month: (name) => format.monthYear(String(facts[name])),
		}) ?? rule
	);
}

/** What keeps a report from being submitted, placed where it is mended: at the cell, or at its missing reason. */
export function problemsOf(
	findings: readonly Finding[],
	formats: Readonly<Record<'ar' | 'en', Format>>,
): Problem[] {
	return findings.map((finding) => {
		const { rule, severity, cell } = finding;
		const text = { ar: findingText(finding, formats.ar), en: findingText(finding, formats.en) };
		return { place: severity === 'justify' ? whyCell(rule, cell ?? '') : (cell ?? ''), text };
	});
}
