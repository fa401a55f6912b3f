import type { Text } from '#lib/i18n/text.ts';
import type { Position } from './model.ts';

/** Places on a board, with the words used everywhere. */
export const POSITION_LABEL: Record<Position, Text> = {
	chair: { ar: 'الرئيس', en: 'Chair' },
	deputy: { ar: 'نائب الرئيس', en: 'Deputy chair' },
	secretary: { ar: 'أمين السر', en: 'Secretary' },
	treasurer: { ar: 'الأمين المالي', en: 'Treasurer' },
	member: { ar: 'عضو', en: 'Member' },
};
