import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { reachOf } from '#lib/access/grants.ts';
import {
	disableAccount,
	editAccount,
	enableAccount,
	endAccountSessions,
	issueAccountCode,
	resetFactor,
	revokeAccountCode,
} from '#lib/features/people/accounts.server.ts';
import { listSocietyChoices, readPortfolio } from '#lib/features/people/choices.server.ts';
import { CONFIRM_FIELDS, confirming } from '#lib/features/people/confirm.server.ts';
import { accountInput } from '#lib/features/people/forms.ts';
import { readPerson } from '#lib/features/people/queries.server.ts';
import { readAccountTrail } from '#lib/features/people/trail.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { acting, readFields, reading } from '#lib/platform/forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const { role } = ctx.viewer;
		return {
			...(await readPerson(ctx, id)),
			trail: await readAccountTrail(ctx, id),
			portfolio: await readPortfolio(ctx, id),
			societies: await listSocietyChoices(ctx, undefined),
			isSelf: ctx.viewer.accountId === id,
			isDone: url.searchParams.has('done'),
			may: {
				all: reachOf(role, 'account.write') === 'all',
				portfolio: reachOf(role, 'portfolio.write') !== undefined,
				audit: reachOf(role, 'audit.read') !== undefined,
			},
		};
	});

const NAMES = ['nameAr', 'nameEn', 'role', 'societyId', 'email', 'reason'] as const;

type Event = RequestEvent<{ id: string }>;
type Entered = Record<(typeof NAMES)[number], string>;

/** One of the page's forms: proof of presence, the command, and back here; a refusal says at which form it happened. */
async function act<R>(
	event: Event,
	at: string,
	run: (ctx: Context, id: number, entered: Entered) => Promise<R>,
) {
	const { confirmPassword, confirmCode, ...entered } = await readFields(event, [...NAMES, ...CONFIRM_FIELDS]);
	const answer = await acting(event.locals, async () =>
		run(await confirming(event, { confirmPassword, confirmCode }), Number(event.params.id), entered),
	);
	if (answer.refused) return { refusal: fail(answer.refused.status, { ...answer.refused, at, entered }) };
	return { value: answer.value };
}

/** A form after which the page simply shows the new state. */
const step =
	(at: string, run: (ctx: Context, id: number, entered: Entered) => Promise<unknown>) =>
	async (event: Event) => {
		const { refusal } = await act(event, at, run);
		return refusal ?? redirect(303, `/people/${event.params.id}?done`);
	};

export const actions = {
	edit: step('edit', (ctx, id, entered) => editAccount(ctx, { id, ...accountInput(entered, ctx.viewer) })),
	disable: step('state', (ctx, id) => disableAccount(ctx, { id })),
	enable: step('state', (ctx, id) => enableAccount(ctx, { id })),
	endSessions: step('sessions', (ctx, id) => endAccountSessions(ctx, { id })),
	revoke: step('code', (ctx, id) => revokeAccountCode(ctx, { id })),
	resetFactor: step('factor', (ctx, id, { reason }) => resetFactor(ctx, { id, reason })),
	/** The code is on this answer and nowhere else. */
	code: async (event) => {
		const { refusal, value } = await act(event, 'code', (ctx, id) => issueAccountCode(ctx, { id }));
		return refusal ?? { code: value ?? '' };
	},
} satisfies Actions;
