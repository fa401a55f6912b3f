import type { Format } from '#lib/i18n/format.ts';
import type { Text } from '#lib/i18n/text.ts';
import { daysBetween } from '#lib/platform/clock.ts';
import type { NoticeKind, NoticeRow } from './kinds.ts';
import { counted, DAYS, REPORTS, WITHIN_DAYS } from './plural.ts';

/** Names of the kinds, for choosing what to hear of. */
export const KIND_LABEL: Readonly<Record<NoticeKind, Text>> = {
	report_due: { ar: 'تقرير يقترب موعده', en: 'A report is due soon' },
	report_overdue: { ar: 'تقرير متأخر', en: 'A report is overdue' },
	report_returned: { ar: 'تقرير أُعيد للتعديل', en: 'A report was returned' },
	report_verified: { ar: 'تقرير اعتُمد', en: 'A report was verified' },
	report_reopened: { ar: 'تقرير معتمد أُعيد فتحه', en: 'A verified report was reopened' },
	reminder: { ar: 'تذكير من الوزارة', en: 'A reminder from the ministry' },
	exception_granted: { ar: 'استثناء من موعد', en: 'An exception to a deadline' },
	proposal_decided: { ar: 'قرار في مقترح', en: 'A proposal was decided' },
	import_done: { ar: 'استيراد ملف', en: 'A file was imported' },
	review_waiting: { ar: 'تقرير ينتظر المراجعة', en: 'A report waits for review' },
	second_reader: { ar: 'تقرير ينتظر قارئًا ثانيًا', en: 'A report waits for a second reader' },
	question_asked: { ar: 'سؤال من زميل', en: 'A colleague asks' },
	question_answered: { ar: 'جواب من زميل', en: 'A colleague answered' },
	proposal_made: { ar: 'مقترح من جمعية', en: 'A society proposes a change' },
};

/** What a notice says: what happened, why its reader is told, and the words of its one button. */
export interface NoticeWords {
	readonly what: string;
	readonly why: string;
	readonly button: string;
}

const WRITE: Text = { ar: 'اكتبوا التقرير', en: 'Write the report' };
const OPEN_REPORT: Text = { ar: 'افتحوا التقرير', en: 'Open the report' };
const REVIEW: Text = { ar: 'راجعوا التقرير', en: 'Review the report' };
const OPEN: Text = { ar: 'افتحوا', en: 'Open' };

const BUTTON: Readonly<Record<NoticeKind, Text>> = {
	report_due: WRITE,
	report_overdue: WRITE,
	report_returned: { ar: 'عدّلوا التقرير', en: 'Correct the report' },
	report_verified: OPEN_REPORT,
	report_reopened: OPEN_REPORT,
	reminder: { ar: 'افتحوا تقاريركم', en: 'Open your reports' },
	exception_granted: OPEN,
	proposal_decided: { ar: 'افتحوا المقترح', en: 'Open the proposal' },
	import_done: { ar: 'افتحوا الاستيراد', en: 'Open the import' },
	review_waiting: REVIEW,
	second_reader: REVIEW,
	question_asked: { ar: 'أجيبوا عن السؤال', en: 'Answer the question' },
	question_answered: { ar: 'اقرؤوا الجواب', en: 'Read the answer' },
	proposal_made: { ar: 'انظروا في المقترح', en: 'Look at the proposal' },
};

/** How a date in force stands to today, in words: due in so many days, due today, overdue so many days. */
function standing(dueOn: string | null, today: string, { integer, settings }: Format): string {
	if (dueOn === null) return '';
	const left = daysBetween(today, dueOn);
	const { locale } = settings;
	if (left === 0) return locale === 'ar' ? 'موعده اليوم' : 'due today';
	const shown = integer(Math.abs(left));
	if (left > 0) {
		const days = counted(WITHIN_DAYS, locale, left, shown);
		return locale === 'ar' ? `موعده خلال ${days}` : `due in ${days}`;
	}
	const days = counted(DAYS, locale, -left, shown);
	return locale === 'ar' ? `متأخر ${days}` : `overdue ${days}`;
}

/** The report a notice is about: its program, its month and, for the ministry, its society. */
function reportName(row: NoticeRow, { monthYear, settings }: Format): Text {
	const program = (settings.locale === 'ar' ? row.programAr : row.programEn) ?? '';
	const society = (settings.locale === 'ar' ? row.societyAr : row.societyEn) ?? '';
	const month = row.period ? monthYear(row.period) : '';
	const whose = row.isSociety || !society ? '' : society;
	return {
		ar: `تقرير «${program}»${month && ` لشهر ${month}`}${whose && `، ${whose}`}`,
		en: `Report of “${program}”${month && ` for ${month}`}${whose && `, ${whose}`}`,
	};
}

function reminded(row: NoticeRow, report: Text, late: string, format: Format): Text {
	if (row.objectType !== 'society' || row.reports === null) {
		return {
			ar: `تذكير من الوزارة: ${report.ar} لم يصل، ${late}`,
			en: `The ministry reminds you: ${report.en} has not arrived, ${late}`,
		};
	}
	const reports = counted(REPORTS, format.settings.locale, row.reports, format.integer(row.reports));
	return {
		ar: `تذكير من الوزارة: لم يصل منكم ${reports}، أقدمها ${late}`,
		en: `The ministry reminds you: ${reports} of yours not received, the oldest ${late}`,
	};
}

