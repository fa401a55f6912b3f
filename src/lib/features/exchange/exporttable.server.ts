import { foldText } from '#lib/i18n/fold.ts';
import { CODE_DIMS, unappliedDims } from '#lib/kpi/filter.ts';
import type { Context } from '#lib/platform/context.ts';
import { invalid, missing, type Problem } from '#lib/platform/errors.ts';
import { CSV_LANGS, type CsvLang } from '#lib/tables/csv.ts';
import { readFilter, type AskedFilter } from '../dashboard/filters.server.ts';
import { registerFilter } from '../societies/register.ts';
import { exportById, type ExportAsk } from './exports.server.ts';
import { fileName, filterWords, whenOf, type CsvFile } from './export.server.ts';

/** Parameters that say which rows. */
const FILTER_PARAMS = [
	'from',
	'to',
	'period',
	...CODE_DIMS,
	'society',
	'program',
	'portfolio',
	'asof',
	'count',
] as const;
/** What a screen's address may carry beside its filters without meaning anything for a file. */
const SCREEN_PARAMS = ['page', 'sort', 'cols', 'list', 'compare'];

/** Named parameters of an address or a command line, repeated ones included. */
export type Params = URLSearchParams;

/** Names that mean nothing: a misspelt filter must not give the whole country. */
function unknownParams(params: Params, known: readonly string[]): Problem[] {
	const allowed = new Set<string>([...FILTER_PARAMS, ...SCREEN_PARAMS, 'lang', ...known]);
	return [...new Set(params.keys())]
		.filter((name) => !allowed.has(name))
		.map((name) => ({
			place: name,
			text: {
				ar: `لا مرشح باسم «${name.slice(0, 40)}».`,
				en: `There is no filter called “${name.slice(0, 40)}”.`,
			},
		}));
}

/** The language of the headers: as asked, else the reader's. */
export function langOf(ctx: Context, params: Params, problems: Problem[]): CsvLang {
	const asked = params.get('lang');
	if (!asked) return ctx.locale;
	const lang = CSV_LANGS.find((l) => l === asked);
	if (!lang) {
		problems.push({
			place: 'lang',
			text: { ar: 'اللغة إحدى: ar أو en أو codes.', en: 'The language is one of ar, en, codes.' },
		});
	}
	return lang ?? ctx.locale;
}

/** A file is not given with a part of its filters left out: 422 with everything that is wrong. */
export function refuse(problems: readonly Problem[]): void {
	if (!problems.length) return;
	throw invalid(
		{
			ar: 'في المرشحات ما يحتاج إلى تصحيح، فلم يُنفَّذ الطلب.',
			en: 'Some of the filters need correcting, so the request was not carried out.',
		},
		problems,
	);
}

/** The filter of a file; throws when anything in it is wrong. */
export async function strictFilter(
	ctx: Context,
	params: Params,
	known: readonly string[],
): Promise<AskedFilter> {
	const asked = await readFilter(ctx, (name) => params.getAll(name));
	refuse([...asked.problems, ...unknownParams(params, known)]);
	return asked;
}

/**
 * A table's file as an address or a command line asks for it. Unknown table 404, role 403, wrong filter 422: all
 * before anything is read.
 */
export async function openTable(ctx: Context, tableId: string, params: Params): Promise<CsvFile> {
	const found = exportById(tableId);
	if (!found) throw missing();
	const { page } = found.procedure.open(ctx);
	const { filter } = await strictFilter(ctx, params, found.isSearchable ? ['q'] : []);
	const problems: Problem[] = [];
	const lang = langOf(ctx, params, problems);
	refuse(problems);
	const q = found.isSearchable ? (params.get('q') ?? '') : '';
	const asked: ExportAsk = { filter, matching: foldText(q) };
	const unapplied = unappliedDims(filter, found.dims);
	const isRegister = found.moment === 'date';
	const when = whenOf(
		isRegister ? registerFilter(filter, filter.asOf?.on ?? ctx.today) : filter,
		found.moment,
		ctx.today,
	);
	return {
		action: found.procedure.action,
		id: tableId,
		table: found.table,
		lang,
		fileName: fileName(tableId, when, unapplied),
		filters: filterWords({ ...filter, preset: 'custom' }, q),
		unapplied,
		page: (after, limit) => page(asked, after, limit),
	};
}

/** How many rows that file has; asks the same permission. */
export async function countTable(ctx: Context, tableId: string, params: Params): Promise<number> {
	const found = exportById(tableId);
	if (!found) throw missing();
	const { filter } = await readFilter(ctx, (name) => params.getAll(name));
	return found.count(ctx, { filter, matching: found.isSearchable ? foldText(params.get('q') ?? '') : '' });
}
