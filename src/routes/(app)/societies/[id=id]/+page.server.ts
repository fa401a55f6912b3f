import { readFrame } from '#lib/features/register/frame.server.ts';
import { readSocietyRecord } from '#lib/features/societies/record.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		return {
			frame: await readFrame(ctx, id, url.searchParams),
			record: await readSocietyRecord(ctx, { id }),
		};
	});
