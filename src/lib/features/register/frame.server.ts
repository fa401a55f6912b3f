import type { Context } from '#lib/platform/context.ts';
import { readReportStanding } from '../reports/standing.server.ts';
import { readSociety } from '../societies/queries.server.ts';
import { periodQuery } from './tabs.ts';

/** What every page of a society shows above its tabs. */
export async function readFrame(ctx: Context, id: number, params: URLSearchParams) {
	return {
		society: await readSociety(ctx, { id }),
		standing: await readReportStanding(ctx, { societyId: id }),
		today: ctx.today,
		query: periodQuery(params),
	};
}
