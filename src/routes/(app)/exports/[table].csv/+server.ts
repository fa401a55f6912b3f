import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { openTable } from '#lib/features/exchange/exporttable.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, request, url }) =>
	reading(locals, (ctx) =>
		csvOrProblems(ctx, () => openTable(ctx, params.table, url.searchParams), { request, url }),
	);
