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
	value_missing: { ar: 'هذه الخانة لازمة؛ املؤوها.', en: 'This cell is needed; fill it in.' },
	value_too_long: {
		ar: 'النص أطول من المسموح؛ اختصروه.',
		en: 'The text is longer than allowed; shorten it.',
	},
	number_scientific: {
		ar: 'كتب برنامج الجداول العدد بصيغة علمية فضاعت أرقامه؛ اكتبوه كاملًا.',
		en: 'A spreadsheet wrote the number in scientific notation and lost its digits; write it out in full.',
	},
	number_ambiguous: {
		ar: 'لا يُعرف إن كانت الفاصلة للآلاف أم للكسور؛ اكتبوا العدد بلا فاصلة آلاف، والكسر بعد نقطة.',
		en: 'The comma may mark thousands or decimals; write no thousands mark, and a point before decimals.',
	},
	date_unreadable: {
		ar: 'اكتبوا التاريخ على صورة السنة-الشهر-اليوم.',
		en: 'Write the date as year-month-day.',
	},
	date_in_future: { ar: 'لم يأتِ هذا التاريخ بعد.', en: 'This date has not come yet.' },
	date_order: { ar: 'تاريخ النهاية قبل تاريخ البداية.', en: 'The end is before the beginning.' },
	category_unknown: { ar: 'التصنيف ليس في القائمة.', en: 'The category is not on the list.' },
	town_unknown: { ar: 'البلدة ليست في القائمة.', en: 'The town is not on the list.' },
	town_elsewhere: {
		ar: 'هذه البلدة ليست في المحافظة المذكورة.',
		en: 'This town is not in that governorate.',
	},
	size_unknown: { ar: 'الحجم ليس في القائمة.', en: 'The size is not on the list.' },
	status_unknown: { ar: 'الحالة ليست في القائمة.', en: 'The status is not on the list.' },
	frequency_unknown: { ar: 'الدورية ليست في القائمة.', en: 'The frequency is not on the list.' },
	unit_unknown: { ar: 'الوحدة ليست في القائمة.', en: 'The unit is not on the list.' },
	indicator_unknown: {
		ar: 'ليس للبرنامج مؤشر بهذا الاسم.',
		en: 'The program has no indicator of this name.',
	},
	mail_unreadable: { ar: 'هذا ليس عنوان بريد صحيحًا.', en: 'This is not an e-mail address.' },
	phone_unreadable: {
		ar: 'اكتبوا رقم هاتف بالأرقام، وقد يبدأ بعلامة زائد.',
		en: 'Write a phone number in digits; it may begin with a plus sign.',
	},
	status_differs: {
		ar: 'تغيير الحالة يحتاج إلى قرار، ويُسجَّل في صفحة الجمعية.',
		en: 'A change of status needs its decision; record it on the society’s page.',
	},
	name_differs: {
		ar: 'الاسم المسجل غير هذا؛ تغيير الاسم يُسجَّل في صفحة الجمعية.',
		en: 'The registered name is another one; record a new name on the society’s page.',
	},
	number_differs: {
		ar: 'رقم القيد المسجل غير هذا؛ تغييره يُسجَّل في صفحة الجمعية.',
		en: 'The registered number is another one; record a new number on the society’s page.',
	},
	number_taken: { ar: 'هذا الرقم لجمعية أخرى.', en: 'This number belongs to another society.' },
	society_ended: {
		ar: 'انتهت هذه الجمعية بالدمج أو الحل، فلا يتغير سجلها.',
		en: 'This society was merged or dissolved; its record no longer changes.',
	},
	program_unknown: {
		ar: 'لا يوجد برنامج بهذا الاسم أو الرقم لدى الجمعية.',
		en: 'The society has no program of this name or number.',
	},
	twice_in_file: {
		ar: 'سبق هذا السطر في الملف؛ احذفوا أحدهما.',
		en: 'The file says this in an earlier row; keep one of the two.',
	},
	told_twice: {
		ar: 'ذُكرت هذه القيمة للتقرير نفسه في صف سابق؛ اكتبوها مرة واحدة.',
		en: 'An earlier row of the same report says this; write it once.',
	},
	line_unclear: {
		ar: 'في الصف عدد بلا ما يدل على معناه؛ أكملوا خاناته.',
		en: 'The row has a number but not what it counts; complete its cells.',
	},
	period_not_open: {
		ar: 'لا يُنتظر من البرنامج تقرير عن هذه الفترة أو لم يُفتح بعد.',
		en: 'No report is expected of the program for this period, or it has not opened yet.',
	},
	draft_exists: {
		ar: 'لهذا التقرير مسودة على الشاشة؛ أرسلوها من هناك.',
		en: 'This report has a draft on screen; submit it there.',
	},
	with_other_row: {
		ar: 'في صف آخر من التقرير نفسه خطأ؛ تُقبل صفوف التقرير معًا بعد تصحيحه.',
		en: 'Another row of the same report is wrong; its rows are taken together once that is corrected.',
	},
	cell_required: {
		ar: 'هذه الخانة مطلوبة في التقرير؛ اكتبوا رقمًا أو صفرًا، أو شرطة إن كانت لا تنطبق.',
		en: 'The report needs this cell; write a number, a zero, or a dash where it does not apply.',
	},
	denominator_zero: {
		ar: 'لا تُقسم النسبة على صفر؛ اكتبوا عدد الجميع أو شرطة.',
		en: 'A ratio cannot be divided by zero; write the number of all, or a dash.',
	},
	hours_without_volunteers: {
		ar: 'ساعات تطوع بلا متطوعين؛ اكتبوا عدد المتطوعين.',
		en: 'Volunteer hours without volunteers; write the number of volunteers.',
	},
	hours_impossible: {
		ar: 'لا يمكن لهذا العدد من المتطوعين أن يقدّم هذه الساعات؛ راجعوها.',
		en: 'So many volunteers cannot give that many hours; check them.',
	},
	people_above_residents: {
		ar: 'الأشخاص أكثر من سكان أماكن البرنامج؛ صحّحوا العدد.',
		en: 'More people than the program’s places have residents; correct the number.',
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
