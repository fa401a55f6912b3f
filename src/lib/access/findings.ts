import type { Format } from '../i18n/format.ts';
import type { Locale } from '../i18n/text.ts';
import type { Finding } from './verdict.ts';

type Words = (finding: Finding, format: Format, locale: Locale) => string;

const entries = ({ seq, to }: Finding, format: Format, locale: Locale): string => {
	if (to === undefined || to === seq) {
		return locale === 'ar' ? `القيد ${format.integer(seq)}` : `Entry ${format.integer(seq)}`;
	}
	const [from, until] = [format.integer(seq), format.integer(to)];
	return locale === 'ar' ? `القيود من ${from} إلى ${until}` : `Entries ${from} to ${until}`;
};

const isOne = ({ seq, to }: Finding) => to === undefined || to === seq;

const proof = ({ anchor }: Finding, format: Format, locale: Locale): string => {
	if (!anchor) return '';
	const { date, time } = format.moment(anchor.at);
	const seq = format.integer(anchor.seq);
	return locale === 'ar'
		? `، فالمرساة المحفوظة خارج القاعدة بتاريخ ${date} الساعة ${time} تعرف القيد ${seq}`
		: `: the anchor of ${date}, ${time} knows entry ${seq}`;
};

/** What is wrong at the first broken place, in a sentence; the command and the page say the same. */
export const FINDING_TEXT: Readonly<Record<Finding['kind'], Words>> = {
	edited: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} تغيّر مضمونه بعد تسجيله.`
			: `${entries(f, format, locale)} was changed after it was written.`,
	missing: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} ${isOne(f) ? 'حُذف' : 'حُذفت'} من وسط السلسلة.`
			: `${entries(f, format, locale)} ${isOne(f) ? 'was' : 'were'} deleted from the middle of the chain.`,
	inserted: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} ${isOne(f) ? 'أُضيف' : 'أُضيفت'} بغير هذا النظام.`
			: `${entries(f, format, locale)} ${isOne(f) ? 'was' : 'were'} not written by this system.`,
	swapped: (f, format, locale) => {
		const [a, b] = [format.integer(f.seq), format.integer(f.other ?? f.seq)];
		return locale === 'ar'
			? `القيدان ${a} و${b} ليسا في موضعيهما: وُضع أحدهما مكان الآخر.`
			: `Entries ${a} and ${b} are not in their places: one stands where the other belongs.`;
	},
	truncated: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} ${isOne(f) ? 'مفقود' : 'مفقودة'}${proof(f, format, locale)}.`
			: `${entries(f, format, locale)} ${isOne(f) ? 'is' : 'are'} missing${proof(f, format, locale)}.`,
	rewritten: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} كُتبت من جديد بغير مفتاح السجل.`
			: `${entries(f, format, locale)} were written anew without the key of the chain.`,
	replaced: (f, format, locale) =>
		locale === 'ar'
			? `${entries(f, format, locale)} ${isOne(f) ? 'ليس هو القيد المسجّل' : 'ليست هي القيود المسجّلة'} من قبل${proof(f, format, locale)}، فقد وُضع ملف أقدم في مكانه ثم استمر العمل عليه.`
			: `${entries(f, format, locale)} ${isOne(f) ? 'is not the one' : 'are not the ones'} written before${proof(f, format, locale)} with another seal. An older file was put in place and work went on in it.`,
};
