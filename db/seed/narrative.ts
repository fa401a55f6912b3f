import type { Locale } from '#lib/i18n/text.ts';
import { handsOver } from './kinds/kind.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';

/** The written part of a report, in one language as its author wrote it. */
export interface Narrative {
	readonly achievements: string;
	readonly challenges: string;
	readonly next_steps: string;
}

/** Sentences for any program, for one that hands things over, and for one that works with people. */
interface Sentences {
	readonly any: readonly string[];
	readonly aid: readonly string[];
	readonly work: readonly string[];
}

type Phrases = Readonly<Record<'done' | 'challenges' | 'next', Sentences>>;

// `{people}` stands after its noun's own phrase, so no number needs a plural form.
const ARABIC: Phrases = {
	done: {
		any: [
			'بلغ عدد المستفيدين {people} في {place}، ووصلت الخدمة إليهم في مواعيدها.',
			'خدم البرنامج هذه المرة مستفيدين عددهم {people}، معظمهم من {place}.',
			'أُنجز ما خُطط له، وعدد المستفيدين {people}.',
			'تعاون معنا متطوعون من {place}، وبلغ عدد المستفيدين {people}.',
			'انتظم البرنامج رغم ضيق الوقت، ووصل إلى مستفيدين عددهم {people}.',
		],
		aid: [
			'اكتمل التسليم في {place}، وعدد المستفيدين {people} بحسب الكشوف الموقعة.',
			'عدد المستفيدين {people}، وراجعت اللجنة الحالات قبل الصرف حالة حالة.',
			'زار الفريق المستفيدين في بيوتهم، وعددهم {people}، وسجل ملاحظاتهم.',
		],
		work: [
			'اكتمل التنفيذ في {place}، وعدد المستفيدين {people} بحسب كشوف الحضور.',
			'زاد الإقبال عن المتوقع، وبلغ عدد المستفيدين {people}.',
			'انتظم الحضور في المواعيد كلها، وعدد المستفيدين {people}.',
		],
	},
	challenges: {
		any: [
			'تأخر بعض المتبرعين عن سداد التزاماتهم.',
			'قلة المتطوعين في أيام العمل الصباحية.',
			'ازدياد الطلبات عن الطاقة المتاحة، ولدينا قائمة انتظار.',
			'لا تحديات تُذكر هذه المرة.',
		],
		aid: [
			'ارتفاع أسعار المواد عن الشهر السابق.',
			'صعوبة الوصول إلى أسر غيّرت عناوينها وأرقامها.',
			'تعطلت سيارة التوزيع أيامًا واستُؤجر بديل عنها.',
			'بعض المستندات المطلوبة من المستفيدين غير مكتملة.',
		],
		work: [
			'نحتاج إلى قاعة أوسع، ونرجو من الوزارة المساعدة في حجزها.',
			'تداخل بعض المواعيد مع الامتحانات والإجازات.',
			'اعتذار أحد المحاضرين قبل الموعد بيومين.',
			'صعوبة توفير المواصلات لبعض المشاركين.',
		],
	},
	next: {
		any: [
			'توسيع البرنامج إلى حي مجاور إذا توافر التمويل.',
			'تدريب دفعة جديدة من المتطوعين.',
			'قياس رضا المستفيدين باتصال هاتفي.',
			'إنهاء قائمة الانتظار قبل نهاية الربع.',
			'مواصلة العمل بالوتيرة نفسها.',
		],
		aid: [
			'إعادة بحث الحالات القديمة وتحديث بياناتها.',
			'توقيع اتفاق مع مورد ثانٍ لخفض الكلفة.',
			'التنسيق مع الجمعيات القريبة تفاديًا لتكرار المساعدة.',
		],
		work: [
			'فتح موعد مسائي لمن لا يستطيع الحضور نهارًا.',
			'إعداد دليل مختصر للمشاركين.',
			'دعوة مدرسة قريبة إلى المشاركة.',
		],
	},
};

const ENGLISH: Phrases = {
	done: {
		any: [
			'We served {people} people in {place}, and the service reached them on time.',
			'Volunteers from {place} worked with us, and {people} people were reached.',
		],
		aid: ['{people} people were served; the committee looked at every case before spending.'],
		work: ['The work in {place} is complete: {people} people by the attendance sheets.'],
	},
	challenges: {
		any: [
			'Too few volunteers on weekday mornings.',
			'More requests than we can meet; there is a waiting list.',
			'No challenges worth mentioning this time.',
		],
		aid: ['Prices of materials rose since last month.'],
		work: ['We need a larger hall and would welcome the ministry’s help in booking one.'],
	},
	next: {
		any: [
			'Extend the program to a neighbouring area if funds allow.',
			'Train a new group of volunteers.',
			'Ask participants how satisfied they are.',
		],
		aid: ['Work with nearby societies so that nobody is served twice.'],
		work: ['Open an evening session for those who cannot come by day.'],
	},
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
	const theme = handsOver(program.kind) ? 'aid' : 'work';
	const say = (sentences: Sentences) => random.pick([...sentences.any, ...sentences[theme]]);
	const place = program.kind.abroad ? CAMPS : program.society.town;
	const achievements = say(done).replace('{people}', String(people)).replace('{place}', place[locale]);
	return { achievements, challenges: say(challenges), next_steps: say(next) };
}
