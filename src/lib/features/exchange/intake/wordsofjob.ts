import * as m from '#lib/paraglide/messages.js';
import type { Delimiter, ImportKind, JobState, Verdict } from './model.ts';

/** What a file holds. */
export const KIND_WORDS: Readonly<Record<ImportKind, () => string>> = {
	societies: m.import_kind_societies,
	programs: m.import_kind_programs,
	reports: m.import_kind_reports,
};

/** Where an import stands. */
export const STATE_WORDS: Readonly<Record<JobState, () => string>> = {
	uploaded: m.import_state_uploaded,
	mapped: m.import_state_mapped,
	checking: m.import_state_checking,
	checked: m.import_state_checked,
	applying: m.import_state_applying,
	applied: m.import_state_applied,
	failed: m.import_state_failed,
	dropped: m.import_state_dropped,
};

/** The mark of an import's state. */
export const STATE_MARK: Readonly<Record<JobState, 'draft' | 'submitted' | 'verified' | 'off' | 'notdue'>> = {
	uploaded: 'draft',
	mapped: 'draft',
	checking: 'submitted',
	checked: 'submitted',
	applying: 'submitted',
	applied: 'verified',
	failed: 'off',
	dropped: 'notdue',
};

/** What becomes of a row. */
export const VERDICT_WORDS: Readonly<Record<Verdict, () => string>> = {
	created: m.import_created,
	updated: m.import_updated,
	unchanged: m.import_unchanged,
	rejected: m.import_rejected,
};

/** The mark of a row's verdict. */
export const VERDICT_MARK: Readonly<Record<Verdict, 'ok' | 'risk' | 'notdue' | 'off'>> = {
	created: 'ok',
	updated: 'risk',
	unchanged: 'notdue',
	rejected: 'off',
};

/** The delimiters by name. */
export const DELIMITER_WORDS: Readonly<Record<Delimiter, () => string>> = {
	comma: m.import_delimiter_comma,
	semicolon: m.import_delimiter_semicolon,
	tab: m.import_delimiter_tab,
};
