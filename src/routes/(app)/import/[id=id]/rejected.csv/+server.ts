import { csvFileResponse, rejectedFile } from '#lib/features/exchange/intake/rejected.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
	reading(locals, (ctx) =>
		csvFileResponse(rejectedFile(ctx, Number(params.id)), `rejected-${params.id}.csv`),
	);
