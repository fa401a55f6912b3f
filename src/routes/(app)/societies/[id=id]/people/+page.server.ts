import { reachOf } from '#lib/access/grants.ts';
import { readSocietyAccounts } from '#lib/features/people/ofsociety.server.ts';
import { readFrame } from '#lib/features/register/frame.server.ts';
import { readSocietyRecord } from '#lib/features/societies/record.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const seesAccounts = reachOf(ctx.viewer.role, 'account.read') !== undefined;
		return {
			frame: await readFrame(ctx, id, url.searchParams),
			record: await readSocietyRecord(ctx, { id }),
			accounts: seesAccounts ? await readSocietyAccounts(ctx, { societyId: id }) : null,
		};
	});
