import type { Ask, Kpi } from '#lib/kpi/define.ts';
import { readOne } from '#lib/kpi/read.server.ts';
import { measure } from './measure.server.ts';
import type { Card, Coverage } from './model.ts';
import { readSeries, type Series } from './series.server.ts';

/** The list of K-D1 that holds the reports in the figures. */
const COUNTED_LIST = 'expected.counted';

/** The share of the reports due whose figures count: read like a measure, over the rows that K-D1 lists. */
function inFigures(): Kpi {
	const { figures: _none, parts: _neither, ...kpi } = measure('K-D1');
	return { ...kpi, numerator: kpi.also!.find(({ id }) => id === COUNTED_LIST)! };
}

/** Whether a measure's figures come from reports that were due; the register and the reports themselves do not. */
export function isCovered(kpi: Kpi): boolean {
	const { unit } = kpi.numerator;
	return unit !== 'societies' && unit !== 'reports' && unit !== 'days' && unit !== 'cells';
}

/** How many of the reports due in the filter's months are in its figures; undefined where none was expected. */
export async function readCoverage(ask: Ask): Promise<Coverage | undefined> {
	const { numerator, denominator } = await readOne(inFigures(), ask);
	return denominator ? { n: numerator, of: denominator } : undefined;
}

/** The same by month, up to what a filter is compared with. */
export async function readCoverageSeries(ask: Ask): Promise<Series> {
	return readSeries(inFigures(), ask);
}

/** What stands beside a figure. */
export type FigureNotes = Pick<Card, 'coverage' | 'waiting' | 'isMixed' | 'undated'>;

/**
 * What stands beside a measure's figure: the reports in it (read already, where the caller knows them); with submitted
 * figures how much of a sum is submitted only, and of a ratio that it holds such; what is not as of the day asked for.
 */
export async function readNotes(kpi: Kpi, ask: Ask, known?: Coverage): Promise<FigureNotes> {
	const { filter } = ask;
	const undated = { ...(kpi.undated && filter.asOf && { undated: kpi.undated }) };
	if (!isCovered(kpi)) return undated;
	const coverage = known ?? (await readCoverage(ask));
	const covered = { ...undated, ...(coverage && { coverage }) };
	if (filter.count !== 'submitted') return covered;
	if (kpi.denominator) return { ...covered, isMixed: true };
	const { value } = await readOne(kpi, { ...ask, filter: { ...filter, count: 'waiting' } });
	return { ...covered, waiting: value };
}
