import { filterQuery, type Filter } from '#lib/kpi/filter.ts';
import type { Format } from '#lib/i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';
import { withParams } from '#lib/tables/query.ts';
import type { MapCell, MapRow, MapState } from './model.ts';

const WORDS: Readonly<Record<MapState, () => string>> = {
	on_time: m.completeness_on_time,
	late: m.completeness_late,
	review: m.completeness_review,
	exception: m.completeness_exception,
	due: m.completeness_due,
	returned: m.completeness_returned,
	overdue: m.completeness_overdue,
};

/** The word of a state, as the key below the map has it. */
export const mapStateWord = (state: MapState): string => WORDS[state]();

/** How late, or by when, in words. */
function detail(cell: MapCell, format: Format): string {
	const n = { count: cell.days, n: format.integer(cell.days) };
	if (cell.state === 'overdue') return m.register_overdue(n);
	if (cell.state === 'late') return m.register_late(n);
	if (cell.state === 'due' || cell.state === 'exception')
		return m.completeness_by({ date: format.date(cell.dueOn) });
	return '';
}

/** What a cell says in a sentence: whose, which month, what became of it, and of how many. */
export function cellSentence(name: string, month: string, cell: MapCell, format: Format): string {
	const late = cell.state === 'overdue' || cell.state === 'late';
	const words = [late ? '' : mapStateWord(cell.state), detail(cell, format)].filter(Boolean);
	if (cell.of > 1)
		words.push(m.completeness_n_of({ n: format.integer(cell.n), all: format.integer(cell.of) }));
	return m.completeness_sentence({
		name,
		month: format.monthYear(month),
		what: words.join(m.common_comma()),
	});
}

/** The evidence of the reporting rate in some months, for one row or all. */
export function rateHref(filter: Filter, change: Partial<Filter>, list: 'numerator' | 'denominator'): string {
	const href = withParams(`/kpis/K-D1${filterQuery(filter, change)}`, {
		list: list === 'numerator' ? '' : list,
	});
	return `${href}#rows`;
}

const LIST: Readonly<Record<MapState, string>> = {
	on_time: 'denominator',
	late: 'expected.late',
	review: 'denominator',
	returned: 'denominator',
	exception: 'expected.not_due',
	due: 'expected.not_due',
	overdue: 'expected.not_received',
};

/** Where a cell leads: to its report, to where it is written, or to the list when it stands for several. */
export function cellHref(
	row: MapRow,
	by: 'society' | 'program',
	month: string,
	cell: MapCell,
	filter: Filter,
): string {
	const change: Partial<Filter> = { preset: 'custom', from: month, to: month };
	if (cell.programId === null) {
		return `${withParams(`/kpis/K-D1${filterQuery(filter, { ...change, society: row.id })}`, { list: LIST[cell.state] })}#rows`;
	}
	const isWritten = cell.state === 'overdue' || cell.state === 'due' || cell.state === 'exception';
	if (by === 'program' && (isWritten || cell.state === 'returned'))
		return `/programs/${cell.programId}/reports/${month}`;
	return cell.reportId === null || isWritten
		? `/programs/${cell.programId}#m-${month}`
		: `/reports/${cell.reportId}`;
}
