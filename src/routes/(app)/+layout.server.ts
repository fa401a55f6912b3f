import { redirect } from '@sveltejs/kit';
import { isConfirmed } from '#lib/access/procedures.server.ts';
import { reachOf, type Action } from '#lib/access/grants.ts';
import { countNotices } from '#lib/features/notices/queries.server.ts';
import { ownView, viewPage } from '#lib/features/views/pages.ts';
import { readViews } from '#lib/features/views/saved.server.ts';
import { countWaiting } from '#lib/features/review/queue.server.ts';
import { reading } from '#lib/platform/forms.server.ts';
import type { NavId } from '#lib/ui/shell/nav.ts';
import type { LayoutServerLoad } from './$types';

/** The grant behind each page of the navigation. */
const NEEDS: Record<NavId, Action> = {
	workspace: 'workspace.read',
	deadlines: 'deadline.read',
	overview: 'overview.read',
	indicators: 'kpi.read',
	programs: 'program.read',
	societies: 'society.read',
	completeness: 'completeness.read',
	review: 'review.read',
	import: 'import.read',
	proposals: 'proposal.read',
	exports: 'society.export',
	people: 'account.read',
	settings: 'settings.read',
	outbox: 'outbox.read',
	audit: 'audit.read',
	dictionary: 'dictionary.read',
	account: 'own.account',
};

/** What each kind of session asks for when its person must prove to be present. */
const PROOFS = { demo: 'click', password: 'password', totp: 'factor' } as const;

/** Who is signed in, which pages the grants open to them, and whether they keep the register. */
export const load: LayoutServerLoad = ({ locals, url, request }) =>
	reading(locals, async (ctx) => {
		const { viewer } = ctx;
		const page = viewPage(url.pathname);
		const views = page ? await readViews(ctx, { page }) : [];
		const own = ownView(url, request.headers.get('referer'), views);
		if (own) redirect(303, own);
		return {
			presence: { proof: PROOFS[locals.session?.authLevel ?? 'password'], isFresh: isConfirmed(ctx) },
			views: page ? { page, list: views } : undefined,
			notices: await countNotices(ctx, undefined),
			// How much waits behind a page, beside its name in the navigation.
			counts: { review: reachOf(viewer.role, 'review.read') ? await countWaiting(ctx, {}) : 0 },
			maySearch: reachOf(viewer.role, 'search.read') !== undefined,
			viewer: { id: viewer.accountId, name: { ar: viewer.nameAr, en: viewer.nameEn }, role: viewer.role },
			may: Object.entries(NEEDS)
				.filter(([, action]) => reachOf(viewer.role, action))
				.map(([id]) => id),
			mayKeepRegister: reachOf(viewer.role, 'society.write') !== undefined,
		};
	});
