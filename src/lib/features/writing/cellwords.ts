import type { CellState } from '#lib/ui/cellstate.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/text.ts';
import { SEX_LABEL } from '../beneficiaries/columns.ts';
import type { CellSaving } from './autosave.ts';
import { sectionOf, type Section } from './cells.ts';
import type { ReportForm } from './form.ts';

/** The id of a cell's field on the page; links of the checklist lead there. */
export const cellId = (cell: string) => `cell-${cell}`;

const STATES: Record<CellState | 'wrong', () => string> = {
	value: m.report_cell_value,
	zero: m.report_cell_zero,
	not_reported: m.report_cell_not_reported,
	inapplicable: m.report_cell_inapplicable,
	suppressed: m.report_cell_suppressed,
	wrong: m.form_cell_wrong,
};

/** A cell's state in its word. */
export const stateWord = (state: CellState | 'wrong') => STATES[state]();

const SAVING: Record<CellSaving, () => string> = {
	saved: m.form_cell_saved,
	unsaved: m.form_cell_unsaved,
	saving: m.form_cell_saving,
	failed: m.form_cell_failed,
	conflict: m.form_cell_conflict,
};

/** How saving a cell stands, in its word. */
export const savingWord = (saving: CellSaving) => SAVING[saving]();

const SECTIONS: Record<Section, () => string> = {
	reach: m.form_reach,
	delivery: m.form_delivery,
	spending: m.form_spending,
	volunteers: m.form_volunteers,
	outcomes: m.form_outcomes,
	narrative: m.form_narrative,
	evidence: m.form_evidence,
};

/** A section of the form in its word. */
export const sectionWord = (section: Section) => SECTIONS[section]();

const SINGLES: Record<string, () => string> = {
	new: m.form_new,
	spend: m.form_spend,
	volunteers: m.form_volunteers_count,
	hours: m.form_hours,
	achievements: m.form_achievements,
	challenges: m.form_challenges,
	next: m.form_next,
	no_evidence: m.form_no_evidence,
	nothing: m.form_nothing,
};

type Names = Pick<
	ReportForm,
	'reach' | 'deliveries' | 'outcomes' | 'choices' | 'asksPlace' | 'asksAge' | 'files'
>;

/**
 * A cell in words, for example «الأطفال، إناث»: what its row and column are called. Falls back to its section for a
 * cell that no row of the form has any more.
 */
export function cellWords(cell: string, form: Names, locale: Locale): string {
	const single = SINGLES[cell];
	if (single) return single();
	const [first, a = '', b = '', c = '', d = ''] = cell.split(':');
	const { places, segments, ages, aids, units } = form.choices;
	const named = (list: readonly { code: string; ar: string; en: string }[], code: string) =>
		list.find((entry) => entry.code === code)?.[locale] ?? code;
	const joined = (...parts: readonly (string | false | undefined)[]) =>
		parts.filter(Boolean).join(m.common_comma());
	if (first === 'reach') {
		const row = form.reach.find(({ segment }) => segment.code === b);
		const age = form.reach.find((found) => found.age.code === c)?.age;
		return joined(
			row?.segment[locale] ?? named(segments, b),
			SEX_LABEL[d]?.[locale],
			form.asksAge && (age?.[locale] ?? named(ages, c)),
			form.asksPlace && named(places, a),
		);
	}
	if (first === 'delivery') {
		const part = d === 'value' ? m.form_delivery_value() : m.form_delivery_quantity();
		return joined(named(aids, b), named(units, c), part, form.asksPlace && named(places, a));
	}
	if (first === 'outcome') {
		return (
			form.outcomes.find(({ indicatorId }) => String(indicatorId) === a)?.name[locale] ?? m.form_outcomes()
		);
	}
	if (first === 'file') return form.files.find(({ id }) => String(id) === a)?.name ?? m.form_evidence();
	const section = sectionOf(cell);
	return section ? sectionWord(section) : cell;
}
