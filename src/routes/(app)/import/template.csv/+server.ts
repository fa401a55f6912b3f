import { csvFileResponse } from '#lib/features/exchange/intake/rejected.server.ts';
import { readTemplate, templateAsk, templatePieces } from '#lib/features/exchange/intake/template.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const ask = templateAsk(url.searchParams);
		return csvFileResponse(templatePieces(await readTemplate(ctx, ask)), `template-${ask.kind}.csv`);
	});
