import type { Text } from '#lib/i18n/text.ts';
import type { ReportCell } from './model.ts';

/** A code of a reference list with its names and its place in the list. */
export interface Labelled extends Text {
	readonly code: string;
	readonly sort: number;
}

export type Sex = 'female' | 'male' | 'unknown';

/** People of one place, segment, sex and age band. */
export interface ReachLine {
	readonly place: Labelled;
	readonly segment: Labelled;
	readonly sex: Sex;
	readonly age: Labelled;
	readonly people: number;
	/** Of these, how many came for the first time this year; null when nobody told. */
	readonly fresh: number | null;
}

/** Goods or services given at one place, in their own unit; unlike units are never added. */
export interface DeliveryLine {
	readonly place: Labelled;
	readonly aid: Labelled;
	readonly unit: Labelled;
	readonly quantityMilli: number;
	readonly valueMinor: number | null;
}

/** A result of one indicator; a ratio keeps its parts and `milli` is its percentage. */
export interface OutcomeLine {
	readonly indicatorId: number;
	readonly milli: number;
	readonly parts: { readonly numerator: number; readonly denominator: number } | null;
}

/** An indicator as the report page needs it: what was to be reached by this month, if anything. */
export interface SheetIndicator {
	readonly id: number;
	readonly name: Text;
	readonly unit: Text;
	readonly isRatio: boolean;
	readonly baselineMilli: number | null;
	readonly target: { readonly period: string; readonly milli: number } | null;
	/** Whether a target falls in the report's month, so that a result is asked for. */
	readonly isAsked: boolean;
}

/** The life of a version without its figures. Times are ISO moments. */
export interface VersionEntry {
	readonly number: number;
	readonly createdAt: string;
	readonly submittedAt: string | null;
	readonly verifiedFrom: string | null;
	readonly verifiedUntil: string | null;
	/** Role of whoever verified it; null when it came verified out of a file. */
	readonly verifiedBy: string | null;
	readonly returnedReason: string | null;
}

/** One version with everything it says. */
export interface VersionSheet extends VersionEntry {
	readonly nothingToReport: boolean;
	readonly spendMinor: number | null;
	readonly volunteers: number | null;
	readonly volunteerHours: number | null;
	readonly achievements: string | null;
	readonly challenges: string | null;
	readonly nextSteps: string | null;
	readonly reach: readonly ReachLine[];
	readonly deliveries: readonly DeliveryLine[];
	readonly outcomes: readonly OutcomeLine[];
}

/** Where a report came from, when it was not typed in. */
export interface Batch {
	readonly fileName: string;
	readonly sha256: string;
	readonly createdAt: string;
	/** Rows of the whole file; a society sees its own report's file, not how much else was in it. */
	readonly rows: { readonly read: number; readonly accepted: number; readonly rejected: number } | null;
}

/** A neighbour of a report in its program. */
export interface Neighbour {
	readonly id: number;
	readonly period: string;
}

/** A report with one of its versions open. */
export interface ReportSheet {
	readonly id: number;
	readonly period: string;
	readonly cell: ReportCell;
	readonly program: Text & { readonly id: number };
	readonly society: Text & { readonly id: number };
	/** The segments the program serves, so that a segment without a line is seen as not reported. */
	readonly segments: readonly Labelled[];
	readonly indicators: readonly SheetIndicator[];
	readonly batch: Batch | null;
	readonly previous: Neighbour | null;
	readonly next: Neighbour | null;
	/** Newest first. */
	readonly versions: readonly VersionEntry[];
	readonly shown: VersionSheet;
	/** What the shown version is compared with: the one asked for, else the one before it. */
	readonly against: VersionSheet | null;
}

/** Whether a version is the one that counts now. */
export function isInForce(version: VersionEntry): boolean {
	return version.verifiedFrom !== null && version.verifiedUntil === null;
}
