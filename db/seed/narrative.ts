import type { Locale } from '#lib/i18n/text.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';

/** The written part of a report, in one language as its author wrote it. */
export interface Narrative {
	readonly achievements: string;
	readonly challenges: string;
	readonly next_steps: string;
}

interface Phrases {
	readonly done: readonly string[];
	readonly challenges: readonly string[];
	readonly next: readonly string[];
}

// `{people}` stands after its noun's own phrase, so no number needs a plural form.
const ARABIC: Phrases = {
	done: [
		'بلغ عدد المستفيدين {people} في {place}، ووصلت الخدمة إليهم في مواعيدها.',
		'خدم البرنامج هذه المرة مستفيدين عددهم {people}، معظمهم من {place}.',
		'اكتمل التنفيذ في {place}، وعدد المستفيدين {people} بحسب كشوف الحضور والتسليم.',
		'عدد المستفيدين {people}، وراجعت اللجنة الحالات قبل الصرف حالة حالة.',
		'تعاون معنا متطوعون من أهل {place}، وبلغ عدد المستفيدين {people}.',
		'أُنجز ما خُطط له، وعدد المستفيدين {people}، ووُثقت كل عملية تسليم بتوقيع المستلم.',
		'زار الفريق المستفيدين في بيوتهم، وعددهم {people}، وسجل ملاحظاتهم على الخدمة.',
		'انتظم البرنامج رغم ضيق الوقت، ووصل إلى مستفيدين عددهم {people}.',
	],
	challenges: [
		'ارتفاع أسعار المواد عن الشهر السابق.',
		'تأخر بعض المتبرعين عن سداد التزاماتهم.',
		'قلة المتطوعين في أيام العمل الصباحية.',
		'ازدياد الطلبات عن الطاقة المتاحة، ولدينا قائمة انتظار.',
		'صعوبة الوصول إلى أسر غيّرت عناوينها وأرقامها.',
		'نحتاج إلى قاعة أوسع، ونرجو من الوزارة المساعدة في حجزها.',
		'تداخل مواعيد النشاط مع الامتحانات.',
		'تعطلت سيارة التوزيع أيامًا واستُؤجر بديل عنها.',
		'بعض المستندات المطلوبة من المستفيدين غير مكتملة.',
		'لا تحديات تُذكر هذه المرة.',
	],
	next: [
		'توسيع البرنامج إلى حي مجاور إذا توافر التمويل.',
		'تدريب دفعة جديدة من المتطوعين.',
		'إعادة بحث الحالات القديمة وتحديث بياناتها.',
		'توقيع اتفاق مع مورد ثانٍ لخفض الكلفة.',
		'قياس رضا المستفيدين باتصال هاتفي.',
		'إنهاء قائمة الانتظار قبل نهاية الربع.',
		'التنسيق مع الجمعيات القريبة تفاديًا لتكرار المساعدة.',
		'مواصلة العمل بالوتيرة نفسها.',
	],
};

const ENGLISH: Phrases = {
	done: [
		'We served {people} people in {place}, and the service reached them on time.',
		'The work in {place} is complete: {people} people by the attendance and delivery sheets.',
		'{people} people took part; the committee looked at every case before spending.',
		'Volunteers from {place} worked with us, and {people} people were reached.',
	],
	challenges: [
		'Prices of materials rose since last month.',
		'Too few volunteers on weekday mornings.',
		'More requests than we can meet; there is a waiting list.',
		'We need a larger hall and would welcome the ministry’s help in booking one.',
		'No challenges worth mentioning this time.',
	],
	next: [
		'Extend the program to a neighbouring area if funds allow.',
		'Train a new group of volunteers.',
		'Ask participants how satisfied they are.',
		'Work with nearby societies so that nobody is served twice.',
	],
};

const PHRASES: Readonly<Record<Locale, Phrases>> = { ar: ARABIC, en: ENGLISH };

const CAMPS = { ar: 'مخيمات اللجوء', en: 'the refugee camps' };

/** Societies whose own language at work is English. */
const ENGLISH_FIRST = new Set(['foreign_society', 'foreign_club', 'church', 'friendship']);

/** A report's texts with its own number of people. */
export function narrativeOf(program: Program, people: number, random: Random): Narrative {
	const locale: Locale = random.chance(ENGLISH_FIRST.has(program.society.category) ? 0.85 : 0.04)
		? 'en'
		: 'ar';
	const { done, challenges, next } = PHRASES[locale];
	const place = program.kind.abroad ? CAMPS : program.society.town;
	const achievements = random
		.pick(done)
		.replace('{people}', String(people))
		.replace('{place}', place[locale]);
	return { achievements, challenges: random.pick(challenges), next_steps: random.pick(next) };
}
