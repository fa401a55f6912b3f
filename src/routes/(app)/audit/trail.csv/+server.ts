import { openTrail } from '#lib/features/audit/export.server.ts';
import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, request, url }) =>
	reading(locals, (ctx) => csvOrProblems(ctx, () => openTrail(ctx, url.searchParams), { request, url }));
