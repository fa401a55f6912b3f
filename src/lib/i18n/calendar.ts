import type { Locale } from './text.ts';

// Own tables: engines differ in their month names from version to version, and a page whose server and browser
// disagree would flicker.
const GREGORIAN: Record<Locale, readonly string[]> = {
	ar: [
		'يناير',
		'فبراير',
		'مارس',
		'أبريل',
		'مايو',
		'يونيو',
		'يوليو',
		'أغسطس',
		'سبتمبر',
		'أكتوبر',
		'نوفمبر',
		'ديسمبر',
	],
	en: [
		'January',
		'February',
		'March',
		'April',
		'May',
		'June',
		'July',
		'August',
		'September',
		'October',
		'November',
		'December',
	],
};

const HIJRI: Record<Locale, readonly string[]> = {
	ar: [
		'محرم',
		'صفر',
		'ربيع الأول',
		'ربيع الآخر',
		'جمادى الأولى',
		'جمادى الآخرة',
		'رجب',
		'شعبان',
		'رمضان',
		'شوال',
		'ذو القعدة',
		'ذو الحجة',
	],
	en: [
		'Muharram',
		'Safar',
		'Rabi I',
		'Rabi II',
		'Jumada I',
		'Jumada II',
		'Rajab',
		'Shaban',
		'Ramadan',
		'Shawwal',
		'Dhu al-Qadah',
		'Dhu al-Hijjah',
	],
};

const RAMADAN = 9;

/** Name of a Gregorian month 1-12. English months shorten to three letters; Arabic ones are never cut. */
export function gregorianName(month: number, locale: Locale, form: 'long' | 'short'): string {
	const name = GREGORIAN[locale][month - 1]!;
	return form === 'short' && locale === 'en' ? name.slice(0, 3) : name;
}

const umalqura = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
	timeZone: 'UTC',
	day: 'numeric',
	month: 'numeric',
	year: 'numeric',
});

function hijriNumbers(date: string): { day: number; month: number; year: number } {
	const parts = umalqura.formatToParts(new Date(`${date}T00:00:00Z`));
	const part = (type: string) => Number(parts.find((p) => p.type === type)!.value);
	return { day: part('day'), month: part('month'), year: part('year') };
}

/** An ISO date in the Umm al-Qura calendar, with the month's name. */
export function hijriDate(date: string, locale: Locale): { day: number; name: string; year: number } {
	const { day, month, year } = hijriNumbers(date);
	return { day, name: HIJRI[locale][month - 1]!, year };
}

/** Whether any day of a Gregorian month `YYYY-MM` falls in Ramadan (Umm al-Qura). */
export function touchesRamadan(month: string): boolean {
	// Ramadan has 29 or 30 days, so one of these days meets it whenever the month does.
	const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
	return [1, 15, last].some(
		(day) => hijriNumbers(`${month}-${String(day).padStart(2, '0')}`).month === RAMADAN,
	);
}

/** The Ramadans whose middle (the 15th, Umm al-Qura) lies in a Gregorian year: their Hijri year and Gregorian month. */
export function middleOfRamadan(year: number): { readonly hijriYear: number; readonly month: string }[] {
	const found: { hijriYear: number; month: string }[] = [];
	for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
		const date = new Date(at).toISOString().slice(0, 10);
		const hijri = hijriNumbers(date);
		if (hijri.month === RAMADAN && hijri.day === 15) {
			found.push({ hijriYear: hijri.year, month: date.slice(0, 7) });
		}
		// From here the next 15th of Ramadan is at least as far away as the months between.
		const months = (RAMADAN - hijri.month + 12) % 12;
		if (months > 1) at += (months - 1) * 29 * 86_400_000;
	}
	return found;
}
