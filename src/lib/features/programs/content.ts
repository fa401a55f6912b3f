import type { Profile } from '#lib/kpi/targets.ts';

// What a program is, as one value: forms are read into it, proposals keep it, commands write it.

export const FREQUENCIES = ['monthly', 'quarterly'] as const;
export const DIRECTIONS = ['increase', 'reduce'] as const;

/** How many rows of each kind a program's form has room for. */
export const MOST = { years: 8, indicators: 8, steps: 12 } as const;

/** Where an indicator should stand at the end of a month, in thousandths of its unit. */
export interface Step {
	readonly period: string;
	readonly milli: number;
}

export interface IndicatorContent {
	/** Null for a new one. */
	readonly id: number | null;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly unitAr: string;
	readonly unitEn: string;
	readonly direction: (typeof DIRECTIONS)[number];
	readonly isRatio: boolean;
	readonly baselineMilli: number | null;
	readonly testAr: string | null;
	readonly testEn: string | null;
	readonly profile: Profile;
	readonly steps: readonly Step[];
}

/** How many people a program means to reach in a calendar year. */
export interface YearPeople {
	readonly year: number;
	readonly people: number;
}

export interface ProgramContent {
	readonly nameAr: string;
	readonly nameEn: string;
	readonly purposeAr: string | null;
	readonly purposeEn: string | null;
	readonly sector: number;
	readonly places: readonly number[];
	readonly isAbroad: boolean;
	readonly segments: readonly number[];
	readonly startsOn: string;
	readonly endsOn: string | null;
	readonly frequency: (typeof FREQUENCIES)[number];
	readonly budgetMinor: number | null;
	readonly targets: readonly YearPeople[];
	readonly indicators: readonly IndicatorContent[];
}
