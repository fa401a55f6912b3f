import type { Scope } from '../access/grants.ts';
import type { Context } from '../platform/context.ts';
import { lastDayOf, monthsBetween } from '../platform/clock.ts';
import { kpiDims, quotient, type Ask, type Figure, type Group, type Kpi, type RowSet } from './define.ts';
import { unappliedDims, withoutDims, type Dim, type Filter } from './filter.ts';

/** What a procedure asks of a filter: as known today, or on the day the filter names. */
export function askOf({ db, today }: Pick<Context, 'db' | 'today'>, scope: Scope, filter: Filter): Ask {
	const { asOf } = filter;
	return { db, scope, filter, today: asOf && asOf.on < today ? asOf.on : today };
}

/** Filters of the address that this KPI cannot apply; the screen says so beside the value. */
export function ignoredDims(kpi: Kpi, filter: Filter): Dim[] {
	return unappliedDims(filter, kpiDims(kpi));
}

/** What the KPI is asked: its filter without the dimensions that do not apply. */
export function askFor(kpi: Kpi, ask: Ask): Ask {
	return { ...ask, filter: withoutDims(ask.filter, ignoredDims(kpi, ask.filter)) };
}

/** What one of the KPI's lists is asked: also without the dimensions that this list does not know. */
export function askForSet(kpi: Kpi, set: RowSet, ask: Ask): Ask {
	const { filter } = askFor(kpi, ask);
	return { ...ask, filter: withoutDims(filter, unappliedDims(filter, set.dims)) };
}

/** The day a `date` KPI speaks of: the filter's last day, but never after today. */
export function momentOf(filter: Filter, today: string): string {
	const end = lastDayOf(filter.to);
	return end < today ? end : today;
}

/**
 * The KPI's figures, one per group of `by` (one in all without `by`). A group that only the denominator knows
 * appears with a zero numerator. A `date` KPI by month is read at the end of each month.
 */
export async function readKpi(kpi: Kpi, ask: Ask, by: readonly Dim[] = []): Promise<Figure[]> {
	const narrowed = askFor(kpi, ask);
	if (kpi.moment === 'date' && by.includes('month')) return readByMonthEnd(kpi, narrowed, by);
	if (kpi.figures) return kpi.figures(narrowed, by);
	if (kpi.parts) return merge(kpi, ...(await kpi.parts(narrowed, by)), by);
	const numerator = await kpi.numerator.sum(narrowed, by);
	const denominator = kpi.denominator ? await kpi.denominator.sum(narrowed, by) : undefined;
	const figures = merge(kpi, numerator, denominator, by);
	return isMixed(kpi, narrowed.filter, by) ? figures.map(withoutValue) : figures;
}

/** Whether a sum would add up what is never added: several values of the measure's `apart`, none of them chosen. */
export function isMixed({ apart }: Kpi, filter: Filter, by: readonly Dim[] = []): boolean {
	return apart !== undefined && !by.includes(apart) && filter[apart].length !== 1;
}

/** A figure that adds up unlike units is none; its rows are still there. */
const withoutValue = (figure: Figure): Figure => ({ ...figure, value: null, numerator: 0 });

/** The KPI's figure over the whole filter: without a breakdown there is always exactly one. */
export async function readOne(kpi: Kpi, ask: Ask): Promise<Figure> {
	return (await readKpi(kpi, ask))[0]!;
}

async function readByMonthEnd(kpi: Kpi, ask: Ask, by: readonly Dim[]): Promise<Figure[]> {
	const figures: Figure[] = [];
	const rest = by.filter((dim) => dim !== 'month');
	const at = by.indexOf('month');
	const last = ask.today.slice(0, 7) < ask.filter.to ? ask.today.slice(0, 7) : ask.filter.to;
	for (const month of monthsBetween(ask.filter.from, last)) {
		const filter: Filter = { ...ask.filter, preset: 'custom', from: month, to: month };
		for (const figure of await readKpi(kpi, { ...ask, filter }, rest)) {
			figures.push({ ...figure, keys: figure.keys.toSpliced(at, 0, month) });
		}
	}
	return figures;
}

function merge(kpi: Kpi, numerator: Group[], denominator: Group[] | undefined, by: readonly Dim[]): Figure[] {
	const nothing = { value: 0, rows: 0 };
	const joined = (g: Group) => g.keys.join('\u0000');
	const tops = new Map(numerator.map((g) => [joined(g), g]));
	const bottoms = denominator && new Map(denominator.map((g) => [joined(g), g]));
	const keys = new Map([...tops.values(), ...(bottoms?.values() ?? [])].map((g) => [joined(g), g.keys]));
	if (!by.length && !keys.size) keys.set('', []);
	return [...keys].map(([id, parts]) => {
		const top = tops.get(id) ?? nothing;
		const bottom = bottoms ? (bottoms.get(id) ?? nothing) : undefined;
		const sums = { numerator: top.value, denominator: bottom?.value ?? null, numeratorRows: top.rows };
		return { keys: parts, value: quotient(kpi, sums), ...sums, denominatorRows: bottom?.rows ?? null };
	});
}

/** Every row of a set within an ask, batch by batch; never all at once. */
export async function* rowsOf<Row>(set: RowSet<Row>, ask: Ask, limit = 500): AsyncGenerator<Row[]> {
	let after: string | number | undefined;
	do {
		const page = await set.page(ask, after, limit);
		if (page.rows.length) yield page.rows;
		after = page.next;
	} while (after !== undefined);
}
