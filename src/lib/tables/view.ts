import type { Locale } from '../i18n/text.ts';
import type { Column, Table } from './define.ts';

/** An order as the address names it: `sort=people` ascending, `sort=-people` descending. */
export interface Sorting {
	/** Key of a column that declares `sort`. */
	readonly key: string;
	readonly isDescending: boolean;
}

/** An order as SQL needs it: a field that a column declares, never text of an address. */
export interface SortField {
	readonly field: string;
	readonly isDescending: boolean;
}

/** How a table is shown: its order and its columns. */
export interface TableView {
	/** Null: the list's own order. */
	readonly sort: Sorting | null;
	/** Keys of the columns shown, as declared. */
	readonly columns: readonly string[];
	/** Whether the reader chose other columns than the usual ones. */
	readonly isChosen: boolean;
}

/** The order an address asks for; only columns of the table that can be ordered count, anything else is none. */
export function readSorting(table: Table<unknown>, text: string | null | undefined): Sorting | null {
	const isDescending = text?.startsWith('-') ?? false;
	const key = isDescending ? text?.slice(1) : text;
	const column = screenColumns(table).find((c) => c.key === key && c.sort !== undefined);
	return column ? { key: column.key, isDescending } : null;
}

/** The order as the address says it; none is empty. */
export function sortingText(sort: Sorting | null): string {
	return sort ? `${sort.isDescending ? '-' : ''}${sort.key}` : '';
}

/** What of a view belongs into an address: its order, and its columns when they are not the usual ones. */
export function viewParams(view: TableView): { readonly sort: string; readonly cols: string } {
	return { sort: sortingText(view.sort), cols: view.isChosen ? view.columns.join(',') : '' };
}

/** The field behind an order, in the reader's language; a key of no column is no order. */
export function sortField(
	table: Table<unknown>,
	sort: Sorting | null,
	locale: Locale,
): SortField | undefined {
	const field = screenColumns(table).find(({ key }) => key === sort?.key)?.sort;
	if (!sort || field === undefined) return undefined;
	return {
		field: typeof field === 'string' ? field : field[locale === 'ar' ? 0 : 1],
		isDescending: sort.isDescending,
	};
}

const AMOUNTS: ReadonlySet<string> = new Set(['integer', 'money', 'milli', 'percent', 'decimal']);

/** What a press on a column's head asks for: the other way round, or first the largest number and the first name. */
export function nextSorting(column: Column<unknown>, present: Sorting | null): Sorting {
	const isDescending = present?.key === column.key ? !present.isDescending : AMOUNTS.has(column.type);
	return { key: column.key, isDescending };
}

/** Columns a screen can show; the rest is for files. */
export function screenColumns<Row>(table: Table<Row>): readonly Column<Row>[] {
	return table.columns.filter((column) => !column.isFileOnly);
}

/** The column that names a row: the first with a link, else the first. It is always shown. */
export function headingOf(columns: readonly Column<never>[]): string {
	return (columns.find((column) => column.href) ?? columns[0])?.key ?? '';
}

/** The columns shown unless the reader chose others; `also` are optional ones that this list is about. */
export function usualColumns<Row>(table: Table<Row>, also: readonly string[] = []): string[] {
	return screenColumns(table)
		.filter(({ key, isOptional }) => !isOptional || also.includes(key))
		.map(({ key }) => key);
}

/** The chosen ones of a table's columns, in declared order and with the one that names the row; nothing known: undefined. */
export function chosenColumns<Row>(table: Table<Row>, asked: readonly string[]): string[] | undefined {
	const columns = screenColumns(table);
	if (!columns.some(({ key }) => asked.includes(key))) return undefined;
	const heading = headingOf(columns);
	return columns.filter(({ key }) => key === heading || asked.includes(key)).map(({ key }) => key);
}

/**
 * How an address wants a table shown. Its columns win over the `remembered` ones of the reader, so that a link shows
 * the same to whoever opens it.
 */
export function readView(
	table: Table<unknown>,
	params: URLSearchParams,
	remembered: readonly string[],
	also: readonly string[] = [],
): TableView {
	const asked = params.getAll('cols').flatMap((list) => list.split(','));
	const usual = usualColumns(table, also);
	const columns = chosenColumns(table, asked) ?? chosenColumns(table, remembered) ?? usual;
	return {
		sort: readSorting(table, params.get('sort')),
		columns,
		isChosen: columns.join() !== usual.join(),
	};
}
