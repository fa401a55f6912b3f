import { csvOrProblems } from '#lib/features/exchange/export.server.ts';
import { openReviewFile } from '#lib/features/exchange/reviewfile.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, request, url }) =>
	reading(locals, (ctx) =>
		csvOrProblems(ctx, () => Promise.resolve(openReviewFile(ctx, url.searchParams)), { request, url }),
	);
