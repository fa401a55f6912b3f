import { defineExport, type Export } from '#lib/access/procedures.server.ts';
import { parseBy, sortFigures, type CutDim } from '#lib/kpi/breakdown.ts';
import { kpiDims, type Kpi, type RowSet } from '#lib/kpi/define.ts';
import { unappliedDims, type Filter } from '#lib/kpi/filter.ts';
import { askForSet, askOf, ignoredDims, readKpi } from '#lib/kpi/read.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing, type Problem } from '#lib/platform/errors.ts';
import { isCovered, readCoverage } from '../dashboard/coverage.server.ts';
import { figureTable, type FileFigure } from '../dashboard/figuretable.ts';
import { listOf } from '../dashboard/lists.ts';
import { listReferences, type References } from '../dashboard/references.server.ts';
import { kpiById } from '../dashboard/registry.server.ts';
import { fileName, filterWords, whenOf, type CsvFile } from './export.server.ts';
import { langOf, refuse, strictFilter, type Params } from './exporttable.server.ts';

/** The figures of a measure, one row per group: exactly the data of its chart or breakdown. */
export function figuresExport(
	kpi: Kpi,
	by: readonly CutDim[],
	lists: References,
): Export<FileFigure, Filter> {
	return defineExport({
		action: 'kpi.export',
		table: figureTable(kpi, by, lists, isCovered(kpi)),
		async page(ctx, scope, filter) {
			const ask = askOf(ctx, scope, filter);
			const figures = sortFigures(await readKpi(kpi, ask, by), by, lists);
			const coverage = isCovered(kpi) ? await readCoverage(ask) : undefined;
			return { rows: figures.map((figure) => ({ ...figure, coverage })), next: undefined };
		},
	});
}

/** The rows behind a measure: exactly those of its evidence. */
function rowsExport(kpi: Kpi, set: RowSet): Export<unknown, Filter> {
	return defineExport<unknown, Filter>({
		action: 'kpi.export',
		table: set.table,
		page(ctx, scope, filter, after, limit) {
			return set.page(askForSet(kpi, set, askOf(ctx, scope, filter)), after, limit);
		},
	});
}

/**
 * A measure's file as an address asks for it: `by=month,segment` for its figures, `rows=numerator` for its rows.
 * Unknown measure or list 404, role 403, wrong filter or breakdown 422.
 */
export async function openKpi(ctx: Context, kpiId: string, params: Params): Promise<CsvFile> {
	const kpi = kpiById(kpiId);
	if (!kpi) throw missing();
	const list = params.get('rows');
	const set = list === null ? undefined : listOf(kpi, list);
	if (list !== null && !set) throw missing();
	const { by, problems } = parseBy(kpi, params.getAll('by'));
	const procedure = set ? rowsExport(kpi, set) : figuresExport(kpi, by, await listReferences(ctx.db));
	const opened = procedure.open(ctx);
	const { filter } = await strictFilter(ctx, params, ['by', 'rows', 'q']);
	const wrong: Problem[] = set ? [] : problems;
	const lang = langOf(ctx, params, wrong);
	refuse(wrong);
	const unapplied = set
		? unappliedDims(
				filter,
				set.dims.filter((dim) => kpiDims(kpi).includes(dim)),
			)
		: ignoredDims(kpi, filter);
	const part = set ? `-${list}` : by.length ? `-by-${by.join('-')}` : '';
	return {
		action: procedure.action,
		id: `${kpi.id}${part}`,
		table: procedure.table,
		lang,
		fileName: fileName(`${kpi.id}${part}`, whenOf(filter, set ? kpi.moment : 'period', ctx.today), unapplied),
		filters: filterWords({ ...filter, preset: 'custom' }),
		unapplied,
		page: (after, limit) => opened.page(filter, after, limit),
	};
}
