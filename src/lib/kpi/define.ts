import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '../access/grants.ts';
import type { Page } from '../access/procedures.server.ts';
import type { Text } from '../i18n/text.ts';
import type { Table } from '../tables/define.ts';
import type { CodeDim, Dim, Filter } from './filter.ts';
import type { Slice } from './ordered.server.ts';

/** What is counted. `money` is in minor units of the pack's currency, `contacts` in thousandths; unlike units are never added. */
export type Unit =
	| 'people' | 'money' | 'hours' | 'reports' | 'societies' | 'programs' | 'indicators' | 'contacts'
	| 'days' | 'cells' | 'per_10000'; // prettier-ignore

/** What a row set is asked: within whose rows, which filter, as known on which day (ISO date). */
export interface Ask {
	readonly db: Kysely<Schema>;
	readonly scope: Scope;
	readonly filter: Filter;
	readonly today: string;
}

/** One group of an aggregate: the codes (or ids, for society and program) it is grouped by, its sum, and how many rows made it. */
export interface Group {
	readonly keys: readonly string[];
	readonly value: number;
	readonly rows: number;
}

/**
 * A set of rows with a number on each. Its `sum` may come from a rollup; `page` lists the very rows. A test
 * proves that the two agree for every measure, filter and breakdown.
 */
export interface RowSet<Row = unknown> {
	readonly id: string;
	readonly label: Text;
	readonly unit: Unit;
	/** Filters and breakdowns that apply. */
	readonly dims: readonly Dim[];
	readonly table: Table<Row>;
	sum(ask: Ask, by: readonly Dim[]): Promise<Group[]>;
	page(ask: Ask, after: string | number | undefined, limit: number): Promise<Page<Row>>;
	/** The same rows for the screen: a page of them, in the order chosen there. */
	list(ask: Ask, slice: Slice): Promise<Row[]>;
	/** The number a row adds to the sum. */
	amount(row: Row): number;
	/** Optional columns of the table that this list is about, shown at once. */
	readonly shows?: readonly string[];
}

/** Rows that do not enter a figure although one could expect them there. */
export interface Excluded {
	readonly set: RowSet;
	readonly reason: Text;
}

/**
 * One measure of the dictionary (`kpis.md`): its rows give the card, the evidence, the CSV and the dictionary page.
 * Without a denominator the value is the numerator's sum; with one it is their quotient, kept apart to the last step.
 */
export interface Kpi {
	readonly id: string;
	readonly label: Text;
	/** What it means, in one or two sentences a minister understands. */
	readonly help: Text;
	readonly formula: Text;
	readonly version: number;
	/** ISO date from which this version of the definition holds. */
	readonly since: string;
	readonly unit: Unit | 'percent' | 'ratio' | 'money_per_person';
	readonly better: 'up' | 'down' | 'neutral';
	/** Over the months of the filter, or on its last day (but never after today). */
	readonly moment: 'period' | 'date';
	readonly numerator: RowSet;
	readonly denominator?: RowSet;
	/** Numerator and denominator read at once, where both are parts of the same rows. */
	readonly parts?: (ask: Ask, by: readonly Dim[]) => Promise<readonly [Group[], Group[]]>;
	/**
	 * The figures of a measure that is neither a sum nor a quotient of sums, such as a median: groups do not add up to the
	 * whole, and months are read one by one.
	 */
	readonly figures?: (ask: Ask, by: readonly Dim[]) => Promise<Figure[]>;
	/** What of it is known only as it is now, though the rest is as of the day asked for. */
	readonly undated?: Text;
	/** Values of this dimension are never added: without one of them chosen there is no value, only a breakdown. */
	readonly apart?: CodeDim;
	/** Further lists of evidence: parts of the numerator or denominator one asks for. */
	readonly also?: readonly RowSet[];
	/** What stays outside the figure, each list with the reason why. */
	readonly excluded?: readonly Excluded[];
	/** Breakdowns offered on the evidence page. */
	readonly cuts: readonly Dim[];
	/** Why the value is "—" when the denominator is zero. */
	readonly whenEmpty: Text;
}

/** A KPI's figure for one group. `value` is null when nobody told one or there is nothing to divide by; percent is 0-100. */
export interface Figure {
	readonly keys: readonly string[];
	readonly value: number | null;
	readonly numerator: number;
	readonly denominator: number | null;
	readonly numeratorRows: number;
	readonly denominatorRows: number | null;
	/** Of a median: the value that nine in ten do not exceed. */
	readonly ninetieth?: number | null;
}

/** Whether a measure's own value is held against thresholds: a share, a ratio, or days. */
export function isRated({ unit, better }: Pick<Kpi, 'unit' | 'better'>): boolean {
	return better !== 'neutral' && (unit === 'percent' || unit === 'ratio' || unit === 'days');
}

/** Units whose rows carry an amount: without a row nobody told one, which is unknown, not zero. */
const AMOUNTS: ReadonlySet<Unit> = new Set(['people', 'money', 'hours', 'contacts']);

/** Numerator and denominator to a value; null for a zero denominator (never 0 %) and for an amount nobody told. */
export function quotient(
	kpi: Kpi,
	{ numerator, denominator, numeratorRows }: Pick<Figure, 'numerator' | 'denominator' | 'numeratorRows'>,
): number | null {
	if (numeratorRows === 0 && AMOUNTS.has(kpi.numerator.unit)) return null;
	if (denominator === null) return numerator;
	if (denominator === 0) return null;
	return kpi.unit === 'percent' ? (100 * numerator) / denominator : numerator / denominator;
}

/** Every list of rows a measure has. */
export function setsOf(kpi: Kpi): RowSet[] {
	return [
		kpi.numerator,
		...(kpi.denominator ? [kpi.denominator] : []),
		...(kpi.also ?? []),
		...(kpi.excluded ?? []).map(({ set }) => set),
	];
}

/** Dimensions that both parts of a KPI understand. */
export function kpiDims(kpi: Kpi): Dim[] {
	return kpi.numerator.dims.filter((d) => !kpi.denominator || kpi.denominator.dims.includes(d));
}
