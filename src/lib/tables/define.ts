import type { Locale, Text } from '../i18n/text.ts';

/** What a cell holds; decides alignment, formatting on screen and the form in files. `money` is in minor units, `milli` in thousandths, `decimal` as it is. */
export type CellType =
	'text' | 'code' | 'integer' | 'money' | 'milli' | 'date' | 'month' | 'percent' | 'decimal';

/** A shape with a colour beside the words of a cell: the life of a report, or how a figure stands. */
export type CellMark =
	| 'ok' | 'risk' | 'off' | 'unknown'
	| 'draft' | 'submitted' | 'returned' | 'verified' | 'missing' | 'notdue'; // prettier-ignore

/**
 * Methods rather than function properties: a table of one row type can then stand where any table is asked for.
 * One column, declared once for screen, CSV and dictionary. `value` gives the cell in a language; `code` gives
 * what `lang=codes` writes when that differs (a reference code instead of a name).
 */
export interface Column<Row> {
	readonly key: string;
	readonly label: Text;
	readonly help?: Text;
	readonly type: CellType;
	value(row: Row, locale: Locale): string | number | null;
	code?(row: Row): string | number | null;
	/** Left out on screen, where another column says the same; files and the dictionary have it. */
	readonly isFileOnly?: true;
	/**
	 * The field of the row query (its SQL alias) by which the rows can be put in order, for names one for Arabic and one
	 * for English; absent: not sortable.
	 */
	readonly sort?: string | readonly [ar: string, en: string];
	/** Hidden until a reader chooses it; files and the dictionary have it. */
	readonly isOptional?: true;
	/** The mark shown with the words on screen. */
	mark?(row: Row): CellMark | undefined;
	/** Where a click on the cell leads, as a path of the app; undefined where it leads nowhere. */
	href?(row: Row): string | undefined;
}

/** A table of the product: its id names the CSV file and the dictionary entry. */
export interface Table<Row> {
	readonly id: string;
	readonly title: Text;
	readonly columns: readonly Column<Row>[];
}

/** Declares a table; only there so that `Row` is inferred once for all its columns. */
export function defineTable<Row>(table: Table<Row>): Table<Row> {
	return table;
}
