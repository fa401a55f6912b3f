import type { Text } from '#lib/i18n/text.ts';
import type { Labelled, Sex } from '#lib/features/reports/sheet.ts';
import type { CellState } from '#lib/ui/cellstate.ts';
import type { Section } from './cells.ts';

/** What people typed, by cell; a cell that is absent was never touched. */
export type Typed = Readonly<Record<string, string>>;

/** How serious a finding is: it stops the submission, stops it until a reason is given, or informs. */
export type Severity = 'block' | 'justify' | 'inform';

/** What a check found. Words are made of `rule` and `facts` in the reader's language (`findingwords.ts`). */
export interface Finding {
	readonly rule: string;
	readonly severity: Severity;
	/** The cell it speaks of; null for the report as a whole. */
	readonly cell: string | null;
	/** Numbers and codes the sentence needs: people, minor units, thousandths, ratios in thousandths. */
	readonly facts: Readonly<Record<string, number | string>>;
	readonly justification: string | null;
}

/** What a cell said in an earlier period: a number in its own unit (people, fils, thousandths), or why there is none. */
export interface Past {
	readonly period: string;
	readonly state: CellState;
	readonly value: number | null;
}

/** The months before, oldest first (at most twelve), and the band in which values usually lie. */
export interface History {
	readonly past: readonly Past[];
	readonly usual: { readonly low: number; readonly high: number } | null;
}

/** A row of the reach grid; its cells are `reachCell({ place, segment, age, sex })` for each of the form's sexes. */
export interface ReachRow {
	readonly place: Labelled;
	readonly segment: Labelled;
	readonly age: Labelled;
	readonly isRequired: boolean;
}

export interface DeliveryRow {
	readonly place: Labelled;
	readonly aid: Labelled;
	readonly unit: Labelled;
}

export interface OutcomeRow {
	readonly indicatorId: number;
	readonly name: Text;
	readonly unit: Text;
	readonly isRatio: boolean;
	readonly direction: 'increase' | 'reduce';
	readonly baselineMilli: number | null;
	readonly target: { readonly period: string; readonly milli: number } | null;
	readonly isRequired: boolean;
}

export interface EvidenceFile {
	readonly id: number;
	readonly name: string;
	readonly mediaType: string;
	readonly bytes: number;
}

/** An officer's note on a cell of the report (or on the whole of it), newest first. */
export interface CellComment {
	readonly id: number;
	readonly cell: string | null;
	readonly text: string;
	readonly author: Text | null;
	readonly at: string;
	readonly isDone: boolean;
}

/** Everything the form shows. Whoever may write sees it; nobody else is sent it. */
export interface ReportForm {
	readonly program: Text & { readonly id: number };
	readonly society: Text & { readonly id: number };
	readonly period: string;
	readonly frequency: 'monthly' | 'quarterly';
	/** Null until the first save makes the report. */
	readonly reportId: number | null;
	readonly state: 'expected' | 'draft' | 'returned';
	readonly dueOn: string | null;
	/** The day by the rule, and the exception that moved it; null without one. */
	readonly exception: { readonly name: Text; readonly ruleDueOn: string; readonly expiresOn: string } | null;
	/** Days after the due date; 0 while it is not overdue. */
	readonly daysLate: number;
	/** Days that are left until then; 0 on the day itself and after. */
	readonly daysLeft: number;
	/** Why it came back, when it was returned. */
	readonly returned: {
		readonly reason: string;
		readonly text: string;
		readonly at: string;
		readonly dueOn: string | null;
	} | null;
	readonly comments: readonly CellComment[];
	/** Number of the newest save; what one sends is measured against it. 0 before the first. */
	readonly saves: number;
	readonly savedAt: string | null;
	readonly savedBy: Text | null;
	readonly cells: Typed;
	/** Columns of the reach grid; `unknown` only where this program used it before. */
	readonly sexes: readonly Sex[];
	/** Whether rows name a place: only for programs with several. */
	readonly asksPlace: boolean;
	readonly asksAge: boolean;
	readonly reach: readonly ReachRow[];
	readonly deliveries: readonly DeliveryRow[];
	readonly outcomes: readonly OutcomeRow[];
	/** Further rows a person may add. */
	readonly choices: {
		readonly places: readonly Labelled[];
		readonly segments: readonly Labelled[];
		readonly ages: readonly Labelled[];
		readonly aids: readonly Labelled[];
		readonly units: readonly Labelled[];
	};
	readonly files: readonly EvidenceFile[];
	/** Cells without which the report cannot be submitted (unless it has nothing to report). */
	readonly required: readonly string[];
	readonly history: Readonly<Record<string, History>>;
	/** The period that would be copied, with its texts; null where there is none. */
	readonly previous: { readonly period: string; readonly cells: Typed } | null;
	/** What the checks need to know besides the cells; `checkCells` runs on both sides. */
	readonly facts: CheckFacts;
	/** Findings on what is saved now. */
	readonly findings: readonly Finding[];
	/** Who will read it; null where no officer is assigned. */
	readonly reviewer: Text | null;
	/** Whether sent files are looked at for viruses. */
	readonly isScanned: boolean;
}

/** What checks compare with. Numbers in each cell's own unit. */
export interface CheckFacts {
	readonly currencyDigits: number;
	readonly required: readonly string[];
	readonly history: Readonly<Record<string, History>>;
	/** Median of other programs of the sector for the total of people and the spend; null below five programs. */
	readonly peers: { readonly people: number | null; readonly spendMinor: number | null };
	/** Residents of the places the program works in; null where unknown. */
	readonly population: number | null;
	/** Budget for one period, in minor units; null without a budget. */
	readonly budgetMinor: number | null;
}

/** One cell that two people changed: what the other saved, and what was sent now. */
export interface Conflict {
	readonly cell: string;
	readonly section: Section;
	readonly theirs: string;
	readonly mine: string;
	/** What it was before both changes. */
	readonly before: string;
	readonly savedBy: Text | null;
	readonly savedAt: string;
}

/**
 * Answer of the autosave address (POST `…/reports/<month>/autosave`, body `{ base, cells }` with `base` the newest save
 * the sender knows): cells without a conflict are saved even when others conflict (409). `cells` is what others saved
 * since `base`, for the sender's screen.
 */
export interface Saved {
	readonly saves: number;
	readonly savedAt: string;
	readonly cells: Typed;
	readonly conflicts: readonly Conflict[];
}
