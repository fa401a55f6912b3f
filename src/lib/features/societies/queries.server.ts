import { defineQuery } from '#lib/access/procedures.server.ts';
import { openFilter, unappliedDims, withoutDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { askOf, momentOf } from '#lib/kpi/read.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { PAGE_SIZE, pageWithin, type ListQuery } from '#lib/tables/query.ts';
import { sortField, type Sorting } from '#lib/tables/view.ts';
import { societyTable, type SocietyRow } from './columns.ts';
import { registerFilter } from './register.ts';
import { countSocieties, listSocieties, SOCIETY_DIMS } from './rows.server.ts';

/** The order of the register when none is chosen. */
const BY_NAME = { key: 'society', isDescending: false } as const;

export interface SocietyAsk {
	readonly filter: Filter;
	readonly list: ListQuery;
}

/** One page of the register, with how many societies the whole has. */
export interface SocietyPage {
	readonly rows: readonly SocietyRow[];
	readonly total: number;
	/** The order they come in. */
	readonly sort: Sorting;
	/** Filters of the address that this list cannot apply. */
	readonly ignored: readonly Dim[];
	/** The page that is shown: the one asked for, or the last. */
	readonly page: number;
	/** The day as of which the register is shown. */
	readonly asOf: string;
}

/** The register: societies with a status on the day, searched, ordered, by page. */
export const readSocieties = defineQuery<SocietyAsk, SocietyPage>({
	action: 'society.read',
	probe: ({ societyId }) => ({
		filter: openFilter({ society: societyId }),
		list: { q: '', matching: '', sort: null, page: 1 },
	}),
	async run(ctx, scope, { filter, list }) {
		const ignored = unappliedDims(filter, SOCIETY_DIMS);
		const { today } = askOf(ctx, scope, filter);
		const narrowed = withoutDims(registerFilter(filter, today), ignored);
		const ask = askOf(ctx, scope, narrowed);
		const sort = list.sort ?? BY_NAME;
		const [all] = await countSocieties(ask, 'onRegister', [], list.matching);
		const total = all?.value ?? 0;
		const page = pageWithin(list.page, total);
		const rows = await listSocieties(ask, 'onRegister', {
			limit: PAGE_SIZE,
			offset: (page - 1) * PAGE_SIZE,
			order: sortField(societyTable, sort, ctx.locale),
			matching: list.matching,
		});
		return { rows, total, sort, page, ignored, asOf: momentOf(narrowed, today) };
	},
});

/** What the society page says apart from programs and reports. */
export interface SocietyProfile extends SocietyRow {
	readonly scopeAr: string | null;
	readonly scopeEn: string | null;
	readonly sizeBand: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	readonly registrations: readonly { number: string; startsOn: string; endsOn: string | null }[];
}

/** Rows of a society's histories; longer ones belong to a page of their own. */
const HISTORY = 50;

/** A society as it stands today; one outside the viewer's scope is missing like one that does not exist. */
export const readSociety = defineQuery<{ id: number }, SocietyProfile>({
	action: 'society.read',
	probe: ({ societyId }) => ({ id: societyId }),
	async run(ctx, scope, { id }) {
		const month = ctx.today.slice(0, 7);
		const filter = openFilter({ from: month, to: month, society: id });
		const [row] = await listSocieties({ db: ctx.db, scope, today: ctx.today, filter }, 'onRegister', {
			limit: 1,
		});
		if (!row) throw missing();
		const more = await ctx.db
			.selectFrom('society')
			.select(['scope_ar as scopeAr', 'scope_en as scopeEn', 'size_band as sizeBand', 'email', 'phone'])
			.where('id', '=', row.id)
			.executeTakeFirstOrThrow();
		const registrations = await ctx.db
			.selectFrom('society_registration')
			.select(['number', 'starts_on as startsOn', 'ends_on as endsOn'])
			.where('society_id', '=', row.id)
			.orderBy('starts_on', 'desc')
			.limit(HISTORY)
			.execute();
		return { ...row, ...more, registrations };
	},
});
