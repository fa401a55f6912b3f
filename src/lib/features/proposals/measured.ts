import type { Parts } from './model.ts';
import { changedParts } from './parts.ts';

/**
 * What of a program is wording: it explains and measures nothing, so a society may save it at once. Everything else
 * changes what is measured or how it is known (names, dates, frequency, segments, places, sector, budget, targets,
 * indicators and their tests of success), and waits for an officer.
 */
export const WORDING: readonly string[] = ['purposeAr', 'purposeEn'];

/** Whether a change of these parts waits for an officer's approval. */
export function needsApproval(base: Parts, next: Parts): boolean {
	return changedParts(base, next).some((key) => !WORDING.includes(key));
}
