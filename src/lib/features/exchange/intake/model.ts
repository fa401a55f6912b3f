import type { Role } from '#lib/platform/context.ts';
import type { Reason } from '../rejections.ts';

/** What a file may bring. */
export const IMPORT_KINDS = ['societies', 'programs', 'reports'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** Encodings a person can confirm; each is a label `TextDecoder` knows. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1256'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Delimiters a person can confirm, by the name they have in forms. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const;
export type Delimiter = keyof typeof DELIMITERS;

/** What becomes of a row: the four counts of the dry run. */
export const VERDICTS = ['created', 'updated', 'unchanged', 'rejected'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The steps of an import in their order; `failed` and `dropped` end it early. */
export type JobState =
	'uploaded' | 'mapped' | 'checking' | 'checked' | 'applying' | 'applied' | 'failed' | 'dropped';

/** How much one file through the screen may hold (its bytes are limited with the form's body). */
export const INTAKE_LIMITS = { bytes: 40 * 2 ** 20, rows: 50_000, columns: 64 } as const;
/** The longest text of one cell. */
export const CELL_LENGTH = 4096;

/** What is wrong with a row: where, what stood there, why. */
export interface RowProblem {
	/** Key of the field; the screen names the file's own column beside it. */
	readonly column: string;
	/** As found, at most 60 characters. */
	readonly value: string;
	readonly reason: Reason;
}

/** Which column of the file a field takes its text from, by the field's key. */
export type Mapping = Readonly<Record<string, number>>;

/** A row of the file as it is staged: its texts by column, and what stood where somebody corrected one. */
export interface StagedCells {
	readonly cells: readonly string[];
	readonly was?: Readonly<Record<number, string>>;
}

/** What the check says of one row. */
export interface RowVerdict {
	readonly row: number;
	readonly verdict: Verdict;
	/** What the row is about, as `society:12`; null for what does not exist yet. */
	readonly target: string | null;
	readonly problems: readonly RowProblem[];
}

/** What a role may bring: a society its reports, an officer everything. */
export function kindsOf(role: Role): readonly ImportKind[] {
	if (role === 'society') return ['reports'];
	return role === 'officer' ? IMPORT_KINDS : [];
}
