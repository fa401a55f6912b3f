import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { openKpi } from '#lib/features/exchange/exportkpi.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, request, url }) =>
	reading(locals, (ctx) =>
		csvOrProblems(ctx, () => openKpi(ctx, params.kpi, url.searchParams), { request, url }),
	);
