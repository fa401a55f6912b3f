import { matchKey } from '../i18n/fold.ts';

/** Rows of one screen page. */
export const PAGE_SIZE = 50;
const LONGEST_SEARCH = 100;
const LAST_PAGE = 10_000;

/** What a list screen was asked beside its filters. */
export interface ListQuery<Order extends string> {
	/** The search text as typed, shortened. */
	readonly q: string;
	/** The same, folded for comparison with a `search_key`. */
	readonly matching: string;
	readonly order: Order;
	/** From 1. */
	readonly page: number;
}

/** Reads search, order and page from an address; anything unknown counts as not given. */
export function readListQuery<Order extends string>(
	params: URLSearchParams,
	orders: readonly [Order, ...Order[]],
): ListQuery<Order> {
	const q = (params.get('q') ?? '').slice(0, LONGEST_SEARCH).trim();
	const page = params.get('page') ?? '';
	return {
		q,
		matching: matchKey(q),
		order: orders.find((order) => order === params.get('sort')) ?? orders[0],
		page: /^[1-9]\d{0,4}$/.test(page) ? Math.min(Number(page), LAST_PAGE) : 1,
	};
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
