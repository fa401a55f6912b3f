import type { Problem } from '../platform/errors.ts';
import { kpiDims, type Figure, type Kpi } from './define.ts';
import { DIM_LABEL, type CodeDim, type Dim } from './filter.ts';

/** A dimension with a closed list of values, or the month. */
export type CutDim = CodeDim | 'month';

/** Dimensions crossed at once; more would be the rows themselves. */
const MOST_CUTS = 3;

const isCut = (dim: Dim): dim is CutDim => dim !== 'society' && dim !== 'program';

/** By what a measure can be broken down. */
export function cutsOf(kpi: Kpi): CutDim[] {
	return kpiDims(kpi).filter(isCut);
}

/** Reads a breakdown (`month,segment`; repeated or comma lists); what does not apply to the measure is a problem. */
export function parseBy(kpi: Kpi, values: readonly string[]): { by: CutDim[]; problems: Problem[] } {
	const names = [
		...new Set(
			values
				.flatMap((v) => v.split(','))
				.map((v) => v.trim())
				.filter(Boolean),
		),
	];
	const possible = cutsOf(kpi);
	const by = names.flatMap((name) => possible.find((dim) => dim === name) ?? []);
	const problems: Problem[] = names
		.filter((name) => !possible.some((dim) => dim === name))
		.map((name) => ({
			place: 'by',
			text: {
				ar: `لا يُقسم ${kpi.id} بحسب «${name.slice(0, 40)}». الممكن: ${possible.map((d) => `${DIM_LABEL[d].ar} (${d})`).join('، ')}.`,
				en: `${kpi.id} cannot be broken down by “${name.slice(0, 40)}”. Possible: ${possible.join(', ')}.`,
			},
		}));
	if (by.length > MOST_CUTS) {
		problems.push({
			place: 'by',
			text: {
				ar: `يمكن الجمع بين ${MOST_CUTS} تقسيمات على الأكثر.`,
				en: `At most ${MOST_CUTS} breakdowns can be crossed.`,
			},
		});
	}
	return { by, problems };
}

/** The codes of every dimension in the order people know them. */
export type CodeOrder = Readonly<Record<CodeDim, readonly { readonly code: string }[]>>;

/** Figures in the order of their keys: months as time runs, codes as their lists stand. */
export function sortFigures(figures: readonly Figure[], by: readonly CutDim[], lists: CodeOrder): Figure[] {
	const places = by.map((dim) =>
		dim === 'month' ? undefined : new Map(lists[dim].map((r, i) => [r.code, i])),
	);
	const compare = (a: Figure, b: Figure) => {
		for (const [i, place] of places.entries()) {
			const [x, y] = [a.keys[i]!, b.keys[i]!];
			const difference = place
				? (place.get(x) ?? place.size) - (place.get(y) ?? place.size)
				: x < y
					? -1
					: x > y
						? 1
						: 0;
			if (difference) return difference;
		}
		return 0;
	};
	return figures.toSorted(compare);
}
