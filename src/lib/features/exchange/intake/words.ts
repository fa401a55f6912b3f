import type { Text } from '#lib/i18n/text.ts';

/** Sizes of a society as files may spell them. */
export const SIZE_LABEL: Readonly<Record<string, Text>> = {
	small: { ar: 'صغيرة', en: 'Small' },
	medium: { ar: 'متوسطة', en: 'Medium' },
	large: { ar: 'كبيرة', en: 'Large' },
};

/** How often a program reports, as files may spell it. */
export const FREQUENCY_LABEL: Readonly<Record<string, Text>> = {
	monthly: { ar: 'شهري', en: 'Monthly' },
	quarterly: { ar: 'فصلي', en: 'Quarterly' },
};
