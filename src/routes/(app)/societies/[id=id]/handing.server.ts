import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readChoices } from '#lib/features/register/choices.server.ts';
import type { Plan } from '#lib/features/register/handover.server.ts';
import { previewHandover } from '#lib/features/register/merge.server.ts';
import { readSocietyForm } from '#lib/features/societies/edit.server.ts';
import { takeIn } from '#lib/features/societies/files.server.ts';
import type { Context } from '#lib/platform/context.ts';
import {
	acting, reading, readUpload, sentBack, type Refused, type SentBack,
} from '#lib/platform/forms.server.ts'; // prettier-ignore

type Event = RequestEvent<{ id: string }>;

/** What the page of a merger or split gets back: what was typed and, once it can be done, exactly what will happen. */
interface Handed extends Partial<SentBack> {
	readonly entered: Record<string, string>;
	readonly targets: string[];
	readonly moves: string[];
	readonly plan: Plan | null;
}

/** The page before anything is sent: the society, whom it can go to, and its programs on the chosen day. */
export const loadHanding = ({ locals, params, url }: Event) =>
	reading(locals, async (ctx) => {
		const id = Number(params.id);
		const to = url.searchParams.getAll('to').filter(Boolean).map(Number);
		return {
			society: await readSocietyForm(ctx, { id }),
			choices: await readChoices(ctx, { id, on: url.searchParams.get('on') ?? '', to }),
			today: ctx.today,
			done: url.searchParams.get('done'),
		};
	});

async function readHanding(event: Event) {
	const names = ['on', 'ends', 'decision', 'version', 'digest', 'ticket', 'formKey'] as const;
	const { fields, upload } = await readUpload(event, names, ['targets', 'moves']);
	const { targets, moves, ticket, formKey, digest, ...entered } = fields;
	const taken = await acting(event.locals, (ctx) => takeIn(ctx, upload, ticket));
	const { version: _version, ...typed } = entered;
	return {
		asked: { ...typed, targets, moves, id: Number(event.params.id) },
		entered,
		digest,
		taken,
		formKey,
	};
}

/** Shows what a merger or split will do. Nothing is done. */
export async function preview(event: Event) {
	const { asked, entered, taken } = await readHanding(event);
	const { targets, moves } = asked;
	const back = (refused: Refused) =>
		fail(refused.status, { ...sentBack(refused, entered, '', taken), targets, moves, plan: null } as Handed);
	if (taken.refused) return back(taken.refused);
	const answer = await acting(event.locals, (ctx) => previewHandover(ctx, asked));
	if (answer.refused) return back(answer.refused);
	const kept = taken.value && { ticket: taken.value.ticket, fileName: taken.value.file.name };
	return { which: '', entered, targets, moves, plan: answer.value, problems: [], ...kept } as Handed;
}

/** Does what was shown, exactly; when that has changed meanwhile, shows the new plan instead. */
export const confirm =
	(kind: 'merge' | 'split', run: (ctx: Context, input: unknown) => Promise<unknown>) =>
	async (event: Event) => {
		const { asked, entered, digest, taken, formKey } = await readHanding(event);
		const { targets, moves, id } = asked;
		const file = taken.refused ? null : (taken.value?.file ?? null);
		const input = { ...asked, version: entered.version, digest, file };
		const { refused } = await acting(event.locals, (ctx) => run(ctx, input), formKey);
		if (!refused) redirect(303, `/societies/${id}/${kind}?done=${kind}`);
		const now = await acting(event.locals, (ctx) => previewHandover(ctx, asked));
		const plan = now.refused ? null : now.value;
		return fail(refused.status, { ...sentBack(refused, entered, '', taken), targets, moves, plan } as Handed);
	};
