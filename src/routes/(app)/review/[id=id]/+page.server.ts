import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import { queueHref, readQueueQuery } from '#lib/features/review/address.ts';
import { reviewRuleOf } from '#lib/features/review/limit.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { returnReport } from '#lib/features/review/return.server.ts';
import { readReview } from '#lib/features/review/sheet.server.ts';
import { readSubstitutions } from '#lib/features/review/substitutes.server.ts';
import {
	answerColleague,
	askColleague,
	commentOnReport,
	finishComment,
} from '#lib/features/review/talk.server.ts';
import { verifyReport } from '#lib/features/review/verify.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

const TABS = ['changes', 'checks', 'story'] as const;

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const query = readQueueQuery(url.searchParams, ctx.viewer.role);
		const { q: _q, ...queue } = query;
		return {
			review: await readReview(ctx, { id: Number(params.id), queue }),
			rule: await reviewRuleOf(ctx, {}),
			colleagues: (await readSubstitutions(ctx, {})).colleagues,
			query,
			me: ctx.viewer.accountId,
			mayVerify: reachOf(ctx.viewer.role, 'report.verify') !== undefined,
			tab: TABS.find((tab) => tab === url.searchParams.get('tab')) ?? TABS[0],
			done: url.searchParams.get('done'),
		};
	});

type Event = RequestEvent<{ id: string }>;

/** Where a decision leads: to the next report of the queue, else to the queue. */
function onward(event: Event, next: string, done: string): never {
	const query = readQueueQuery(event.url.searchParams, event.locals.ctx?.viewer.role ?? '');
	const path = /^[1-9]\d{0,11}$/.test(next) ? `/review/${next}` : '/review';
	redirect(303, `${queueHref(path, query)}&done=${done}`);
}

/** Runs one form of the page; a refusal brings everything typed back, with the ticked cells. */
async function run<const Name extends string, Result>(
	event: Event,
	which: string,
	names: readonly Name[],
	command: (ctx: Context, input: unknown) => Promise<Result>,
	toInput: (fields: Record<Name, string>, cells: string[]) => unknown,
) {
	const { cell, ...fields } = await readFields(event, [...names, 'next', 'formKey'], ['cell']);
	const typed = fields as unknown as Record<Name | 'next' | 'formKey', string>;
	const answer = await acting(event.locals, (ctx) => command(ctx, toInput(typed, cell)), typed.formKey);
	if (answer.refused) {
		const { formKey: _key, ...entered } = typed as Record<string, string>;
		return {
			failed: fail(answer.refused.status, { ...sentBack(answer.refused, entered, which), cells: cell }),
		};
	}
	return { value: answer.value, next: typed.next };
}

const reportOf = ({ params }: Event) => ({ reportId: Number(params.id) });

export const actions = {
	verify: async (event) => {
		const done = await run(event, 'verify', ['version'], verifyReport, ({ version }) => ({
			...reportOf(event),
			version: Number(version),
		}));
		if (done.failed) return done.failed;
		return onward(event, done.next, done.value === 'verified' ? 'verify' : 'first');
	},
	return: async (event) => {
		const names = ['version', 'reason', 'text', 'days'] as const;
		const done = await run(event, 'return', names, returnReport, ({ version, days, ...typed }, cells) => ({
			...reportOf(event),
			reason: typed.reason,
			text: typed.text,
			version: Number(version),
			days: Number(days),
			cells,
		}));
		return done.failed ?? onward(event, done.next, 'return');
	},
	comment: async (event) => {
		const names = ['target', 'text'] as const;
		const done = await run(event, 'comment', names, commentOnReport, ({ target, text }) => ({
			...reportOf(event),
			cell: target || null,
			text,
		}));
		return done.failed ?? onward(event, event.params.id, 'comment');
	},
	finish: async (event) => {
		const done = await run(event, 'finish', ['commentId'], finishComment, ({ commentId }) => ({
			commentId: Number(commentId),
		}));
		return done.failed ?? onward(event, event.params.id, 'finish');
	},
	ask: async (event) => {
		const names = ['version', 'askedOf', 'question'] as const;
		const done = await run(event, 'ask', names, askColleague, ({ askedOf, question }) => ({
			...reportOf(event),
			askedOf: Number(askedOf),
			question,
		}));
		return done.failed ?? onward(event, done.next, 'ask');
	},
	answer: async (event) => {
		const names = ['questionId', 'answer'] as const;
		const done = await run(event, 'answer', names, answerColleague, ({ questionId, answer }) => ({
			questionId: Number(questionId),
			answer,
		}));
		return done.failed ?? onward(event, event.params.id, 'answer');
	},
	reopen: async (event) => {
		const done = await run(event, 'reopen', ['version', 'reason'], reopenReport, ({ version, reason }) => ({
			...reportOf(event),
			version: Number(version),
			reason,
		}));
		return done.failed ?? onward(event, event.params.id, 'reopen');
	},
} satisfies Actions;
