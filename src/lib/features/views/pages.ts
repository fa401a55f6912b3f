/** Pages whose filters, order and columns can be kept under a name. */
const PAGES = /^\/(overview|societies|programs|completeness|review|kpis\/K-[A-Z]\d{1,2})$/;

/** What a view keeps of an address, in this order; the page of a list and messages are of the moment. */
const KEPT = [
	'period', 'from', 'to', 'compare', 'governorate', 'category', 'sector', 'segment', 'sex', 'age', 'society', 'program', 'portfolio', 'asof', 'count',
	'q', 'list', 'by', 'sort', 'cols', 'year', 'group', 'queue', 'whose', 'findings', 'order',
] as const; // prettier-ignore

const LONGEST_QUERY = 1500;
const LONGEST_VALUE = 500;

/** In the address: the page as everybody gets it, though one's own view would open. */
export const USUAL = 'view=usual';

/** The page that has views at this address; undefined where there are none. */
export function viewPage(path: string): string | undefined {
	return PAGES.test(path) ? path : undefined;
}

/** What of an address a view keeps, always in the same order, so that equal views have equal texts. */
export function cleanQuery(query: string): string {
	const given = new URLSearchParams(query);
	const kept = new URLSearchParams();
	for (const name of KEPT) {
		const value = given.getAll(name).filter(Boolean).join(',');
		if (value && value.length <= LONGEST_VALUE) kept.set(name, value);
	}
	const text = kept.toString().replaceAll('%2C', ',');
	return text.length <= LONGEST_QUERY ? text : '';
}

/** A view as its page is asked for it. */
export function viewHref(page: string, query: string): string {
	return query ? `${page}?${query}` : page;
}

/** One's own view or one that a colleague shares. */
export interface SavedView {
	readonly id: number;
	readonly page: string;
	readonly name: string;
	readonly query: string;
	readonly isMine: boolean;
	readonly isShared: boolean;
	/** Opens when its owner enters the page without parameters. */
	readonly isDefault: boolean;
}

/** Which of the three layers a page shows: the usual one, a kept view, or what its link says. */
export function layerOf(
	query: string,
	views: readonly SavedView[],
): { readonly layer: 'usual' | 'link' } | { readonly layer: 'view'; readonly view: SavedView } {
	const now = cleanQuery(query);
	if (!now) return { layer: 'usual' };
	const same = views.filter((each) => each.query === now);
	const view = same.find(({ isMine }) => isMine) ?? same[0];
	return view ? { layer: 'view', view } : { layer: 'link' };
}

/** Where to go on instead: one's own view, when the page is entered without a word from somewhere else. */
export function ownView(
	{ pathname, search }: Pick<URL, 'pathname' | 'search'>,
	referer: string | null,
	views: readonly SavedView[],
): string | undefined {
	if (search) return undefined;
	// Whoever drops all filters on the page itself wants none.
	if (referer && URL.canParse(referer) && new URL(referer).pathname === pathname) return undefined;
	const own = views.find(({ isMine, isDefault, query }) => isMine && isDefault && query);
	return own && viewHref(pathname, own.query);
}
