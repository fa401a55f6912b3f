import { ACTION_LABEL } from '#lib/access/words.ts';
import type { Text } from '#lib/i18n/text.ts';

/** What was done, for every action that is written into the trail. An action of the grants without words here has those of the grant. */
const ACT_LABEL: Readonly<Record<string, Text>> = {
	seed: { ar: 'زرع البيانات التجريبية', en: 'Demo data planted' },
	rollup: { ar: 'إعادة حساب المجاميع', en: 'Totals computed again' },
	'account.sign-in': { ar: 'تسجيل دخول', en: 'Signed in' },
	'account.setup': { ar: 'تعيين كلمة المرور أول مرة', en: 'First password set' },
	'account.setup-code': { ar: 'إصدار رمز لأول مدير حسابات', en: 'Code for the first administrator issued' },
	'account.write': { ar: 'تغيير حساب', en: 'Account changed' },
	'own.account': { ar: 'تغيير في الحساب الشخصي', en: 'Own account changed' },
	'own.views': { ar: 'تغيير العروض المحفوظة', en: 'Saved views changed' },
	'portfolio.write': { ar: 'إسناد جمعيات إلى موظف', en: 'Societies assigned to an officer' },
	'settings.apply': { ar: 'سريان تغيير مؤرخ في القوائم', en: 'Dated change of a list took effect' },
	'settings.write': { ar: 'تغيير إعداد', en: 'Setting changed' },
	'society.write': { ar: 'تغيير في سجل الجمعيات', en: 'Register of societies changed' },
	'program.write': { ar: 'تغيير في سجل البرامج', en: 'Register of programs changed' },
	'proposal.write': { ar: 'اقتراح من جمعية', en: 'Proposal of a society' },
	'proposal.decide': { ar: 'البت في مقترح', en: 'Proposal decided' },
	'program.judge': { ar: 'إبداء تقدير لسير برنامج', en: 'Program judged' },
	'report.write': { ar: 'إرسال تقرير', en: 'Report submitted' },
	'report.verify': { ar: 'اعتماد تقرير', en: 'Report verified' },
	'report.return': { ar: 'إعادة تقرير للتعديل', en: 'Report returned' },
	'report.reopen': { ar: 'إعادة فتح تقرير معتمد', en: 'Verified report reopened' },
	'reminder.send': { ar: 'تذكير جمعية بتقاريرها', en: 'Society reminded of its reports' },
	'outbox.send': { ar: 'إعادة إرسال رسالة', en: 'Mail sent again' },
	'own.notices': { ar: 'تغيير بريد الإشعارات', en: 'Address of the notices changed' },
	'report.import': { ar: 'استيراد تقارير', en: 'Reports imported' },
	'import.undo': { ar: 'التراجع عن دفعة مستوردة', en: 'Imported batch taken back' },
	'period.open': { ar: 'فتح فترة للتقارير', en: 'Period opened for reporting' },
	'file.sweep': { ar: 'حذف ملفات لم تُرسل مع تقرير', en: 'Files removed that no report was sent with' },
	'society.export': { ar: 'تنزيل جمعيات', en: 'Societies downloaded' },
	'program.export': { ar: 'تنزيل برامج', en: 'Programs downloaded' },
	'report.export': { ar: 'تنزيل تقارير', en: 'Reports downloaded' },
	'kpi.export': { ar: 'تنزيل مؤشر', en: 'Measure downloaded' },
	'audit.export': { ar: 'تنزيل سجل التدقيق', en: 'Audit trail downloaded' },
};

