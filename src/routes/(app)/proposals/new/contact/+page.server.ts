import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { CONTACT_END_FIELDS, CONTACT_FIELDS } from '#lib/features/proposals/forms.ts';
import { readOwnRecord } from '#lib/features/proposals/own.server.ts';
import { proposeContact, proposeContactEnd } from '#lib/features/proposals/propose.server.ts';
import { readSocietyRecord } from '#lib/features/societies/record.server.ts';
import { acting, readFields, reading, sentBack } from '#lib/platform/forms.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	reading(locals, async (ctx) => {
		const societyId = ctx.viewer.societyId ?? 0;
		const { contacts } = await readSocietyRecord(ctx, { id: societyId });
		const asked = Number(url.searchParams.get('contact'));
		const chosen = contacts.find(({ id, endsOn }) => id === asked && endsOn === null);
		const ask = chosen
			? ({ kind: 'contact', act: 'edit', societyId, contactId: chosen.id } as const)
			: ({ kind: 'contact', act: 'new', societyId } as const);
		const present = contacts.filter(({ endsOn }) => endsOn === null);
		return { own: await readOwnRecord(ctx, ask), contacts: present, chosen, today: ctx.today };
	});

/** One of the page's two forms: reads its fields, runs its command, and leads to the proposal. */
const proposing =
	<const Name extends string>(
		which: string,
		names: readonly Name[],
		run: (ctx: Context, input: object) => Promise<{ id: number }>,
	) =>
	async (event: RequestEvent) => {
		const { formKey, ...fields } = await readFields<string>(event, names);
		const entered = fields as Record<string, string>;
		const answer = await acting(
			event.locals,
			(ctx) => run(ctx, { ...entered, id: ctx.viewer.societyId }),
			formKey as string,
		);
		if (answer.refused) return fail(answer.refused.status, sentBack(answer.refused, entered, which));
		return redirect(303, `/proposals/${answer.value.id}?done=proposed`);
	};

export const actions = {
	save: proposing('save', CONTACT_FIELDS, proposeContact),
	end: proposing('end', CONTACT_END_FIELDS, proposeContactEnd),
} satisfies Actions;
