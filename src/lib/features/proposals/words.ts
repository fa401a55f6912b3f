import type { Text } from '#lib/i18n/text.ts';
import type { CellMark } from '#lib/tables/define.ts';
import type { Act, Kind, State } from './model.ts';

/** What a proposal asks for, by what it is about. */
export const ASKED: Readonly<Record<Kind, Readonly<Record<Act, Text>>>> = {
	profile: {
		new: { ar: 'بيانات الجمعية', en: 'Profile of the society' },
		edit: { ar: 'تعديل بيانات الجمعية', en: 'Change of the society’s profile' },
		end: { ar: 'بيانات الجمعية', en: 'Profile of the society' },
	},
	contact: {
		new: { ar: 'جهة اتصال جديدة', en: 'New contact' },
		edit: { ar: 'تعديل جهة اتصال', en: 'Change of a contact' },
		end: { ar: 'إنهاء جهة اتصال', en: 'End of a contact' },
	},
	board: {
		new: { ar: 'مجلس إدارة جديد', en: 'New board' },
		edit: { ar: 'مجلس إدارة', en: 'Board' },
		end: { ar: 'مجلس إدارة', en: 'Board' },
	},
	program: {
		new: { ar: 'برنامج جديد', en: 'New program' },
		edit: { ar: 'تعديل برنامج', en: 'Change of a program' },
		end: { ar: 'إنهاء برنامج', en: 'End of a program' },
	},
};

export const STATE_LABEL: Readonly<Record<State, Text>> = {
	proposed: { ar: 'ينتظر القرار', en: 'Waiting' },
	approved: { ar: 'مقبول', en: 'Approved' },
	refused: { ar: 'مرفوض', en: 'Refused' },
	withdrawn: { ar: 'مسحوب', en: 'Withdrawn' },
};

export const STATE_MARK: Readonly<Record<State, CellMark>> = {
	proposed: 'submitted',
	approved: 'verified',
	refused: 'returned',
	withdrawn: 'notdue',
};

/** How a part is read: a word of a list is found by its name, a list of words likewise. */
export type PartType =
	| 'text' | 'date' | 'money' | 'number' | 'flag' | 'word' | 'listed' | 'indicator' | 'members' | 'file'; // prettier-ignore

/** A part's words, and how its value is shown. `list` names where its ids are looked up. */
export interface PartWords {
	readonly label: Text;
	readonly type: PartType;
	readonly list?: ListName;
}

/** Lists whose ids stand in parts. */
export type ListName = 'governorate' | 'town' | 'sector' | 'segment';

const part = (ar: string, en: string, type: PartType = 'text', list?: ListName): PartWords => ({
	label: { ar, en },
	type,
	...(list && { list }),
});

const PARTS: Readonly<Record<string, PartWords>> = {
	nameAr: part('الاسم بالعربية', 'Name in Arabic'),
	nameEn: part('الاسم بالإنجليزية', 'Name in English'),
	on: part('الاسم الجديد من يوم', 'New name from', 'date'),
	isCorrection: part('تصحيح كتابة الاسم', 'Correction of spelling', 'flag'),
	governorate: part('المحافظة', 'Governorate', 'listed', 'governorate'),
	town: part('البلدة', 'Town', 'listed', 'town'),
	scopeAr: part('النطاق بالعربية', 'Scope in Arabic'),
	scopeEn: part('النطاق بالإنجليزية', 'Scope in English'),
	sizeBand: part('الحجم', 'Size', 'word'),
	email: part('البريد', 'E-mail'),
	phone: part('الهاتف', 'Telephone'),
	dutyAr: part('المهمة بالعربية', 'Duty in Arabic'),
	dutyEn: part('المهمة بالإنجليزية', 'Duty in English'),
	from: part('من يوم', 'From', 'date'),
	startsOn: part('يبدأ في', 'Starts on', 'date'),
	endsOn: part('ينتهي في', 'Ends on', 'date'),
	how: part('كيف انتهى', 'How it ended', 'word'),
	decision: part('نص القرار', 'Decision'),
	file: part('ملف القرار', 'File of the decision', 'file'),
	members: part('الأعضاء', 'Members', 'members'),
	purposeAr: part('الغرض بالعربية', 'Purpose in Arabic'),
	purposeEn: part('الغرض بالإنجليزية', 'Purpose in English'),
	sector: part('القطاع', 'Sector', 'listed', 'sector'),
	places: part('الأماكن', 'Places', 'listed', 'governorate'),
	isAbroad: part('خارج البلد', 'Outside the country', 'flag'),
	segments: part('الفئات المستهدفة', 'Target segments', 'listed', 'segment'),
	frequency: part('دورية التقارير', 'Frequency of reports', 'word'),
	budgetMinor: part('الموازنة', 'Budget', 'money'),
};

/** The words of a part; a year's target and an indicator carry what they are of in their key. */
export function partWords(key: string): PartWords {
	const [head, of = ''] = key.split(':');
	if (head === 'target') return part(`مستهدف المستفيدين ${of}`, `Person target ${of}`, 'number');
	if (head === 'indicator') return part('مؤشر', 'Indicator', 'indicator');
	return PARTS[key] ?? part(key, key);
}

/** Words of values that are codes. */
export const VALUE_WORDS: Readonly<Record<string, Text>> = {
	small: { ar: 'صغيرة', en: 'Small' },
	medium: { ar: 'متوسطة', en: 'Medium' },
	large: { ar: 'كبيرة', en: 'Large' },
	monthly: { ar: 'شهرية', en: 'Monthly' },
	quarterly: { ar: 'ربع سنوية', en: 'Quarterly' },
	completed: { ar: 'اكتمل كما خُطط', en: 'Completed as planned' },
	stopped: { ar: 'توقف قبل اكتماله', en: 'Stopped before it was done' },
	increase: { ar: 'زيادة', en: 'Increase' },
	reduce: { ar: 'خفض', en: 'Reduce' },
	linear: { ar: 'خطي', en: 'Linear' },
	seasonal: { ar: 'موسمي', en: 'Seasonal' },
	stepped: { ar: 'متدرج', en: 'Stepped' },
};
