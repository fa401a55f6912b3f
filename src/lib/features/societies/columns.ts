import { defineTable, type Column, type Table } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';

/** Legal status of a society, with the words used everywhere. */
export const STATUS_LABEL: Record<string, Text> = {
	active: { ar: 'نشطة', en: 'Active' },
	suspended: { ar: 'موقوفة', en: 'Suspended' },
	temporary_board: { ar: 'تحت إدارة مؤقتة', en: 'Under a temporary board' },
	merged: { ar: 'مدمجة', en: 'Merged' },
	dissolved: { ar: 'منحلة', en: 'Dissolved' },
};

/** One society as known on a day. */
export interface SocietyRow {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly registration: string | null;
	readonly category: string;
	readonly categoryAr: string;
	readonly categoryEn: string;
	readonly governorate: string;
	readonly governorateAr: string;
	readonly governorateEn: string;
	readonly townAr: string | null;
	readonly townEn: string | null;
	readonly foundedOn: string | null;
	/** Status on the day asked for. */
	readonly status: string;
	/** Last day of the newest regular board term that began by that day. */
	readonly boardUntil: string | null;
	readonly boardInTerm: number;
	/** People on the board in office on the day; null where nobody was recorded. */
	readonly boardMembers: number | null;
	readonly hasActivity: number;
	readonly programs: number;
}

/** A column for one side of a bilingual pair `xAr` / `xEn` with its reference code `x`. */
export function namedColumn<
	Key extends string,
	Row extends Record<Key, string> & Record<`${Key}Ar` | `${Key}En`, string>,
>(key: Key, header: string, label: Text): Column<Row> {
	return {
		key: header,
		label,
		type: 'text',
		value: (row, locale) => {
			const names: Record<`${Key}Ar` | `${Key}En`, string> = row;
			return names[locale === 'ar' ? (`${key}Ar` as const) : (`${key}En` as const)];
		},
		code: (row) => row[key],
		sort: [`${key}Ar`, `${key}En`],
	};
}

/** The society a row belongs to, leading to its page. */
export function societyColumn<
	Row extends { societyId: number; societyAr: string; societyEn: string },
>(): Column<Row> {
	return {
		key: 'society',
		label: { ar: 'الجمعية', en: 'Society' },
		type: 'text',
		value: (row, locale) => (locale === 'ar' ? row.societyAr : row.societyEn),
		href: (row) => `/societies/${row.societyId}`,
		sort: ['societyKey', 'societyEn'],
	};
}

const yesNo = (yes: number, locale: string) => (locale === 'ar' ? (yes ? 'نعم' : 'لا') : yes ? 'Yes' : 'No');

