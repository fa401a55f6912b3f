import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';
import type { CellReport, ReportCell } from './model.ts';

const WORDS: Record<CellReport, () => string> = {
	verified: m.register_cell_verified,
	submitted: m.register_cell_submitted,
	returned: m.register_cell_returned,
	draft: m.register_cell_draft,
	missing: m.register_cell_missing,
	notdue: m.register_cell_notdue,
};

/** The states in the order of a key. */
export const CELL_STATES = Object.keys(WORDS) as CellReport[];

/** The state of a report's cell in its word. */
export function stateWord(state: CellReport): string {
	return WORDS[state]();
}

/** How the report stands to its due date, in words; empty where nothing was due. */
export function lateWords(cell: ReportCell, format: Format): string {
	if (cell.dueOn === null) return '';
	const n = { count: cell.daysLate, n: format.integer(cell.daysLate) };
	if (cell.state === 'missing') return m.register_overdue(n);
	if (cell.state === 'notdue' || cell.submittedOn === null)
		return m.register_due_on({ date: format.date(cell.dueOn) });
	return cell.daysLate > 0 ? m.register_late(n) : m.register_on_time();
}
