import type { Text } from '#lib/i18n/text.ts';

/** An outcome that programs of a kind measure; values in the unit itself, ranges from which a program draws. */
export interface Measure {
	readonly name: Text;
	readonly unit: Text;
	readonly direction: 'increase' | 'reduce';
	readonly ratio: boolean;
	readonly baseline: readonly [number, number];
	readonly target: readonly [number, number];
	readonly test: Text;
}

const PERCENT: Text = { ar: 'بالمئة', en: 'percent' };

const share = (
	ar: string,
	en: string,
	baseline: readonly [number, number],
	target: readonly [number, number],
	test: Text,
): Measure => ({
	name: { ar, en },
	unit: PERCENT,
	direction: 'increase',
	ratio: true,
	baseline,
	target,
	test,
});

export const sufficiency = share(
	'أسر أفادت بكفاية المساعدة حتى نهاية الشهر',
	'Families saying the help lasted the month',
	[48, 62],
	[72, 84],
	{
		ar: 'تجيب الأسرة بنعم في اتصال المتابعة آخر الشهر.',
		en: 'The family says yes in the follow-up call at the end of the month.',
	},
);

export const waitingDays: Measure = {
	name: { ar: 'متوسط أيام الانتظار من الطلب إلى التسليم', en: 'Mean days from request to delivery' },
	unit: { ar: 'يوم', en: 'days' },
	direction: 'reduce',
	ratio: false,
	baseline: [13, 20],
	target: [5, 8],
	test: {
		ar: 'يُحسب من تاريخ قيد الطلب إلى تاريخ التسليم الموقع.',
		en: 'Counted from the day the request is recorded to the signed delivery.',
	},
};

export const attendance = share('نسبة المواظبة على الحضور', 'Regular attendance', [62, 74], [84, 92], {
	ar: 'حضور أربع جلسات من كل خمس على الأقل.',
	en: 'Attending at least four sessions of five.',
});

export const passed = share(
	'طلبة تحسنت درجاتهم بين الفصلين',
	'Pupils whose marks rose between terms',
	[44, 56],
	[68, 80],
	{
		ar: 'ارتفاع معدل المواد المدعومة خمس درجات فأكثر.',
		en: 'The mean of the supported subjects rises by five marks or more.',
	},
);

export const completed = share(
	'نسبة من أتموا البرنامج',
	'Participants completing the course',
	[58, 70],
	[80, 90],
	{
		ar: 'استيفاء شرط الإتمام المكتوب قبل بدء البرنامج.',
		en: 'Meeting the completion rule written before the course began.',
	},
);

export const earning = share(
	'مشاركات لهن دخل من مشروعهن بعد ستة أشهر',
	'Participants with income from their work after six months',
	[18, 28],
	[42, 55],
	{
		ar: 'بيع موثق في ثلاثة أشهر متتالية.',
		en: 'Documented sales in three months in a row.',
	},
);

export const controlled = share(
	'مرضى انتظمت قراءاتهم خلال ثلاثة أشهر',
	'Patients with steady readings over three months',
	[40, 52],
	[64, 75],
	{
		ar: 'قراءتان متتاليتان ضمن الحد الذي وضعه الطبيب.',
		en: 'Two readings in a row within the limit set by the doctor.',
	},
);

export const independence = share(
	'مستفيدون ارتفع مستوى استقلالهم',
	'People whose independence rose',
	[30, 42],
	[55, 68],
	{
		ar: 'تحسن درجة واحدة على الأقل في سلم الأنشطة اليومية.',
		en: 'At least one step up on the scale of daily activities.',
	},
);

export const satisfaction = share('رضا المستفيدين', 'Satisfied participants', [70, 78], [86, 93], {
	ar: 'إجابة بأربع أو خمس على سؤال من خمس درجات.',
	en: 'An answer of four or five on a five-point question.',
});

export const knowledge = share(
	'مشاركون تحسنت معرفتهم بعد اللقاء',
	'Participants knowing more after the session',
	[50, 60],
	[75, 86],
	{
		ar: 'إجابتان صحيحتان أكثر في الاختبار البعدي.',
		en: 'Two more correct answers in the test afterwards.',
	},
);

export const returning = share(
	'متطوعون عادوا إلى نشاط ثانٍ',
	'Volunteers returning to a second activity',
	[35, 45],
	[58, 70],
	{
		ar: 'مشاركة ثانية خلال تسعين يومًا.',
		en: 'A second activity within ninety days.',
	},
);
