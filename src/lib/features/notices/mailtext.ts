import type { Format } from '#lib/i18n/format.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { NoticeRow } from './kinds.ts';
import { counted, NOTICES } from './plural.ts';
import { noticeHref, noticeWords } from './words.ts';

/** Items of one mail; the rest is counted and waits in the list. */
const MOST_ITEMS = 30;

/** Begins an Arabic line from the right also where it starts with a number or a Latin name. */
const FROM_RIGHT = '\u200f';

/** A mail as plain text. */
export interface MailText {
	readonly subject: string;
	readonly body: string;
}

const GREETING: Text = { ar: 'السلام عليكم', en: 'Hello' };
const URGENT: Text = { ar: 'عاجل', en: 'Urgent' };
const BY: Text = { ar: 'الموعد', en: 'By' };
const ALL: Text = {
	ar: 'كل الإشعارات واختيار ما يصلكم منها:',
	en: 'All notices, and choosing what you hear of:',
};

function item(row: NoticeRow, today: string, format: Format, origin: string): string[] {
	const { locale } = format.settings;
	const { what, why, button } = noticeWords(row, today, format);
	const by = row.dueOn ? [`  ${BY[locale]}: ${format.date(row.dueOn)}`] : [];
	return [`- ${what}`, `  ${why}`, ...by, `  ${button}:`, `  ${origin}${noticeHref(row)}`, ''];
}

/** What a person is mailed: the urgent first, then the rest, each with its link. */
export function mailText(
	kind: 'digest' | 'urgent',
	rows: readonly NoticeRow[],
	reader: Text,
	{ today, format, origin }: { today: string; format: Format; origin: string },
): MailText {
	const { locale } = format.settings;
	const count = counted(NOTICES, locale, rows.length, format.integer(rows.length));
	const shown = rows.toSorted((a, b) => Number(b.isUrgent) - Number(a.isUrgent)).slice(0, MOST_ITEMS);
	const urgent = shown.filter((row) => row.isUrgent);
	const rest = shown.filter((row) => !row.isUrgent);
	const list = (of: readonly NoticeRow[]) => of.flatMap((row) => item(row, today, format, origin));
	const left = rows.length - shown.length;
	const more = left
		? [locale === 'ar' ? `وسواها: ${format.integer(left)}` : `and ${format.integer(left)} more`, '']
		: [];
	const lines = [
		`${GREETING[locale]}${locale === 'ar' ? '،' : ','} ${reader[locale]}`,
		'',
		...(urgent.length ? [URGENT[locale], '', ...list(urgent)] : []),
		...list(rest),
		...more,
		ALL[locale],
		`${origin}/notices`,
	];
	const subjects: Readonly<Record<typeof kind, Text>> = {
		digest: { ar: `شراكة: ${count}، ${format.date(today)}`, en: `Sharaka: ${count}, ${format.date(today)}` },
		urgent: { ar: `شراكة: عاجل، ${count}`, en: `Sharaka: urgent, ${count}` },
	};
	const isAddress = (line: string) => line.trimStart().startsWith(origin);
	const body = lines.map((line) => (locale === 'ar' && line && !isAddress(line) ? FROM_RIGHT + line : line));
	return { subject: subjects[kind][locale], body: `${body.join('\n')}\n` };
}
