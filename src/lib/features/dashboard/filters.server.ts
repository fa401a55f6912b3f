import type { Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import {
	CODE_DIMS,
	DIM_LABEL,
	openFilter,
	parseFilter,
	type Filter,
	type Portfolio,
} from '#lib/kpi/filter.ts';
import { parseAsOf } from '#lib/kpi/known.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing, type Problem } from '#lib/platform/errors.ts';
import { COMPARISONS, type Comparison } from '#lib/platform/preferences.ts';
import { listReferences, type References } from './references.server.ts';

/** A filter as it was asked for, with what was wrong in it and the lists its codes come from. */
export interface AskedFilter {
	readonly filter: Filter;
	readonly problems: readonly Problem[];
	readonly references: References;
	/** The month at which periods end when none is named. */
	readonly anchor: string;
}

/**
 * Reads a filter from an address or a command line. Codes that are on no list are dropped and named in `problems`,
 * like everything else that is wrong: a screen shows them, a file refuses. An officer's first page, asked for without any filter,
 * begins with the own portfolio. A page that compares says what the reader
 * `usual`ly compares with; the address may say otherwise.
 */
export async function readFilter(
	ctx: Context,
	read: (name: string) => string[],
	usual?: Comparison,
	isFirstPage = false,
): Promise<AskedFilter> {
	const wrong: Problem[] = [];
	const asOf = parseAsOf(read, { today: ctx.today, timeZone: ctx.pack.timeZone }, wrong);
	const anchor = await latestMonth(ctx.db, asOf?.on ?? ctx.today);
	const references = await listReferences(ctx.db);
	const { filter, problems: unread } = parseFilter(read, anchor);
	const problems = [...wrong, ...unread];
	const known: Partial<Record<(typeof CODE_DIMS)[number], string[]>> = {};
	for (const dim of CODE_DIMS) {
		const codes = new Set(references[dim].map((r) => r.code));
		known[dim] = filter[dim].filter((code) => codes.has(code));
		for (const code of filter[dim].filter((c) => !codes.has(c))) {
			const label = DIM_LABEL[dim];
			problems.push({
				place: dim,
				text: {
					ar: `${label.ar}: لا رمز «${code}» في القائمة.`,
					en: `${label.en}: the list has no code “${code}”.`,
				},
			});
		}
	}
	const compare = usual && (COMPARISONS.find((one) => one === read('compare').at(-1)) ?? usual);
	const portfolio = await readPortfolio(ctx, read, isFirstPage, problems);
	const found: Filter = {
		...filter,
		...known,
		...(asOf && { asOf }),
		...(portfolio && { portfolio }),
		...(compare && { compare }),
	};
	return { filter: found, problems, references, anchor };
}

/** The part of the address that speaks of a portfolio; nobody else than an officer has one. */
async function readPortfolio(
	{ db, viewer, today }: Context,
	read: (name: string) => string[],
	isFirstPage: boolean,
	problems: Problem[],
): Promise<Portfolio | undefined> {
	const asked = read('portfolio').at(-1);
	const isOfficer = viewer.role === 'officer' && viewer.accountId !== null;
	if (asked && (!isOfficer || (asked !== 'mine' && asked !== 'all'))) {
		problems.push({
			place: 'portfolio',
			text: {
				ar: 'هذه القيمة للمحفظة غير معروفة، أو ليس لحسابكم محفظة؛ فالمحافظ لموظفي المتابعة وحدهم.',
				en: 'That value of the portfolio is not known, or your account has none: only officers have a portfolio.',
			},
		});
	}
	if (!isOfficer || viewer.accountId === null) return undefined;
	const own = { account: viewer.accountId, on: today };
	if (asked === 'mine' || asked === 'all') return { ...own, show: asked };
	const isBare = [...CODE_DIMS, 'period', 'from', 'to', 'society', 'program', 'asof', 'count'].every(
		(name) => !read(name).length,
	);
	if (!isFirstPage || !isBare) return { ...own, show: 'unsaid' };
	const one = await db
		.selectFrom('portfolio')
		.select('society_id')
		.where('account_id', '=', own.account)
		.where('starts_on', '<=', today)
		.limit(1)
		.executeTakeFirst();
	return { ...own, show: one ? 'mine' : 'unsaid' };
}

/** Names of the society and the program a filter is narrowed to. */
export interface Subjects {
	readonly society?: Text & { readonly id: number };
	readonly program?: Text & { readonly id: number };
}

/** The names behind a filter's ids; an id that is not within the scope is missing, whether it exists or not. */
export async function readSubjects(ctx: Context, scope: Scope, filter: Filter): Promise<Subjects> {
	const { society, program } = filter;
	let found: Subjects = {};
	if (society !== undefined) {
		const row = await ctx.db
			.selectFrom('society')
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.where('id', '=', society)
			.$if(scope.reach === 'own', (q) => q.where('id', '=', ownId(scope)))
			.executeTakeFirst();
		if (!row) throw missing();
		found = { society: row };
	}
	if (program !== undefined) {
		const row = await ctx.db
			.selectFrom('program')
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.where('id', '=', program)
			.$if(scope.reach === 'own', (q) => q.where('society_id', '=', ownId(scope)))
			.executeTakeFirst();
		if (!row) throw missing();
		found = { ...found, program: row };
	}
	return found;
}

/** The chips of a list page: the society and program its filter names. */
export const readFilterSubjects = defineQuery<Filter, Subjects>({
	action: 'kpi.read',
	probe: ({ societyId }) => openFilter({ society: societyId }),
	run: readSubjects,
});

/** The society of a narrow scope. */
function ownId(scope: Scope): number {
	return scope.reach === 'own' ? scope.societyId : -1;
}
