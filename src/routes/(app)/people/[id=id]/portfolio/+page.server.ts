import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { findSocieties, listGroups, readPortfolio } from '#lib/features/people/choices.server.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import { assignGroup, assignSociety, unassignSociety } from '#lib/features/people/portfolio.server.ts';
import { readPerson } from '#lib/features/people/queries.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const q = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
		const { person } = await readPerson(ctx, id);
		return {
			person,
			today: ctx.today,
			q,
			found: q ? await findSocieties(ctx, q) : [],
			groups: await listGroups(ctx, undefined),
			portfolio: await readPortfolio(ctx, id),
			isDone: url.searchParams.has('done'),
		};
	});

const NAMES = ['q', 'societyId', 'category', 'governorate', 'startsOn'] as const;

type Event = RequestEvent<{ id: string }>;
type Entered = Record<(typeof NAMES)[number], string>;

const step =
	(at: string, run: (ctx: Context, id: number, entered: Entered) => Promise<void>) =>
	async (event: Event) => {
		const { confirmPassword, confirmCode, ...entered } = await readFields(event, [
			...NAMES,
			...CONFIRM_FIELDS,
		]);
		const { refused } = await acting(event.locals, async () =>
			run(await confirming(event, { confirmPassword, confirmCode }), Number(event.params.id), entered),
		);
		if (refused) return fail(refused.status, { ...refused, at, entered });
		const q = entered.q ? `&q=${encodeURIComponent(entered.q)}` : '';
		return redirect(303, `/people/${event.params.id}/portfolio?done${q}`);
	};

const chosen = (text: string) => (text === '' ? null : text);

export const actions = {
	assign: step('assign', (ctx, id, { societyId, startsOn }) =>
		assignSociety(ctx, { id, societyId, startsOn }),
	),
	group: step('group', (ctx, id, { category, governorate, startsOn }) =>
		assignGroup(ctx, { id, category: chosen(category), governorate: chosen(governorate), startsOn }),
	),
	remove: step('remove', (ctx, id, { societyId }) => unassignSociety(ctx, { id, societyId })),
} satisfies Actions;
