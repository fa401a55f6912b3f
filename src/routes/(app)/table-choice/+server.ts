import { redirect } from '@sveltejs/kit';
import { chooseColumns } from '#lib/features/views/commands.server.ts';
import { readFields, reading } from '#lib/platform/forms.server.ts';
import { localTarget } from '#lib/platform/path.ts';
import { withParams } from '#lib/tables/query.ts';
import type { RequestHandler } from './$types';

/** Keeps which columns a person wants to see and leads back to the list, whose address then names them. */
export const POST: RequestHandler = async (event) => {
	const fields = await readFields(event, ['table', 'back', 'usual'], ['cols']);
	const columns = fields.usual ? [] : fields.cols;
	const chosen = await reading(event.locals, (ctx) => chooseColumns(ctx, { table: fields.table, columns }));
	const [back, place] = localTarget(fields.back, '/').split('#', 2) as [string, string?];
	redirect(303, `${withParams(back, { cols: chosen.join(',') })}${place ? `#${place}` : ''}`);
};
