import type { Digits } from '../platform/preferences.ts';
import type { Locale } from './text.ts';
import { gregorianName, hijriDate } from './calendar.ts';

/** What formatting depends on; the money facts are the pack's. */
export interface FormatSettings {
	readonly locale: Locale;
	readonly digits: Digits;
	readonly currency: string;
	readonly currencyAr: string;
	readonly currencyDigits: number;
	readonly timeZone: string;
}

/** Decimal places of a sum of money: the whole part and, apart, the minor part with its separator. */
export interface MoneyParts {
	readonly sign: string;
	readonly whole: string;
	readonly fraction: string;
}

/** Every number, date and sum of money on screen, on the canvas and in print passes through one of these. */
export interface Format {
	readonly settings: FormatSettings;
	/** Direction of an isolated number: Arabic-Indic digits run with the text, so that signs fall as CLDR has them. */
	readonly numberDir: 'ltr' | 'rtl';
	/** Grouped whole number. Example: `48,362`. */
	integer(value: number): string;
	/** Grouped number with a fixed count of decimal places. */
	decimal(value: number, places: number): string;
	/** A percentage of 0-100 with one place unless told otherwise. Example: `12.4%`. */
	percent(value: number, places?: number): string;
	/** Minor units as digits, always with all of the currency's places. Example: `1,284,610.500`. */
	money(minor: number): string;
	moneyParts(minor: number): MoneyParts;
	/** The currency's sign in the reader's language. */
	readonly currency: string;
	/** A sum with its sign for running text: after the number in Arabic, before it in English. */
	moneyText(minor: number): string;
	/** Digits only, never grouped: years, codes, dates of other systems. */
	plain(text: string | number): string;
	/** Name of a month `YYYY-MM`; `short` only shortens in English. */
	month(month: string, form?: 'long' | 'short'): string;
	/** Example: `سبتمبر 2026`. */
	monthYear(month: string): string;
	/** Months from and to in words. Example: `January–September 2026`. */
	period(from: string, to: string): string;
	/** ISO date in words. Example: `24 July 2025`. */
	date(date: string): string;
	/** The same day in the Umm al-Qura calendar. Example: `29 Muharram 1447`. */
	hijri(date: string): string;
	/** A moment in the pack's time zone: date and time of day. */
	moment(instant: string | Date): { readonly date: string; readonly time: string };
}

const ARABIC_DIGITS = '٠١٢٣٤٥٦٧٨٩';
const ARABIC_SIGNS: Record<string, string> = { ',': '٬', '.': '٫', '%': '٪' };
const MINUS = '\u2212';

/** Western digits and their signs as Arabic-Indic ones; other characters stay. */
function arabicIndic(text: string): string {
	return text
		.replace(/[0-9]/g, (d) => ARABIC_DIGITS[Number(d)]!)
		.replace(/(?<=[٠-٩])[,.%]/g, (c) => ARABIC_SIGNS[c]!);
}

function grouped(value: number, places: number): string {
	// The sign of a number that rounds to nothing would be noise.
	const rounded = Number(value.toFixed(places));
	const text = Math.abs(rounded).toLocaleString('en-US', {
		minimumFractionDigits: places,
		maximumFractionDigits: places,
	});
	return rounded < 0 ? MINUS + text : text;
}

/** Minor units split by arithmetic on integers, so that no fils is lost to rounding. */
function splitMoney(minor: number, digits: number): { sign: string; whole: string; fraction: string } {
	const amount = Math.abs(Math.round(minor));
	const unit = 10 ** digits;
	const whole = Math.floor(amount / unit).toLocaleString('en-US');
	const fraction = digits ? `.${String(amount % unit).padStart(digits, '0')}` : '';
	return { sign: minor < 0 && amount > 0 ? MINUS : '', whole, fraction };
}

/** Makes the formatter of one reader. Pure: the same settings give the same text on server and client. */
export function createFormat(settings: FormatSettings): Format {
	const { locale, digits, timeZone } = settings;
	const arab = locale === 'ar' && digits === 'arab';
	const plain = (text: string | number) => (arab ? arabicIndic(String(text)) : String(text));
	const month = (value: string, form: 'long' | 'short' = 'long') =>
		gregorianName(Number(value.slice(5, 7)), locale, form);
	const monthYear = (value: string) => `${month(value)} ${plain(value.slice(0, 4))}`;
	const date = (value: string) => `${plain(Number(value.slice(8, 10)))} ${monthYear(value)}`;
	const moneyParts = (minor: number): MoneyParts => {
		const { sign, whole, fraction } = splitMoney(minor, settings.currencyDigits);
		// The separator turns Arabic only after a digit.
		return { sign, whole: plain(whole), fraction: fraction && plain(`0${fraction}`).slice(1) };
	};
	const money = (minor: number) => {
		const { sign, whole, fraction } = moneyParts(minor);
		return sign + whole + fraction;
	};
	const currency = locale === 'ar' ? settings.currencyAr : settings.currency;
	return {
		settings,
		numberDir: arab ? 'rtl' : 'ltr',
		integer: (value) => plain(grouped(value, 0)),
		decimal: (value, places) => plain(grouped(value, places)),
		percent: (value, places = 1) => plain(`${grouped(value, places)}%`),
		money,
		moneyParts,
		currency,
		moneyText: (minor) =>
			locale === 'ar' ? `${money(minor)}\u00a0${currency}` : `${currency}\u00a0${money(minor)}`,
		plain,
		month,
		monthYear,
		period: (from, to) => {
			if (from === to) return monthYear(from);
			const start = from.slice(0, 4) === to.slice(0, 4) ? month(from) : monthYear(from);
			const dash = locale === 'ar' || start.includes(' ') ? ' – ' : '–';
			return `${start}${dash}${monthYear(to)}`;
		},
		date,
		hijri: (value) => {
			const { day, name, year } = hijriDate(value, locale);
			return `${plain(day)} ${name} ${plain(year)}`;
		},
		moment: (instant) => {
			const parts = new Intl.DateTimeFormat('en-CA', {
				timeZone,
				dateStyle: 'short',
				timeStyle: 'short',
				hourCycle: 'h23',
			})
				.format(new Date(instant))
				.split(', ') as [string, string];
			return { date: date(parts[0]), time: plain(parts[1]) };
		},
	};
}
