import type { Kpi } from '#lib/kpi/define.ts';
import { kpiById } from './registry.server.ts';

/** A measure that the first page is built of. */
export function measure(id: string): Kpi {
	const kpi = kpiById(id);
	if (!kpi) throw new Error(`${id} is not among the measures`);
	return kpi;
}
