import { csvCell, csvLine, CSV_BOM } from '#lib/tables/csv.ts';
import type { Text } from '#lib/i18n/text.ts';

/** Why a row cannot be taken in, by code; the words are written beside the row for its owner. */
export const REASONS = {
	unit_not_additive: {
		ar: 'النسب المئوية وإجابات نعم أو لا لا تُجمع؛ أرسلوا الأعداد نفسها.',
		en: 'Percentages and yes/no answers cannot be added; send the counts themselves.',
	},
	currency_other: {
		ar: 'المبلغ بعملة غير عملة النظام؛ حوّلوه أولًا.',
		en: 'The amount is not in the currency of this installation; convert it first.',
	},
	value_unreadable: {
		ar: 'ليست القيمة عددًا؛ اكتبوها بالأرقام، والفاصلة العشرية نقطة.',
		en: 'The value is not a number; write digits, with a point before decimals.',
	},
	value_negative: {
		ar: 'القيمة سالبة؛ صححوا الصف الأصلي بدل طرحه.',
		en: 'The value is negative; correct the original row instead of subtracting.',
	},
	value_fraction: {
		ar: 'عدد الأشخاص لا يكون كسرًا.',
		en: 'A number of persons cannot be a fraction.',
	},
	value_too_large: {
		ar: 'العدد أكبر من ألف مليون؛ راجعوه.',
		en: 'The number is above a thousand million; check it.',
	},
	new_above_people: {
		ar: 'عدد الجدد أكبر من عدد الأشخاص.',
		en: 'More new persons than persons.',
	},
	period_unreadable: {
		ar: 'التاريخ أو الشهر غير مقروء بالصيغة المطلوبة.',
		en: 'The date or month is not in the form needed.',
	},
	period_outside: {
		ar: 'الفترة خارج السنوات من 1990 إلى 2199.',
		en: 'The period is outside the years 1990 to 2199.',
	},
	name_missing: { ar: 'الاسم فارغ.', en: 'The name is empty.' },
	sector_unknown: { ar: 'القطاع ليس في القائمة.', en: 'The sector is not on the list.' },
	governorate_unknown: { ar: 'المكان ليس في القائمة.', en: 'The place is not on the list.' },
	segment_unknown: { ar: 'الفئة ليست في القائمة.', en: 'The segment is not on the list.' },
	sex_unknown: { ar: 'الجنس ليس في القائمة.', en: 'The sex is not on the list.' },
	age_band_unknown: { ar: 'الفئة العمرية ليست في القائمة.', en: 'The age band is not on the list.' },
	aid_type_unknown: { ar: 'نوع المساعدة ليس في القائمة.', en: 'The aid type is not on the list.' },
	society_unknown: {
		ar: 'لا توجد جمعية بهذا الاسم في السجل.',
		en: 'The register has no society of this name.',
	},
	name_ambiguous: {
		ar: 'يحمل هذا الاسم أكثر من سجل؛ اكتبوا الاسم باللغة الأخرى.',
		en: 'More than one record has this name; write it in the other language.',
	},
	report_exists: {
		ar: 'لهذا البرنامج تقرير عن هذه الفترة من قبل؛ لا يُستبدل بالاستيراد.',
		en: 'This program already has a report for this period; an import does not replace it.',
	},
} as const satisfies Record<string, Text>;

export type Reason = keyof typeof REASONS;

/** A row that was not taken in: where it is, what stood there, and why. */
export interface Rejection {
	readonly kind: 'rejected';
	readonly row: number;
	readonly column: string;
	/** As found, at most 60 characters. */
	readonly value: string;
	readonly reason: Reason;
}

/** A rejection of a row for what stands in one of its columns. */
export function reject(row: number, column: string, value: string, reason: Reason): Rejection {
	return { kind: 'rejected', row, column, value: value.slice(0, 60), reason };
}

/** How many rows were rejected for which reason, the most frequent first. */
export function countReasons(rejections: readonly Rejection[]): [Reason, number][] {
	const counts = new Map<Reason, number>();
	for (const { reason } of rejections) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
}

/** The rejected rows as CSV text, header first: UTF-8 mark, CRLF, quoted, harmless to spreadsheets. */
export function* rejectedCsv(rejections: readonly Rejection[]): Generator<string> {
	const header = ['row_number', 'column', 'value', 'reason_code', 'reason_ar', 'reason_en'];
	yield CSV_BOM + csvLine(header.map((name) => csvCell(name)));
	for (const { row, column, value, reason } of rejections) {
		const { ar, en } = REASONS[reason];
		const found = [csvCell(row, true), csvCell(column), csvCell(value, true)];
		yield csvLine([...found, ...[reason, ar, en].map((cell) => csvCell(cell))]);
	}
}
