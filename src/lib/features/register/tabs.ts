import * as m from '#lib/paraglide/messages.js';

/** The pages of a society. */
export type SocietyTab = 'profile' | 'results' | 'people' | 'history';

/** The four pages as tabs, each at its own address; `query` is the period, which they keep. */
export function societyTabs(id: number, query: string) {
	const at = (page: string) => `/societies/${id}${page}${query}`;
	return [
		{ id: 'profile', label: m.register_profile(), href: at('') },
		{ id: 'results', label: m.register_tab_results(), href: at('/results') },
		{ id: 'people', label: m.register_tab_people(), href: at('/people') },
		{ id: 'history', label: m.register_tab_history(), href: at('/history') },
	] as const satisfies { id: SocietyTab; label: string; href: string }[];
}

/** The period of an address as it was written, which every page of the society keeps. */
export function periodQuery(params: URLSearchParams): string {
	const kept = ['period', 'from', 'to'].flatMap((name) => {
		const value = params.get(name);
		return value ? [[name, value] as [string, string]] : [];
	});
	return kept.length ? `?${new URLSearchParams(kept).toString()}` : '';
}
