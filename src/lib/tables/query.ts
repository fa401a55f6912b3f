import { foldText } from '../i18n/fold.ts';
import type { Table } from './define.ts';
import { readSorting, type Sorting } from './view.ts';

/** Rows of one screen page. */
export const PAGE_SIZE = 50;
const LONGEST_SEARCH = 100;
const LAST_PAGE = 10_000;

/** What a list screen was asked beside its filters. */
export interface ListQuery {
	/** The search text as typed, shortened. */
	readonly q: string;
	/** The same, folded as the search indexes are. */
	readonly matching: string;
	/** Null: the list's own order. */
	readonly sort: Sorting | null;
	/** From 1. */
	readonly page: number;
}

/** The page an address asks for, from 1. */
export function readPage(params: URLSearchParams): number {
	const page = params.get('page') ?? '';
	return /^[1-9]\d{0,4}$/.test(page) ? Math.min(Number(page), LAST_PAGE) : 1;
}

/** Reads search, order and page of a table's list from an address; anything unknown counts as not given. */
export function readListQuery(params: URLSearchParams, table: Table<unknown>): ListQuery {
	const q = (params.get('q') ?? '').slice(0, LONGEST_SEARCH).trim();
	return { q, matching: foldText(q), sort: readSorting(table, params.get('sort')), page: readPage(params) };
}

/** The page asked for, or the last one when there are not so many. */
export function pageWithin(page: number, total: number): number {
	return Math.min(page, Math.max(1, Math.ceil(total / PAGE_SIZE)));
}

/** An address with some parameters replaced; an empty or undefined value drops the parameter. */
export function withParams(url: string, change: Record<string, string | number | undefined>): string {
	const [path, query = ''] = url.split('?', 2) as [string, string?];
	const params = new URLSearchParams(query);
	for (const [name, value] of Object.entries(change)) {
		if (value === undefined || value === '') params.delete(name);
		else params.set(name, String(value));
	}
	const text = params.toString().replaceAll('%2C', ',');
	return text ? `${path}?${text}` : path;
}
