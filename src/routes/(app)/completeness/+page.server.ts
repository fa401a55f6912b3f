import { fail, redirect } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { readMap } from '#lib/features/completeness/map.server.ts';
import { readMapChoice } from '#lib/features/completeness/model.ts';
import { previewReminders, sendReminders } from '#lib/features/completeness/remind.server.ts';
import { readFilter, readFilterSubjects } from '#lib/features/dashboard/filters.server.ts';
import { readFilterOptions } from '#lib/features/dashboard/queries.server.ts';
import { foldText } from '#lib/i18n/fold.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import { readPage } from '#lib/tables/query.ts';
import type { Actions, PageServerLoad } from './$types';

const DIMS: readonly string[] = ['governorate', 'category', 'sector'];
const choiceOf = ({ searchParams }: URL) => readMapChoice(searchParams, foldText, readPage(searchParams));

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const read = (name: string) => url.searchParams.getAll(name);
		const { filter, anchor, problems } = await readFilter(ctx, read, undefined, true);
		const choice = choiceOf(url);
		const mayRemind = reachOf(ctx.viewer.role, 'reminder.send') !== undefined;
		return {
			choice,
			anchor,
			problems,
			mayRemind,
			picking: mayRemind && url.searchParams.has('pick'),
			sent: url.searchParams.get('sent'),
			today: ctx.today,
			choices: (await readFilterOptions(ctx, {})).filter(({ dim }) => DIMS.includes(dim)),
			subjects: await readFilterSubjects(ctx, filter),
			asked: filter,
			map: await readMap(ctx, { filter, choice }),
		};
	});

export const actions = {
	preview: async (event) => {
		const { overdue, cell, row } = await readFields(event, ['overdue'], ['cell', 'row']);
		const chosen = {
			cells: cell,
			rows: row.map(Number).filter(Number.isSafeInteger),
			overdue: overdue !== '',
		};
		const answer = await acting(event.locals, async (ctx) => {
			const { filter } = await readFilter(
				ctx,
				(name) => event.url.searchParams.getAll(name),
				undefined,
				true,
			);
			return previewReminders(ctx, { filter, year: choiceOf(event.url).year, chosen });
		});
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, {}));
		return { preview: answer.value };
	},
	send: async (event) => {
		const { formKey, again, reports } = await readFields(event, ['formKey', 'again', 'reports']);
		const answer = await acting(
			event.locals,
			(ctx) => sendReminders(ctx, { reports, again: again !== '' }),
			formKey,
		);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, {}));
		const { societies, people } = answer.value;
		return redirect(303, `/completeness?sent=${societies}.${people}`);
	},
} satisfies Actions;
