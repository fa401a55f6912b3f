import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { isRated, type Figure, type Kpi, type Unit } from '#lib/kpi/define.ts';
import { openFilter, type Filter } from '#lib/kpi/filter.ts';
import { askOf, ignoredDims, readOne } from '#lib/kpi/read.server.ts';
import { readThresholds, subjectOf } from '#lib/kpi/settings.server.ts';
import { healthOf, type Health } from './model.ts';
import { KPIS } from './registry.server.ts';

/** A measure's figure without comparison: what a society's page shows of it. */
export interface FigureCard {
	readonly id: string;
	readonly label: Text;
	readonly unit: Kpi['unit'];
	readonly figure: Figure;
	readonly numeratorUnit: Unit;
	readonly denominatorUnit: Unit | null;
	readonly health?: Health;
	readonly whenEmpty: Text;
}

/** Measures of the register say nothing of one society. */
const speaksOf = (kpi: Kpi, filter: Filter) =>
	kpi.numerator.unit !== 'societies' && ignoredDims(kpi, filter).length === 0;

/** Every measure that knows the filter's dimensions, with its present figure. */
export const readFigureCards = defineQuery<Filter, FigureCard[]>({
	action: 'kpi.read',
	probe: ({ societyId }) => openFilter({ from: '2026-01', to: '2026-03', society: societyId }),
	async run(ctx, scope, filter) {
		const ask = askOf(ctx, scope, filter);
		const { db } = ask;
		const thresholds = await readThresholds(db, ask.today, await subjectOf(db, scope, filter));
		const cards: FigureCard[] = [];
		const told = KPIS.filter((one) => speaksOf(one, filter));
		// People first, then the order of the dictionary.
		for (const kpi of told.toSorted((a, b) => Number(b.unit === 'people') - Number(a.unit === 'people'))) {
			const figure = await readOne(kpi, ask);
			const health = isRated(kpi) ? healthOf(kpi.better, figure.value, thresholds.get(kpi.id)) : undefined;
			cards.push({
				id: kpi.id,
				label: kpi.label,
				unit: kpi.unit,
				figure,
				numeratorUnit: kpi.numerator.unit,
				denominatorUnit: kpi.denominator?.unit ?? null,
				whenEmpty: kpi.whenEmpty,
				...(health && { health }),
			});
		}
		return cards;
	},
});
