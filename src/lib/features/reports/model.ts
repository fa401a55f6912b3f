import type { Text } from '#lib/i18n/text.ts';

/** States of a report; the same words on screen, in print and in files. */
export const STATE_LABEL: Record<string, Text> = {
	draft: { ar: 'مسودة', en: 'Draft' },
	submitted: { ar: 'مُرسل', en: 'Submitted' },
	verified: { ar: 'معتمد', en: 'Verified' },
	returned: { ar: 'مُعاد للتعديل', en: 'Returned' },
};

/** What became of a report that was due. */
export type ExpectedState = 'on_time' | 'late' | 'not_received';

export const EXPECTED_LABEL: Record<ExpectedState, Text> = {
	on_time: { ar: 'وصل في موعده', en: 'Received on time' },
	late: { ar: 'وصل متأخرًا', en: 'Received late' },
	not_received: { ar: 'لم يصل', en: 'Not received' },
};

/** Days an overdue report stays amber before it turns red (always with the words). */
export const AMBER_DAYS = 14;
