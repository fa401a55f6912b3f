import { redirect } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { readStory } from '#lib/features/review/story.server.ts';
import { readReport } from '#lib/features/reports/sheet.server.ts';
import { readWritingPlace } from '#lib/features/writing/place.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { PageServerLoad } from './$types';

/** The number of a version in the address; anything that is none means there is no such page. */
function versionIn(params: URLSearchParams, name: string): { [key: string]: number } {
	const text = params.get(name);
	if (text === null) return {};
	if (!/^[1-9]\d{0,8}$/.test(text)) throw missing();
	return { [name]: Number(text) };
}

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const { place: draft } = await readWritingPlace(ctx, { id });
		if (draft) redirect(303, `/programs/${draft.programId}/reports/${draft.period}`);
		const versions = { ...versionIn(url.searchParams, 'version'), ...versionIn(url.searchParams, 'against') };
		return {
			report: await readReport(ctx, { id, ...versions }),
			story: await readStory(ctx, { id }),
			mayReview: reachOf(ctx.viewer.role, 'review.read') !== undefined,
			mayReopen: reachOf(ctx.viewer.role, 'report.reopen') !== undefined,
		};
	});
