import type { AccountRole } from '../../platform/context.ts';
import type { PersonState } from './model.ts';
import * as m from '#lib/paraglide/messages.js';

/** What each role is called, and what it allows. */
export const ROLE_WORDS: Readonly<Record<AccountRole, readonly [name: () => string, view: () => string]>> = {
	leadership: [m.common_role_leadership, m.auth_view_leadership],
	officer: [m.common_role_officer, m.auth_view_officer],
	society: [m.common_role_society, m.auth_view_society],
	auditor: [m.common_role_auditor, m.auth_view_auditor],
	admin: [m.common_role_admin, m.auth_view_admin],
};

/** What each state of an account is called. */
export const STATE_WORDS: Readonly<Record<PersonState, () => string>> = {
	active: m.people_state_active,
	invited: m.people_state_invited,
	disabled: m.people_state_disabled,
};

/** The mark beside a state. */
export const STATE_MARKS = { active: 'ok', invited: 'notdue', disabled: 'off' } as const;
