/** What became of the reports a cell stands for, the least trouble first; the position is the rank. */
export const CELL_STATES = [
	'on_time', 'late', 'review', 'exception', 'due', 'returned', 'overdue',
] as const; // prettier-ignore
export type MapState = (typeof CELL_STATES)[number];

/** The reports of one row and one month: how many, and the state of the worst. */
export interface MapCell {
	readonly state: MapState;
	/** Reports in that state, of so many expected. */
	readonly n: number;
	readonly of: number;
	/** Days the worst is late; 0 where lateness does not apply. */
	readonly days: number;
	/** Due date of the worst. */
	readonly dueOn: string;
	/** The program, where the cell is one report. */
	readonly programId: number | null;
	/** That report, where the reader may open it. */
	readonly reportId: number | null;
}

/** Reports received of those due: the two parts of the reporting rate. */
export interface Rate {
	readonly got: number;
	readonly due: number;
}

/** A society, or a program of one's own society, with a cell for each month; null where nothing was expected. */
export interface MapRow {
	readonly id: number;
	readonly ar: string;
	readonly en: string;
	readonly searchKey: string;
	/** Codes the row can be grouped by; of a program they are empty. */
	readonly category: string;
	readonly governorate: string;
	readonly cells: readonly (MapCell | null)[];
	readonly total: Rate;
	readonly overdue: number;
	readonly returned: number;
	readonly worstDays: number;
}

export const SORTS = ['trouble', 'name', 'rate'] as const;
export type MapSort = (typeof SORTS)[number];
export const GROUPS = ['none', 'category', 'governorate'] as const;
export type MapGroup = (typeof GROUPS)[number];

/** What of the map is asked for beside the filter. */
export interface MapChoice {
	/** Months of a calendar year; absent: the last twelve. */
	readonly year?: number | undefined;
	readonly sort: MapSort;
	readonly group: MapGroup;
	/** Only rows with something overdue or returned. */
	readonly gaps: boolean;
	readonly q: string;
	/** Folded as the search keys are. */
	readonly matching: string;
	readonly all: boolean;
	readonly page: number;
}

/** States for which a society can be reminded: nothing has come yet. */
export const isRemindable = (state: MapState): boolean =>
	state === 'overdue' || state === 'due' || state === 'exception';

const share = ({ got, due }: Rate) => (due ? got / due : 2);

const byName = (locale: 'ar' | 'en') => {
	const collator = new Intl.Collator(locale);
	return (a: MapRow, b: MapRow) => collator.compare(a[locale], b[locale]) || a.id - b.id;
};

/** Rows in the order asked for; trouble is what is overdue, then what was returned, then how long. */
export function sortRows(rows: readonly MapRow[], sort: MapSort, locale: 'ar' | 'en'): MapRow[] {
	const name = byName(locale);
	if (sort === 'name') return rows.toSorted(name);
	if (sort === 'rate') return rows.toSorted((a, b) => share(a.total) - share(b.total) || name(a, b));
	return rows.toSorted(
		(a, b) => b.overdue - a.overdue || b.returned - a.returned || b.worstDays - a.worstDays || name(a, b),
	);
}

/** The rows that a search and the wish for gaps leave. */
export function narrowRows(
	rows: readonly MapRow[],
	{ matching, gaps }: Pick<MapChoice, 'matching' | 'gaps'>,
): MapRow[] {
	return rows.filter(
		(row) => (!gaps || row.overdue + row.returned > 0) && (!matching || row.searchKey.includes(matching)),
	);
}

const oneOf = <T extends string>(known: readonly T[], value: string | null, usual: T): T =>
	known.find((each) => each === value) ?? usual;

/** Reads the choice from an address; anything unknown counts as not given. */
export function readMapChoice(
	params: URLSearchParams,
	fold: (text: string) => string,
	page: number,
): MapChoice {
	const year = params.get('year') ?? '';
	const q = (params.get('q') ?? '').slice(0, 100).trim();
	return {
		...(/^(199\d|20\d\d|21\d\d)$/.test(year) && { year: Number(year) }),
		sort: oneOf(SORTS, params.get('sort'), 'trouble'),
		group: oneOf(GROUPS, params.get('group'), 'none'),
		gaps: params.has('gaps'),
		q,
		matching: fold(q),
		all: params.has('all'),
		page,
	};
}

/** The parameters that say this choice again, without the page. */
export function choiceParams(choice: MapChoice): Record<string, string> {
	return {
		...(choice.year !== undefined && { year: String(choice.year) }),
		...(choice.sort !== 'trouble' && { sort: choice.sort }),
		...(choice.group !== 'none' && { group: choice.group }),
		...(choice.gaps && { gaps: '1' }),
		...(choice.q && { q: choice.q }),
		...(choice.all && { all: '1' }),
	};
}
