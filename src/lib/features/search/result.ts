import type { Text } from '#lib/i18n/text.ts';

/** Hits are counted up to here; more are "more than". */
export const COUNTED = 1000;

export interface FoundSociety {
	readonly id: number;
	readonly name: Text;
	readonly place: Text;
	readonly status: string;
	/** Names it had, newest first. */
	readonly former: readonly Text[];
	/** Registration numbers, newest first. */
	readonly numbers: readonly string[];
}

export interface FoundProgram {
	readonly id: number;
	readonly name: Text;
	readonly society: Text;
	readonly status: string;
}

export interface FoundReport {
	readonly id: number;
	/** Of its program. */
	readonly name: Text;
	readonly society: Text;
	/** `2026-03`. */
	readonly period: string;
	readonly state: 'draft' | 'submitted' | 'verified' | 'returned';
}

/** The first hits of one kind, and how many there are (one more than COUNTED stands for more). */
export interface Section<Row> {
	readonly rows: readonly Row[];
	readonly total: number;
}

/** What a search found. */
export interface Found {
	/** As typed, shortened. */
	readonly q: string;
	/** Folded: what to mark in the names. */
	readonly text: string;
	/** Too little was typed to look for. */
	readonly isShort: boolean;
	readonly societies: Section<FoundSociety>;
	readonly programs: Section<FoundProgram>;
	readonly reports: Section<FoundReport>;
}

/** One row of any kind. */
export type Hit =
	| { readonly kind: 'society'; readonly row: FoundSociety }
	| { readonly kind: 'program'; readonly row: FoundProgram }
	| { readonly kind: 'report'; readonly row: FoundReport };

/** The rows with their kinds, in the order of the page. */
export function hitsOf({ societies, programs, reports }: Found): readonly (readonly Hit[])[] {
	return [
		societies.rows.map((row) => ({ kind: 'society', row }) as const),
		programs.rows.map((row) => ({ kind: 'program', row }) as const),
		reports.rows.map((row) => ({ kind: 'report', row }) as const),
	].filter((hits) => hits.length);
}

/** Where a row leads. */
export function hrefOf({ kind, row }: Hit): string {
	return `/${{ society: 'societies', program: 'programs', report: 'reports' }[kind]}/${row.id}`;
}

/** How many were found in all. */
export function totalOf({ societies, programs, reports }: Found): number {
	return societies.total + programs.total + reports.total;
}
