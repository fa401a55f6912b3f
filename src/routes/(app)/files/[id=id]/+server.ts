import { fileHeaders, readContent } from '#lib/platform/files.server.ts';
import { readStoredFile } from '#lib/features/societies/files.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
	reading(locals, async (ctx) => {
		const file = await readStoredFile(ctx, { id: Number(params.id) });
		const bytes = await readContent(locals.site.env.databaseFile, file.sha256);
		return new Response(bytes, { headers: fileHeaders(file) });
	});
