import type { Kpi } from '#lib/kpi/define.ts';
import { kpis as beneficiaryKpis } from '../beneficiaries/kpis.server.ts';
import { kpis as programKpis } from '../programs/kpis.server.ts';
import { kpis as reportKpis } from '../reports/kpis.server.ts';
import { unreached, unverified } from '../reports/sets.server.ts';
import { kpis as societyKpis } from '../societies/kpis.server.ts';

/** Reach and contacts stand in reports: those that are not in force stay outside, for people also those without reach. */
const people: readonly Kpi[] = beneficiaryKpis.map((kpi) => ({
	...kpi,
	excluded: [
		...(kpi.excluded ?? []),
		...unverified,
		...(kpi.unit === 'people' || kpi.unit === 'ratio' ? [unreached] : []),
	],
}));

/** Every measure of the product, in the order of the dictionary. */
export const KPIS: readonly Kpi[] = [...societyKpis, ...reportKpis, ...programKpis, ...people];

/** The measure with this code (`K-B7`), whatever the case it was typed in. */
export function kpiById(id: string): Kpi | undefined {
	return KPIS.find((kpi) => kpi.id === id.toUpperCase());
}
