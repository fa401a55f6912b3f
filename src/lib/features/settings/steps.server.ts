import { createHash } from 'node:crypto';
import type { Text } from '#lib/i18n/text.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Problem } from '#lib/platform/errors.ts';
import { acting, readFields } from '#lib/platform/forms.server.ts';
import { CONFIRM_FIELDS, confirming } from '../people/confirm.server.ts';

type PostEvent = { readonly locals: App.Locals; readonly request: Request };

const STEP_FIELDS = ['reason', 'previewed', ...CONFIRM_FIELDS, 'formKey'] as const;

/** What a page gets back from a form in two steps: all that was typed, the preview, or why it was refused. */
export interface StepState<Preview> {
	readonly status: number;
	readonly entered: Readonly<Record<string, string>>;
	readonly preview?: Preview;
	/** Names the very values of the preview, so that nothing else is saved. */
	readonly previewed?: string;
	/** The values were changed after the preview, so it is shown again instead of saving. */
	readonly isStale?: true;
	readonly code?: string;
	readonly text?: Text;
	readonly problems?: readonly Problem[];
}

const digest = (input: object) =>
	createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 32);

async function read<const Name extends string>(event: PostEvent, names: readonly Name[]) {
	const fields: Readonly<Record<string, string>> = await readFields(event, [...names, ...STEP_FIELDS]);
	const pick = <Key extends string>(keys: readonly Key[]) =>
		Object.fromEntries(keys.map((key) => [key, fields[key] ?? ''])) as Record<Key, string>;
	const [input, own] = [pick(names), pick(STEP_FIELDS)];
	return { input, own, entered: { ...input, reason: own.reason } };
}

/** The first step: says what the typed values would do and writes nothing. */
export async function previewing<const Name extends string, Preview>(
	event: PostEvent,
	names: readonly Name[],
	preview: (ctx: Context, input: Record<Name, string>) => Promise<Preview>,
): Promise<StepState<Preview>> {
	const { input, entered } = await read(event, names);
	const { value, refused } = await acting(event.locals, (ctx) => preview(ctx, input)).then((answer) =>
		answer.refused
			? { value: undefined, refused: answer.refused }
			: { value: answer.value, refused: undefined },
	);
	if (refused) return { entered, ...refused };
	return { status: 200, entered, preview: value!, previewed: digest(input) };
}

/**
 * The second step: saves exactly the values that were previewed, with their reason, after a proof of presence.
 * Values changed since are previewed again; a refusal brings back everything typed and the preview. Undefined: saved.
 */
export async function saving<const Name extends string, Preview>(
	event: PostEvent,
	names: readonly Name[],
	preview: (ctx: Context, input: Record<Name, string>) => Promise<Preview>,
	save: (ctx: Context, input: Record<Name, string> & { reason: string }) => Promise<unknown>,
): Promise<StepState<Preview> | undefined> {
	const { input, own, entered } = await read(event, names);
	const isStale = own.previewed !== digest(input);
	const saved = isStale
		? undefined
		: await acting(event.locals, async () =>
				save(await confirming(event, own), { ...input, reason: own.reason }),
			);
	if (saved && !saved.refused) return undefined;
	const seen = await acting(event.locals, (ctx) => preview(ctx, input));
	if (seen.refused) return { entered, ...seen.refused };
	const shown = { entered, preview: seen.value, previewed: digest(input) };
	return saved?.refused ? { ...shown, ...saved.refused } : { status: 200, ...shown, isStale: true };
}

/** What came of withdrawing a change; undefined: it is withdrawn. */
export interface WithdrawState {
	readonly status: number;
	readonly withdraw: {
		readonly kind: string;
		readonly id: string;
		readonly reason: string;
		readonly code: string;
		readonly text: Text;
		readonly problems: readonly Problem[];
	};
}

/** Takes back the change that a row's own small form names. */
export async function withdrawing(
	event: PostEvent,
	withdraw: (ctx: Context, input: { kind: string; id: string; reason: string }) => Promise<unknown>,
): Promise<WithdrawState | undefined> {
	const fields = await readFields(event, ['kind', 'id', 'reason', ...CONFIRM_FIELDS, 'formKey']);
	const { kind, id, reason } = fields;
	const { refused } = await acting(event.locals, async () =>
		withdraw(await confirming(event, fields), { kind, id, reason }),
	);
	return refused ? { status: refused.status, withdraw: { kind, id, reason, ...refused } } : undefined;
}
