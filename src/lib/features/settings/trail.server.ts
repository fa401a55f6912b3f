import type { Phase, Trail } from './model.ts';

/** The trail's columns of dated rows `x`, whose setter is joined as `a`. */
export const TRAIL = [
	'x.id',
	'x.starts_on as startsOn',
	'x.reason',
	'x.set_at as at',
	'x.withdrawn_at as withdrawnAt',
	'a.name_ar as byAr',
	'a.name_en as byEn',
] as const;

/** A row with the columns of `TRAIL`. */
export interface TrailRow extends Omit<Trail, 'by' | 'phase'> {
	readonly byAr: string | null;
	readonly byEn: string | null;
}

/** A row's trail as pages show it. */
export function trailOf(row: TrailRow, phase: Phase | undefined): Trail {
	return {
		id: row.id,
		startsOn: row.startsOn,
		reason: row.reason,
		by: row.byAr !== null && row.byEn !== null ? { ar: row.byAr, en: row.byEn } : null,
		at: row.at,
		withdrawnAt: row.withdrawnAt,
		phase: phase ?? 'past',
	};
}
