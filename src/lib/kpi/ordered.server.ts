import { sql, type RawBuilder } from 'kysely';
import type { SortField } from '../tables/view.ts';

type Fragment = RawBuilder<unknown>;

/** Which part of a list is read: rows after a key in key order (files), or a page in an order of the screen. */
export interface Slice {
	readonly after?: string | number | undefined;
	readonly limit: number;
	readonly offset?: number;
	/** Absent: the list's own order. */
	readonly order?: SortField | undefined;
}

/**
 * A page of a list in an order chosen on screen: the list's own query, put in order by one of the fields it selects.
 * Unknown values come last; rows that are equal keep the order of their ids, so that no page shows a row twice.
 */
function inOrder<Row>(
	list: Fragment,
	{ field, isDescending }: SortField,
	{ limit, offset = 0 }: Slice,
): RawBuilder<Row> {
	const way = isDescending ? sql`desc` : sql`asc`;
	return sql<Row>`select * from (${list}) order by ${sql.ref(field)} collate nocase ${way} nulls last, id
		limit ${limit} offset ${offset}`;
}

/** A slice of a list: in its own order `own` (columns of the list's query), or in the one chosen on screen. */
export function sliced<Row>(list: Fragment, own: Fragment, slice: Slice): RawBuilder<Row> {
	if (slice.order) return inOrder(list, slice.order, slice);
	return sql<Row>`${list} order by ${own} limit ${slice.limit} offset ${slice.offset ?? 0}`;
}
