import { fail, redirect } from '@sveltejs/kit';
import { scopeOf } from '#lib/access/grants.ts';
import { listTrail } from '#lib/features/audit/trail.server.ts';
import { readFigureCards } from '#lib/features/dashboard/figurecards.server.ts';
import { readFilter } from '#lib/features/dashboard/filters.server.ts';
import { readContinuations } from '#lib/features/programs/follow.server.ts';
import { judgeProgram, readJudgements } from '#lib/features/programs/judgements.server.ts';
import { readProgram } from '#lib/features/programs/queries.server.ts';
import { readProgramProposals } from '#lib/features/proposals/queries.server.ts';
import { readProgramMonths, readResults } from '#lib/features/reports/queries.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import type { Viewer } from '#lib/platform/context.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import { withParams } from '#lib/tables/query.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the viewer can do about a program's record. */
function mayChange(viewer: Viewer): 'write' | 'propose' | null {
	if (scopeOf(viewer, 'program.write')) return 'write';
	return scopeOf(viewer, 'proposal.write') ? 'propose' : null;
}

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const { filter, anchor, problems } = await readFilter(ctx, (name) => url.searchParams.getAll(name));
		const id = Number(params.id);
		const months = { from: filter.from, to: filter.to, preset: filter.preset };
		const program = await readProgram(ctx, { id, filter });
		const to =
			ctx.today.slice(0, 7) > anchor && filter.preset !== 'custom' ? ctx.today.slice(0, 7) : filter.to;
		return {
			filter,
			anchor,
			problems,
			program,
			judgements: await readJudgements(ctx, { programId: id }),
			done: url.searchParams.get('done'),
			may: mayChange(ctx.viewer),
			trail: await listTrail(ctx, { objectType: 'program', objectId: id, limit: 100 }),
			proposals: await readProgramProposals(ctx, { programId: id }),
			ties: await readContinuations(ctx, { id }),
			cards: await readFigureCards(ctx, openFilter({ ...months, program: id })),
			months: await readProgramMonths(ctx, { programId: id, to }),
			results: await readResults(ctx, { programId: id, to: filter.to }),
		};
	});

export const actions = {
	judge: async (event) => {
		const { formKey, ...entered } = await readFields(event, ['version', 'judgement', 'note', 'formKey']);
		const input = { ...entered, programId: event.params.id };
		const { refused } = await acting(event.locals, (ctx) => judgeProgram(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, 'judge'));
		const kept = new URLSearchParams([...event.url.searchParams].filter(([name]) => !name.startsWith('/')));
		return redirect(
			303,
			`${withParams(`${event.url.pathname}?${kept.toString()}`, { done: 'judge' })}#judgement`,
		);
	},
} satisfies Actions;
