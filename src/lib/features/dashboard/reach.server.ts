import type { Ask, Figure } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { ignoredDims, readKpi } from '#lib/kpi/read.server.ts';
import { addMonths, monthsBetween } from '#lib/platform/clock.ts';
import { measure } from './measure.server.ts';
import { askBefore } from './compared.server.ts';
import { chartSegments, type Places, type ReachByMonth, type SectorRow } from './model.ts';
import type { References } from './references.server.ts';
import type { Series } from './series.server.ts';

/** The columns of the chart from figures by month and segment; months without any row stay unknown. */
export function reachByMonth(
	figures: readonly Figure[],
	series: Series,
	ask: Ask,
	shift: number | null,
	waiting: readonly Figure[] = [],
): ReachByMonth {
	const months = monthsBetween(ask.filter.from, ask.filter.to);
	const inside = new Set(months);
	const cells = new Map<string, number>();
	const totals = new Map<string, number>();
	for (const { keys, numerator } of figures) {
		const [month, segment] = keys as [string, string];
		if (!inside.has(month)) continue;
		cells.set(`${month} ${segment}`, numerator);
		totals.set(segment, (totals.get(segment) ?? 0) + numerator);
	}
	const sent = new Map<string, number>();
	for (const { keys, numerator } of waiting) {
		const [month, segment] = keys as [string, string];
		sent.set(month, (sent.get(month) ?? 0) + numerator);
		cells.set(`${month} ${segment}`, (cells.get(`${month} ${segment}`) ?? 0) - numerator);
	}
	const { shown, rest } = chartSegments(totals);
	const valuesOf = (codes: readonly string[]) =>
		months.map((month) =>
			series.at(month) ? codes.reduce((sum, code) => sum + (cells.get(`${month} ${code}`) ?? 0), 0) : null,
		);
	return {
		months,
		series: [
			...shown.map((code) => ({ code, values: valuesOf([code]) })),
			...(rest.length ? [{ code: 'rest', values: valuesOf(rest) }] : []),
		],
		rest,
		totals: months.map((month) => series.at(month)?.value ?? null),
		prior: months.map((month) =>
			shift === null ? null : (series.at(addMonths(month, -shift))?.value ?? null),
		),
		shift,
		total: series.over(ask.filter.from, ask.filter.to).numerator,
		...(ask.filter.count === 'submitted' && {
			waiting: months.map((month) => (series.at(month) ? (sent.get(month) ?? 0) : null)),
		}),
	};
}

/** Reach, spend and cost by sector, largest reach first; a sector without any of them is left out. */
export async function readSectors(ask: Ask, anchor: string): Promise<SectorRow[]> {
	const of = async (id: string, asked = ask) =>
		new Map((await readKpi(measure(id), asked, ['sector'])).map((figure) => [figure.keys[0]!, figure]));
	const [people, spend, cost] = [await of('K-B7'), await of('K-O8'), await of('K-O10')];
	const before = askBefore(measure('K-B7'), ask, anchor);
	const prior = before && (await of('K-B7', before));
	return [...new Set([...people.keys(), ...spend.keys()])]
		.map((code) => ({
			code,
			people: people.get(code)?.numerator ?? 0,
			prior: prior?.get(code)?.value ?? null,
			spendMinor: spend.get(code)?.value ?? null,
			costMinor: cost.get(code)?.value ?? null,
		}))
		.filter((row) => row.people || row.spendMinor)
		.toSorted((a, b) => b.people - a.people || (b.spendMinor ?? 0) - (a.spendMinor ?? 0));
}

/** Filters that the money columns of the sector table do not know. */
export function sectorIgnored({ filter }: Ask): { spend: Dim[]; cost: Dim[] } {
	return { spend: ignoredDims(measure('K-O8'), filter), cost: ignoredDims(measure('K-O10'), filter) };
}

/** Reach by place of delivery, with people per 1,000 residents where a population is known, and where that is from. */
export async function readPlaces(ask: Ask, references: References): Promise<Places> {
	const figures = await readKpi(measure('K-B7'), ask, ['governorate']);
	const people = new Map(figures.map((figure) => [figure.keys[0]!, figure.numerator]));
	const asked = ask.filter.governorate;
	const counted = references.governorate.find(({ population }) => population);
	const rows = references.governorate
		.filter(({ code, kind }) =>
			asked.length ? asked.includes(code) : kind === 'governorate' || people.has(code),
		)
		.map(({ code, ar, en, kind = 'governorate', population }) => {
			const reached = people.get(code) ?? 0;
			return {
				code,
				ar,
				en,
				kind,
				people: reached,
				perThousand: population ? (1000 * reached) / population : null,
			};
		});
	return { rows, year: counted?.populationYear ?? null, source: counted?.populationSource ?? null };
}
