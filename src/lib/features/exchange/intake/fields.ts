import type { Text } from '#lib/i18n/text.ts';
import { matchKey } from '#lib/i18n/fold.ts';
import type { ImportKind, Mapping } from './model.ts';

/** Lists whose allowed values the page shows. */
export type FieldList =
	| 'category' | 'governorate' | 'town' | 'sector' | 'segment' | 'ageBand' | 'aidType' | 'unit'
	| 'sex' | 'size' | 'society_status' | 'program_status' | 'frequency'; // prettier-ignore

/** A field a file may fill. */
export interface ImportField {
	readonly key: string;
	readonly label: Text;
	/** Without it no row could be taken in. */
	readonly isNeeded?: true;
	readonly list?: FieldList;
	/** Further headers under which it is found. */
	readonly aliases?: readonly string[];
}

const field = (
	key: string,
	ar: string,
	en: string,
	more: Omit<ImportField, 'key' | 'label'> = {},
): ImportField => ({ key, label: { ar, en }, ...more });

const SOCIETIES: readonly ImportField[] = [
	field('name_ar', 'الاسم بالعربية', 'Arabic name', { isNeeded: true, aliases: ['اسم الجمعية'] }),
	field('name_en', 'الاسم بالإنجليزية', 'English name'),
	field('registration', 'رقم القيد', 'Registration number', {
		aliases: ['رقم التسجيل', 'registration_number'],
	}),
	field('registered_on', 'تاريخ القيد', 'Registered on'),
	field('category', 'التصنيف', 'Category', { list: 'category', aliases: ['نوع الجمعية'] }),
	field('governorate', 'المحافظة', 'Governorate', { list: 'governorate', aliases: ['gov'] }),
	field('town', 'البلدة', 'Town', { list: 'town' }),
	field('status', 'الحالة القانونية', 'Legal status', { list: 'society_status' }),
	field('founded_on', 'تاريخ التأسيس', 'Founded on'),
	field('size_band', 'حجم الجمعية', 'Size', { list: 'size' }),
	field('scope_ar', 'نطاق العمل بالعربية', 'Scope in Arabic'),
	field('scope_en', 'نطاق العمل بالإنجليزية', 'Scope in English'),
	field('email', 'البريد', 'Mail', { aliases: ['e-mail'] }),
	field('phone', 'الهاتف', 'Telephone'),
];

const PROGRAMS: readonly ImportField[] = [
	field('society', 'الجمعية', 'Society', { isNeeded: true, aliases: ['اسم الجمعية'] }),
	field('program', 'البرنامج', 'Program', { isNeeded: true, aliases: ['اسم البرنامج', 'name_ar'] }),
	field('name_en', 'الاسم بالإنجليزية', 'English name', { aliases: ['program_en'] }),
	field('sector', 'القطاع', 'Sector', { list: 'sector' }),
	field('governorate', 'المحافظة', 'Governorate', { list: 'governorate', aliases: ['gov'] }),
	field('segments', 'الفئات المستهدفة', 'Target segments', { list: 'segment', aliases: ['segment'] }),
	field('status', 'الحالة', 'Status', { list: 'program_status' }),
	field('starts_on', 'يبدأ في', 'Starts on', { aliases: ['start_date'] }),
	field('ends_on', 'ينتهي في', 'Ends on', { aliases: ['end_date'] }),
	field('frequency', 'دورية التقارير', 'Reporting frequency', { list: 'frequency' }),
	field('budget', 'الموازنة', 'Budget'),
	field('purpose_ar', 'الغرض بالعربية', 'Purpose in Arabic'),
	field('purpose_en', 'الغرض بالإنجليزية', 'Purpose in English'),
];

const REPORTS: readonly ImportField[] = [
	field('period', 'الفترة', 'Period', { isNeeded: true, aliases: ['الشهر', 'month'] }),
	field('society', 'الجمعية', 'Society'),
	field('program_id', 'رقم البرنامج', 'Program number', { aliases: ['program_code'] }),
	field('program', 'البرنامج', 'Program', { aliases: ['اسم البرنامج'] }),
	field('governorate', 'المحافظة', 'Governorate', { list: 'governorate', aliases: ['gov'] }),
	field('segment', 'الفئة', 'Segment', { list: 'segment', aliases: ['فئة المستفيدين'] }),
	field('sex', 'الجنس', 'Sex', { list: 'sex', aliases: ['gender'] }),
	field('age_band', 'الفئة العمرية', 'Age band', { list: 'ageBand' }),
	field('people', 'الأشخاص', 'People', { aliases: ['عدد الأشخاص'] }),
	field('female', 'إناث', 'Female'),
	field('male', 'ذكور', 'Male'),
	field('people_new', 'منهم جدد', 'Of which new'),
	field('aid_type', 'نوع المساعدة', 'Aid type', { list: 'aidType' }),
	field('unit', 'الوحدة', 'Unit', { list: 'unit' }),
	field('quantity', 'الكمية', 'Quantity'),
	field('value', 'القيمة', 'Value'),
	field('indicator', 'مؤشر النتائج', 'Outcome indicator'),
	field('result', 'نتيجة المؤشر', 'Result'),
	field('numerator', 'بسط النسبة', 'Numerator'),
	field('denominator', 'مقام النسبة', 'Denominator'),
	field('spend', 'الإنفاق', 'Spend', { aliases: ['amount_bd', 'amount'] }),
	field('volunteers', 'المتطوعون', 'Volunteers'),
	field('volunteer_hours', 'ساعات التطوع', 'Volunteer hours'),
	field('achievements', 'أبرز الإنجازات', 'Achievements'),
	field('challenges', 'التحديات', 'Challenges'),
	field('next_steps', 'الخطوات القادمة', 'Next steps'),
	field('no_evidence_reason', 'سبب عدم وجود مرفقات', 'Reason for no evidence'),
	field('reason', 'سبب القيم غير المعتادة', 'Reason for unusual figures'),
];

/** What a file of each kind may say. */
export const FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
	societies: SOCIETIES,
	programs: PROGRAMS,
	reports: REPORTS,
};

const namesOf = ({ key, label, aliases = [] }: ImportField) =>
	[key, label.ar, label.en, `${label.ar} / ${label.en}`, ...aliases].map(headerKey);

/** A header as it is compared: folded, underscores as spaces. */
const headerKey = (header: string): string => matchKey(header.replaceAll('_', ' '));

/** The fields a header row names by itself; no column serves two fields. */
export function autoMatch(kind: ImportKind, headers: readonly string[]): Mapping {
	const keys = headers.map(headerKey);
	const mapping: Record<string, number> = {};
	const taken = new Set<number>();
	for (const one of FIELDS[kind]) {
		const names = namesOf(one);
		const at = keys.findIndex((key, i) => key !== '' && !taken.has(i) && names.includes(key));
		if (at < 0) continue;
		mapping[one.key] = at;
		taken.add(at);
	}
	return mapping;
}

/** Names a header row, so that the same columns are recognised next time. */
export const headersKey = (headers: readonly string[]): string => headers.map(headerKey).join('|');