/** Societies: register, evidence of registry measures, CSV. */
export const societyTable = defineTable<SocietyRow>({
	id: 'societies',
	title: { ar: 'الجمعيات', en: 'Societies' },
	columns: [
		{
			key: 'society',
			label: { ar: 'الجمعية', en: 'Society' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.nameAr : row.nameEn),
			href: (row) => `/societies/${row.id}`,
			sort: ['societyKey', 'nameEn'],
		},
		{
			key: 'name_ar',
			label: { ar: 'الاسم بالعربية', en: 'Arabic name' },
			type: 'text',
			isFileOnly: true,
			value: (row) => row.nameAr,
		},
		{
			key: 'name_en',
			label: { ar: 'الاسم بالإنجليزية', en: 'English name' },
			type: 'text',
			isFileOnly: true,
			value: (row) => row.nameEn,
		},
		{
			key: 'registration',
			label: { ar: 'رقم القيد', en: 'Registration number' },
			type: 'code',
			value: (row) => row.registration,
			sort: 'registration',
		},
		namedColumn('category', 'category', { ar: 'التصنيف', en: 'Category' }),
		namedColumn('governorate', 'governorate', { ar: 'المحافظة', en: 'Governorate' }),
		{
			key: 'town',
			label: { ar: 'البلدة', en: 'Town' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.townAr : row.townEn),
			sort: ['townAr', 'townEn'],
			isOptional: true,
		},
		{
			key: 'status',
			label: { ar: 'الحالة القانونية', en: 'Legal status' },
			type: 'text',
			value: (row, locale) => STATUS_LABEL[row.status]?.[locale] ?? row.status,
			code: (row) => row.status,
			sort: 'status',
		},
		{
			key: 'founded_on',
			label: { ar: 'تاريخ التأسيس', en: 'Founded on' },
			type: 'date',
			value: (row) => row.foundedOn,
			sort: 'foundedOn',
			isOptional: true,
		},
		{
			key: 'board_until',
			label: { ar: 'نهاية دورة المجلس', en: 'Board term ends' },
			type: 'date',
			value: (row) => row.boardUntil,
			sort: 'boardUntil',
		},
		{
			key: 'board_in_term',
			label: { ar: 'المجلس في دورته', en: 'Board in term' },
			type: 'text',
			value: (row, locale) => yesNo(row.boardInTerm, locale),
			code: (row) => row.boardInTerm,
			sort: 'boardInTerm',
			isOptional: true,
		},
		{
			key: 'board_members',
			label: { ar: 'أعضاء المجلس', en: 'Board members' },
			type: 'integer',
			help: {
				ar: 'أعضاء المجلس القائم في التاريخ؛ الخلية الخالية تعني أن أحدًا لم يُسجَّل.',
				en: 'People on the board in office on the date; an empty cell means that nobody was recorded.',
			},
			value: (row) => row.boardMembers,
			sort: 'boardMembers',
			isOptional: true,
		},
		{
			key: 'active_12_months',
			label: { ar: 'نشاط خلال اثني عشر شهرًا', en: 'Activity in 12 months' },
			type: 'text',
			help: {
				ar: 'تقرير معتمد أو برنامج قائم خلال الاثني عشر شهرًا السابقة.',
				en: 'A verified report or a running program in the previous twelve months.',
			},
			value: (row, locale) => yesNo(row.hasActivity, locale),
			code: (row) => row.hasActivity,
			sort: 'hasActivity',
			isOptional: true,
		},
		{
			key: 'programs',
			label: { ar: 'البرامج', en: 'Programs' },
			type: 'integer',
			value: (row) => row.programs,
			href: (row) => `/programs?society=${row.id}`,
			sort: 'programs',
		},
	],
});

/** One term of a society's board. */
export interface BoardTermRow {
	readonly id: number;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly startsOn: string;
	readonly endsOn: string;
	readonly isTemporary: number;
	/** Number of the decision that appointed it. */
	readonly decision: string | null;
	readonly members: number;
}

/** Board terms: CSV. */
export const boardTermTable = defineTable<BoardTermRow>({
	id: 'board-terms',
	title: { ar: 'دورات مجالس الإدارة', en: 'Board terms' },
	columns: [
		societyColumn(),
		{
			key: 'starts_on',
			label: { ar: 'بداية الدورة', en: 'Begins on' },
			type: 'date',
			value: (row) => row.startsOn,
		},
		{
			key: 'ends_on',
			label: { ar: 'نهاية الدورة', en: 'Ends on' },
			type: 'date',
			value: (row) => row.endsOn,
		},
		{
			key: 'is_temporary',
			label: { ar: 'إدارة مؤقتة', en: 'Temporary board' },
			type: 'text',
			value: (row, locale) => yesNo(row.isTemporary, locale),
			code: (row) => row.isTemporary,
		},
		{
			key: 'decision',
			label: { ar: 'رقم القرار', en: 'Decision' },
			type: 'code',
			value: (row) => row.decision,
		},
		{
			key: 'members',
			label: { ar: 'أعضاء سُجلوا', en: 'Members recorded' },
			type: 'integer',
			value: (row) => row.members,
		},
	],
});

/** The tables of this feature, in the order of the dictionary. */
export const tables: readonly Table<unknown>[] = [societyTable, boardTermTable];
