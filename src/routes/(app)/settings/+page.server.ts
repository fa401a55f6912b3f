import { readSettings } from '#lib/features/settings/board.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** The mail server as it may be shown: without name and password. */
const shown = (mail: { url: string; from: string } | undefined) =>
	mail && { from: mail.from, host: new URL(mail.url).host };

export const load: PageServerLoad = ({ locals }) =>
	reading(locals, async (ctx) => ({
		...(await readSettings(ctx, undefined)),
		mail: shown(locals.site.env.mail),
		isScanned: locals.site.env.scanCommand !== undefined,
	}));