/** What an entry is about. */
const OBJECT_LABEL: Readonly<Record<string, Text>> = {
	society: { ar: 'جمعية', en: 'Society' },
	program: { ar: 'برنامج', en: 'Program' },
	report: { ar: 'تقرير', en: 'Report' },
	stored_file: { ar: 'ملف', en: 'File' },
	proposal: { ar: 'مقترح', en: 'Proposal' },
	indicator: { ar: 'مؤشر برنامج', en: 'Indicator of a program' },
	account: { ar: 'حساب', en: 'Account' },
	board_term: { ar: 'دورة مجلس إدارة', en: 'Board term' },
	board_member: { ar: 'عضو مجلس إدارة', en: 'Board member' },
	contact: { ar: 'جهة اتصال', en: 'Contact' },
	kpi_threshold: { ar: 'حد مؤشر', en: 'Threshold of a measure' },
	kpi_target: { ar: 'مستهدف مؤشر', en: 'Target of a measure' },
	period_rule: { ar: 'قاعدة مواعيد', en: 'Period rule' },
	holiday: { ar: 'عطلة', en: 'Holiday' },
	period: { ar: 'فترة تقارير', en: 'Reporting period' },
	deadline_exception: { ar: 'استثناء من موعد', en: 'Exception to a deadline' },
	decision_limit: { ar: 'حد قرار', en: 'Limit of a decision' },
	substitution: { ar: 'نيابة في المراجعة', en: 'Substitution in reviewing' },
	reference_change: { ar: 'تغيير في قائمة مرجعية', en: 'Change of a reference list' },
	society_link: { ar: 'دمج أو انفصال', en: 'Merger or split' },
	category: { ar: 'نوع جمعيات', en: 'Category of societies' },
	governorate: { ar: 'محافظة', en: 'Governorate' },
	town: { ar: 'بلدة', en: 'Town' },
	sector: { ar: 'قطاع', en: 'Sector' },
	segment: { ar: 'فئة', en: 'Segment' },
	age_band: { ar: 'شريحة عمرية', en: 'Age band' },
	aid_type: { ar: 'نوع مساعدة', en: 'Type of aid' },
	unit: { ar: 'وحدة', en: 'Unit' },
	pack: { ar: 'قيم البلد', en: 'Country values' },
	portfolio: { ar: 'محفظة موظف', en: 'Officer’s portfolio' },
	saved_view: { ar: 'عرض محفوظ', en: 'Saved view' },
	table_choice: { ar: 'أعمدة جدول', en: 'Columns of a table' },
	setup_token: { ar: 'رمز الإعداد', en: 'Setup code' },
	import_batch: { ar: 'دفعة مستوردة', en: 'Imported batch' },
	mail: { ar: 'رسالة بريد', en: 'Mail' },
	export: { ar: 'ملف منزّل', en: 'Downloaded file' },
	seed: { ar: 'بيانات تجريبية', en: 'Demo data' },
	rollup: { ar: 'مجاميع', en: 'Totals' },
};

/** What a role is called in the trail. */
export const ROLE_LABEL: Readonly<Record<string, Text>> = {
	leadership: { ar: 'القيادة', en: 'Leadership' },
	officer: { ar: 'موظف متابعة', en: 'Officer' },
	society: { ar: 'ممثل جمعية', en: 'Society' },
	auditor: { ar: 'مدقق', en: 'Auditor' },
	admin: { ar: 'مدير النظام', en: 'Administrator' },
	operator: { ar: 'مشغّل النظام', en: 'Operator' },
};

const own = (words: Readonly<Record<string, Text>>, key: string): Text | undefined =>
	Object.hasOwn(words, key) ? words[key] : undefined;

/** The words of an action of the trail; undefined for one that nothing writes any more. */
export function actLabel(action: string): Text | undefined {
	return own(ACT_LABEL, action) ?? own(ACTION_LABEL, action);
}

/** The words of an object type. */
export function objectLabel(type: string): Text | undefined {
	return own(OBJECT_LABEL, type);
}

/** Actions a reader can filter by, in the order of their words. */
export const ACTS: readonly string[] = Object.keys(ACT_LABEL);

/** Object types a reader can filter by. */
export const OBJECTS: readonly string[] = Object.keys(OBJECT_LABEL);

const SERVER: Text = { ar: 'الخادم، كل ليلة', en: 'The server, every night' };

/** Who walked the chain: the server itself, a person by name, or only by role. */
export function verifierOf(by: { readonly role: string } | null, name: Text | null): Text {
	if (!by) return SERVER;
	return name ?? own(ROLE_LABEL, by.role) ?? { ar: by.role, en: by.role };
}
