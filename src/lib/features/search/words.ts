import * as m from '#lib/paraglide/messages.js';
import type { Format } from '#lib/i18n/format.ts';
import { COUNTED, totalOf, type Found, type Hit } from './result.ts';

/** The heading of each kind. */
export const KIND_LABEL: Readonly<Record<Hit['kind'], () => string>> = {
	society: m.views_search_societies,
	program: m.views_search_programs,
	report: m.views_search_reports,
};

/** A count as words may say it; beyond what is counted it says so. */
export function countText(total: number, format: Format): string {
	return total > COUNTED ? m.views_search_many({ n: format.integer(COUNTED) }) : format.integer(total);
}

/** How many were found, for the status line and the live region. */
export function foundText(found: Found, format: Format): string {
	const total = totalOf(found);
	const many = [found.societies, found.programs, found.reports].some((section) => section.total > COUNTED);
	return many
		? m.views_search_found_many({ n: format.integer(COUNTED) })
		: m.views_search_found({ count: total, n: format.integer(total) });
}
