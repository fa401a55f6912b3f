import * as m from '#lib/paraglide/messages.js';
import type { CellReport } from './model.ts';
import type { VersionEntry } from './sheet.ts';

const ROLES: Readonly<Record<string, () => string>> = {
	leadership: m.common_role_leadership,
	officer: m.common_role_officer,
	society: m.common_role_society,
	auditor: m.common_role_auditor,
	admin: m.common_role_admin,
};

/** The role of whoever verified a version; without one it came verified out of a file. */
export function verifierWord(role: string | null): string {
	return role === null ? m.report_verified_import() : (ROLES[role]?.() ?? role);
}

/** How a version that never counted stands: the newest as its report does; an older one was sent back or replaced. */
export function versionState(version: VersionEntry, newest: VersionEntry, report: CellReport): CellReport {
	if (version.number === newest.number) return report;
	return version.returnedReason === null ? 'notdue' : 'returned';
}
