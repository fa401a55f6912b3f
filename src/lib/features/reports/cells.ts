import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';
import type { CellReport, DueFacts } from './model.ts';

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

/** How it stands to its due date, in words: received on time, 12 days late, due in 9 days, overdue 30 days; empty where nothing was due. */
export function dueWords(due: DueFacts, format: Format): string {
	if (due.dueOn === null) return '';
	const late = { count: due.daysLate, n: format.integer(due.daysLate) };
	if (due.submittedOn !== null) return due.daysLate > 0 ? m.register_late(late) : m.register_on_time();
	if (due.daysLate > 0) return m.register_overdue(late);
	if (due.daysLeft === 0) return m.deadline_due_today();
	return m.deadline_due_in({ count: due.daysLeft, n: format.integer(due.daysLeft) });
}

/** Which exception moved the day, and the day before it; empty where none did. */
export function movedWords({ moved }: DueFacts, format: Format): string {
	if (!moved) return '';
	return m.deadline_moved({ name: moved.name[format.settings.locale], date: format.date(moved.ruleDueOn) });
}

/** Both in one sentence, for a mark that has only its name. */
export function lateWords(due: DueFacts, format: Format): string {
	return [dueWords(due, format), movedWords(due, format)].filter(Boolean).join(m.common_comma());
}
