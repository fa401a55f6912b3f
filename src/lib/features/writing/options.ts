import type { Labelled } from '#lib/features/reports/sheet.ts';
import type { Locale } from '#lib/i18n/text.ts';

/** Entries of a reference list as the options of a select. */
export const optionsOf = (entries: readonly Labelled[], locale: Locale) =>
	entries.map((entry) => ({ value: entry.code, label: entry[locale] }));