/** A report that came in, or all that one file of a society brought. */
function waiting(row: NoticeRow, report: Text, { integer, settings }: Format): Text {
	if (row.reports === null || row.reports < 2)
		return { ar: `${report.ar}: ينتظر المراجعة`, en: `${report.en}: waits for review` };
	const reports = counted(REPORTS, settings.locale, row.reports, integer(row.reports));
	return {
		ar: `وصل من ${row.societyAr ?? ''} ملف فيه ${reports} للمراجعة`,
		en: `${reports} of ${row.societyEn ?? ''} came in one file and wait for review`,
	};
}

function happened(row: NoticeRow, today: string, format: Format): Text {
	const report = reportName(row, format);
	const late = standing(row.dueOn, today, format);
	const society = (format.settings.locale === 'ar' ? row.societyAr : row.societyEn) ?? '';
	const refused = row.outcome === 'refused';
	const words: Readonly<Record<NoticeKind, Text>> = {
		report_due: { ar: `${report.ar}: ${late}`, en: `${report.en}: ${late}` },
		report_overdue: { ar: `${report.ar}: ${late}`, en: `${report.en}: ${late}` },
		report_returned: { ar: `${report.ar}: أُعيد للتعديل`, en: `${report.en}: returned for correction` },
		report_verified: { ar: `${report.ar}: اعتُمد`, en: `${report.en}: verified` },
		report_reopened: { ar: `${report.ar}: أُعيد فتحه بعد اعتماده`, en: `${report.en}: reopened after it was verified` },
		reminder: reminded(row, report, late, format),
		exception_granted: {
			ar: row.period ? `${report.ar}: مُنح استثناء من الموعد` : 'مُنحتم استثناء من موعد التقارير',
			en: row.period ? `${report.en}: an exception to the deadline was granted` : 'You were granted an exception to the deadline',
		},
		proposal_decided: {
			ar: refused ? 'لم يُقبل مقترحكم' : 'قُبل مقترحكم',
			en: refused ? 'Your proposal was refused' : 'Your proposal was approved',
		},
		import_done: { ar: `انتهى استيراد الملف ${row.fileName ?? ''}`, en: `The file ${row.fileName ?? ''} was imported` },
		review_waiting: waiting(row, report, format),
		second_reader: { ar: `${report.ar}: ينتظر قارئًا ثانيًا`, en: `${report.en}: waits for a second reader` },
		question_asked: { ar: `${report.ar}: يسألكم زميل`, en: `${report.en}: a colleague asks you` },
		question_answered: { ar: `${report.ar}: أجاب زميلكم`, en: `${report.en}: your colleague answered` },
		proposal_made: { ar: `مقترح من ${society}`, en: `A proposal by ${society}` },
	}; // prettier-ignore
	return words[row.kind];
}

const PORTFOLIO: Text = { ar: 'لأن الجمعية في محفظتكم', en: 'Because the society is in your portfolio' };
const COLLEAGUE: Text = { ar: 'لأن زميلًا وجّهه إليكم', en: 'Because a colleague turned to you' };

function reason(row: NoticeRow): Text {
	if (row.kind === 'import_done' && !row.isSociety) return { ar: 'لأنكم أرسلتم الملف', en: 'Because you sent the file' };
	if (row.isSociety) return { ar: `لأنكم تمثلون ${row.societyAr ?? 'الجمعية'}`, en: `Because you represent ${row.societyEn ?? 'the society'}` };
	if (row.kind === 'second_reader' || row.kind === 'question_asked' || row.kind === 'question_answered') return COLLEAGUE;
	return PORTFOLIO;
} // prettier-ignore

/** A notice in its reader's language, as it stands today. */
export function noticeWords(row: NoticeRow, today: string, format: Format): NoticeWords {
	const { locale } = format.settings;
	const isWatched = row.kind === 'report_overdue' && !row.isSociety;
	return {
		what: happened(row, today, format)[locale],
		why: reason(row)[locale],
		button: (isWatched ? OPEN : BUTTON[row.kind])[locale],
	};
}

/** The page of the record a notice is about. */
export function noticeHref(row: NoticeRow): string {
	const { objectType, objectId, programId, period, isSociety, kind } = row;
	if (objectType === 'proposal') return `/proposals/${objectId}`;
	if (objectType === 'import_job') return `/import/${objectId}`;
	if (objectType === 'report') {
		if (isSociety && kind === 'report_returned' && programId && period)
			return `/programs/${programId}/reports/${period}`;
		return isSociety ? `/reports/${objectId}` : `/review/${objectId}`;
	}
	if (isSociety && programId && period) return `/programs/${programId}/reports/${period}`;
	if (isSociety) return '/workspace';
	if (row.societyId !== null) return `/completeness?society=${row.societyId}`;
	return programId === null ? '/completeness' : `/programs/${programId}`;
}

/** What a person of a society will read in a reminder. */
export function reminderWords(
	of: {
		readonly reports: readonly number[];
		readonly dueOn: string;
		readonly programAr: string;
		readonly programEn: string;
		readonly period: string;
	},
	today: string,
	format: Format,
): string {
	const { programAr, programEn, period, dueOn } = of;
	const several = of.reports.length > 1;
	const row: NoticeRow = {
		id: 0, kind: 'reminder', isSociety: true, objectType: several ? 'society' : 'expected_report', objectId: 0,
		programId: null, programAr, programEn, societyId: null, societyAr: null, societyEn: null, period, reportId: null,
		fileName: null, reports: of.reports.length, outcome: null, dueOn, isUrgent: false, createdAt: '', day: today,
		readAt: null, stoppedAt: null,
	}; // prettier-ignore
	return noticeWords(row, today, format).what;
}
