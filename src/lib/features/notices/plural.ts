import type { Locale } from '#lib/i18n/text.ts';

/** A noun counted: Arabic tells six numbers apart, English two. `#` stands for the number. */
export interface Counted {
	readonly ar: Readonly<Record<Intl.LDMLPluralRule, string>>;
	readonly en: Readonly<Record<'one' | 'other', string>>;
}

const RULES = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') } as const;

/** The form a number takes in a language, with the number as the reader writes it. */
export function counted(noun: Counted, locale: Locale, count: number, shown: string): string {
	const rule = RULES[locale].select(count);
	const form = locale === 'ar' ? noun.ar[rule] : noun.en[rule === 'one' ? 'one' : 'other'];
	return form.replace('#', shown);
}

export const DAYS: Counted = {
	ar: { zero: '# يوم', one: 'يومًا واحدًا', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' },
	en: { one: '# day', other: '# days' },
};

/** After «خلال»: the genitive. */
export const WITHIN_DAYS: Counted = {
	ar: { zero: '# يوم', one: 'يوم واحد', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' },
	en: { one: '# day', other: '# days' },
};

export const REPORTS: Counted = {
	ar: {
		zero: '# تقرير',
		one: 'تقرير واحد',
		two: 'تقريران',
		few: '# تقارير',
		many: '# تقريرًا',
		other: '# تقرير',
	},
	en: { one: '# report', other: '# reports' },
};

export const NOTICES: Counted = {
	ar: {
		zero: '# إشعار',
		one: 'إشعار واحد',
		two: 'إشعاران',
		few: '# إشعارات',
		many: '# إشعارًا',
		other: '# إشعار',
	},
	en: { one: '# notice', other: '# notices' },
};
