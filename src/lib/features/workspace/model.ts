import type { Text } from '#lib/i18n/text.ts';
import type { DueFacts, ReportCell } from '../reports/model.ts';

/** What a society is to do about a report, or is waiting for. */
export type TaskKind = 'returned' | 'overdue' | 'draft' | 'due' | 'waiting';

/** One report of the list "what is asked of you", or one that lies with the ministry. */
export interface Task {
	readonly kind: TaskKind;
	readonly programId: number;
	readonly program: Text;
	readonly period: string;
	readonly reportId: number | null;
	readonly due: DueFacts;
	/** Why it came back, in the officer's words. */
	readonly said: { readonly code: string | null; readonly text: string } | null;
	/** When the draft was last saved, an ISO moment. */
	readonly savedAt: string | null;
	/** The ministry's clock: day `n` of `of`; null where no rule holds. */
	readonly day: { readonly n: number; readonly of: number } | null;
}

/** The order in which tasks are to be done. */
export const TASK_ORDER: readonly TaskKind[] = ['returned', 'overdue', 'draft', 'due'];

/** Tasks of one kind: the first ones, and how many there are. */
export interface TaskGroup {
	readonly kind: TaskKind;
	readonly tasks: readonly Task[];
	readonly count: number;
}

/** A month of a program in the year's grid. */
export type YearCell =
	| { readonly kind: 'report'; readonly cell: ReportCell }
	/** The program does not run then, or its quarter has another month. */
	| { readonly kind: 'uncovered' }
	/** It will run, and the month has not opened. */
	| { readonly kind: 'ahead' };

/** A program's line in the year's grid. */
export interface YearLine {
	readonly programId: number;
	readonly program: Text;
	readonly cells: readonly YearCell[];
}

/** Something that happened to a report of the society. */
export interface Happening {
	readonly at: string;
	readonly kind: 'submitted' | 'resubmitted' | 'first_read' | 'verified' | 'returned' | 'reopened';
	readonly reportId: number;
	readonly program: Text;
	readonly period: string;
}

/** Where a report of a month is written. */
export const formHref = (programId: number, period: string): string =>
	`/programs/${programId}/reports/${period}`;

/** Where a report's cell leads: what is still to be written to its form, everything else to its page. */
export function cellHref(programId: number, period: string, cell: ReportCell): string {
	const isWritten = cell.state === 'submitted' || cell.state === 'verified';
	return isWritten && cell.reportId !== null ? `/reports/${cell.reportId}` : formHref(programId, period);
}
