import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { takeIn } from '#lib/features/societies/files.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { KeptFile } from '#lib/platform/files.server.ts';
import { acting, readFields, readUpload, sentBack } from '#lib/platform/forms.server.ts';

type Typed<Name extends string> = Record<Name, string> & { readonly id: number };

/**
 * One form about a society: reads its fields (`version` and `formKey` with them where they are named), runs its
 * command, and leads back to the page `at` with the word of what was done; a refusal keeps what was typed.
 */
export function saving<const Name extends string>(
	at: string,
	which: string,
	names: readonly Name[],
	run: (ctx: Context, input: Typed<Name>) => Promise<unknown>,
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const { formKey, ...typed } = await readFields<string>(event, [...names, 'formKey']);
		const entered = typed as Record<Name, string>;
		const input = { ...entered, id: Number(event.params.id) };
		const { refused } = await acting(event.locals, (ctx) => run(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, which));
		return redirect(303, `/societies/${event.params.id}/${at}?done=${which}`);
	};
}

/** As `saving`, for a form that may carry a file; `file` is null without one. */
export function savingFile<const Name extends string>(
	at: string,
	which: string,
	names: readonly Name[],
	run: (ctx: Context, input: Typed<Name> & { readonly file: KeptFile | null }) => Promise<unknown>,
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const { fields, upload } = await readUpload<string>(event, [...names, 'ticket', 'formKey']);
		const { ticket = '', formKey, ...typed } = fields;
		const entered = typed as Record<Name, string>;
		const taken = await acting(event.locals, (ctx) => takeIn(ctx, upload, ticket));
		if (taken.refused) return fail(taken.refused.status, sentBack(taken.refused, entered, which));
		const input = { ...entered, id: Number(event.params.id), file: taken.value?.file ?? null };
		const { refused } = await acting(event.locals, (ctx) => run(ctx, input), formKey);
		if (refused) return fail(refused.status, sentBack(refused, entered, which, taken));
		return redirect(303, `/societies/${event.params.id}/${at}?done=${which}`);
	};
}
