import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';

const KINDS: Readonly<Record<string, string>> = {
	'application/pdf': 'PDF',
	'image/jpeg': 'JPEG',
	'image/png': 'PNG',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
	'text/csv': 'CSV',
};

/** The short name of a file's kind. */
export const kindOfFile = (mediaType: string) => KINDS[mediaType] ?? mediaType;

const KILO = 1024;

/** The size of a file in words; less than a kilobyte counts as one. */
export function sizeWords(bytes: number, format: Format): string {
	if (bytes < KILO * KILO)
		return m.form_kilobytes({ n: format.integer(Math.max(1, Math.round(bytes / KILO))) });
	return m.form_megabytes({ n: format.decimal(bytes / KILO / KILO, 1) });
}
