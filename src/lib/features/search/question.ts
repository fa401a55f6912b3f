import { foldText, westernDigits } from '#lib/i18n/fold.ts';

/** Longest text that is looked for; the rest is dropped. */
export const LONGEST = 100;

/** What somebody typed, as the search understands it. */
export interface Question {
	/** As typed, shortened. */
	readonly q: string;
	/** Folded, as the search indexes are. */
	readonly text: string;
	/** The same without words that say which report is meant: `report`, months, years. */
	readonly subject: string;
	/** Whether reports are asked for: the word itself, a month, a year or a number is there. */
	readonly wantsReports: boolean;
	/** 1 to 12. */
	readonly month: number | undefined;
	readonly year: number | undefined;
	/** The report's own number. */
	readonly reportId: number | undefined;
}

const REPORT = new Set(['تقرير', 'تقارير', 'report', 'reports'].map(foldText));

/** The months as people write them: the Gulf's names, the Levant's, English ones and their first letters. */
const MONTHS: readonly (readonly string[])[] = [
	['يناير', 'كانون الثاني', 'January', 'Jan'],
	['فبراير', 'شباط', 'February', 'Feb'],
	['مارس', 'آذار', 'March', 'Mar'],
	['أبريل', 'إبريل', 'نيسان', 'April', 'Apr'],
	['مايو', 'أيار', 'May'],
	['يونيو', 'يونية', 'حزيران', 'June', 'Jun'],
	['يوليو', 'يولية', 'تموز', 'July', 'Jul'],
	['أغسطس', 'آب', 'August', 'Aug'],
	['سبتمبر', 'أيلول', 'September', 'Sep', 'Sept'],
	['أكتوبر', 'تشرين الأول', 'October', 'Oct'],
	['نوفمبر', 'تشرين الثاني', 'November', 'Nov'],
	['ديسمبر', 'كانون الأول', 'December', 'Dec'],
];
const MONTH_OF = new Map(MONTHS.flatMap((names, i) => names.map((name) => [foldText(name), i + 1] as const)));

const isYear = (word: string | undefined) => /^(19|20)\d\d$/.test(word ?? '');
const isMonth = (word: string | undefined) => /^(0?[1-9]|1[0-2])$/.test(word ?? '');

/** Reads what was typed: `تقرير سلة الخير مارس 2026`, `March 2026`, `2026-03`, `report 1250`. */
export function readQuestion(typed: string): Question {
	const q = typed.slice(0, LONGEST).trim();
	const text = foldText(westernDigits(q));
	const words = text.split(' ').filter(Boolean);
	const rest: string[] = [];
	let month: number | undefined;
	let year: number | undefined;
	let saysReport = false;
	for (let i = 0; i < words.length; i += 1) {
		const [word, next] = [words[i]!, words[i + 1]];
		const long = next === undefined ? undefined : MONTH_OF.get(`${word} ${next}`);
		if (REPORT.has(word)) saysReport = true;
		else if (month === undefined && (long ?? MONTH_OF.get(word)) !== undefined) {
			month = long ?? MONTH_OF.get(word);
			if (long !== undefined) i += 1;
		} else if (month === undefined && isMonth(word) && (isYear(next) || isYear(words[i - 1])))
			month = Number(word);
		else if (year === undefined && isYear(word)) year = Number(word);
		else rest.push(word);
	}
	const alone = rest.length === 1 ? rest[0]! : '';
	const reportId = /^[1-9]\d{0,8}$/.test(alone) && month === undefined ? Number(alone) : undefined;
	return {
		q,
		text,
		subject: reportId === undefined ? rest.join(' ') : '',
		wantsReports: saysReport || month !== undefined || year !== undefined || reportId !== undefined,
		month,
		year,
		reportId,
	};
}

/** Whether there is enough to look for: two letters, or any digit. */
export function isEnough({ text }: Question): boolean {
	return /\d/.test(text) || text.split(' ').some((word) => [...word].length > 1);
}
