import { error } from '@sveltejs/kit';
import type { Text } from '../i18n/text.ts';
import type { Context } from './context.ts';
import type { KeptFile, Upload } from './files.server.ts';
import { busy, Expected, type ExpectedCode, type Problem } from './errors.ts';

/** Why a form was refused; hand it to the page with `fail(refused.status, …)`. */
export interface Refused {
	readonly status: number;
	/** `confirm`: show the form again with `ConfirmFields`. */
	readonly code: ExpectedCode;
	readonly text: Text;
	readonly problems: readonly Problem[];
}

/** What became of a form: its result, or the refusal a person can act on. */
export type Answer<R> = { readonly value: R; readonly refused?: undefined } | { readonly refused: Refused };

const SIGN_IN_AGAIN: Text = {
	ar: 'انتهت جلستكم. سجّلوا الدخول من جديد.',
	en: 'Your session has ended. Sign in again.',
};

/** An error as Kit carries it to the page; `message` serves the one page that has no components, a line for each language. */
export function asPageError(text: Text, reference: string): App.Error {
	return { message: [text.ar, text.en, reference].join('\n'), text, reference };
}

/** A full, read-only or busy database is nobody's mistake and passes; it becomes `busy`, everything else stays. */
function translated(thrown: unknown): unknown {
	const code = (thrown as { code?: unknown } | null)?.code;
	return typeof code === 'string' && /^SQLITE_(FULL|READONLY|BUSY|LOCKED|IOERR_WRITE)/.test(code)
		? busy()
		: thrown;
}

function contextIn(locals: App.Locals): Context {
	// The gate lets nobody without a session this far; this is the second lock.
	if (!locals.ctx) error(401, asPageError(SIGN_IN_AGAIN, locals.requestId));
	return locals.ctx;
}

/**
 * Runs what a loader or endpoint reads, as the signed-in viewer. An expected error becomes the page of its status
 * (403, 404, 409, 422, 503) with both languages; anything else stays unexpected.
 * Example: `export const load = ({ locals }) => reading(locals, (ctx) => listSocieties(ctx, {}))`.
 */
export async function reading<R>(locals: App.Locals, run: (ctx: Context) => Promise<R> | R): Promise<R> {
	try {
		return await run(contextIn(locals));
	} catch (thrown) {
		const known = translated(thrown);
		if (known instanceof Expected) error(known.status, asPageError(known.text, locals.requestId));
		throw known;
	}
}

/** Runs what a form asks for; an expected error is returned as the refusal, anything else stays unexpected. */
export async function answering<R>(run: () => Promise<R>): Promise<Answer<R>> {
	try {
		return { value: await run() };
	} catch (thrown) {
		const known = translated(thrown);
		if (!(known instanceof Expected)) throw known;
		return {
			refused: { status: known.status, code: known.code, text: known.text, problems: known.problems },
		};
	}
}

/**
 * Runs a form action's command as the signed-in viewer; see `answering` for what a refusal becomes. `formKey` is the
 * hidden field of `FormKey.svelte`: the same form sent twice then acts once.
 */
export function acting<R>(
	locals: App.Locals,
	run: (ctx: Context) => Promise<R>,
	formKey?: string,
): Promise<Answer<R>> {
	return answering(() => run({ ...contextIn(locals), ...(formKey && { formKey: formKey.slice(0, 64) }) }));
}

/** What a refused form gets back: what was typed, the words, the wrong fields. `which` names the form of a page with several. */
export interface SentBack {
	readonly which: string;
	readonly entered: Record<string, string>;
	readonly code: ExpectedCode;
	readonly text: Text;
	readonly problems: readonly Problem[];
	/** Stands for a file that was already taken in, so that it need not be chosen again. */
	readonly ticket?: string;
	readonly fileName?: string;
}

/** A file that was taken in, with the ticket by which the same form can be sent again without it. */
export interface TakenFile {
	readonly file: KeptFile;
	readonly ticket: string;
}

/** See `SentBack`; for `fail(refused.status, sentBack(…))`. `taken` is what became of the form's file. */
export function sentBack(
	{ code, text, problems }: Refused,
	entered: Record<string, string>,
	which = '',
	taken?: Answer<TakenFile | null>,
): SentBack {
	const kept = taken && !taken.refused ? taken.value : null;
	return {
		which,
		entered,
		code,
		text,
		problems,
		...(kept && { ticket: kept.ticket, fileName: kept.file.name }),
	};
}

const UNREADABLE: Text = { ar: 'لم نتمكن من قراءة ما أُرسل.', en: 'What was sent could not be read.' };

/** A list in a form (checkboxes of one name) holds at most so many values. */
const LONGEST_LIST = 500;

interface Sent {
	readonly request: Request;
	readonly locals: App.Locals;
}

type Fields<Name extends string, List extends string> = Record<Name, string> & Record<List, string[]>;

function unreadable({ locals }: Sent, status: 400 | 413 = 400): never {
	error(status, asPageError(UNREADABLE, locals.requestId));
}

function readForm(event: Sent): Promise<FormData> {
	return event.request.formData().catch((thrown: unknown) => {
		const tooLarge = (thrown as { status?: unknown } | null)?.status === 413;
		return unreadable(event, tooLarge ? 413 : 400);
	});
}

function fieldsIn<Name extends string, List extends string>(
	event: Sent,
	form: FormData,
	names: readonly Name[],
	lists: readonly List[],
): Fields<Name, List> {
	const fields = Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>;
	const several = Object.fromEntries(lists.map((name) => [name, []])) as Record<string, string[]>;
	const seen = new Set<string>();
	for (const [name, value] of form) {
		const list = Object.hasOwn(several, name) ? several[name]! : undefined;
		if (list && typeof value === 'string' && list.length < LONGEST_LIST) {
			list.push(value);
			continue;
		}
		if (!Object.hasOwn(fields, name) || seen.has(name) || typeof value !== 'string') unreadable(event);
		seen.add(name);
		fields[name as Name] = value;
	}
	return { ...fields, ...(several as Record<List, string[]>) };
}

/**
 * The named text fields of a posted form; a missing one is ''. Fields named in `lists` may come several times.
 * Answers 400 to a broken body, a file, another repeated field or one that is not named, and passes the server's own
 * 413 on.
 */
export async function readFields<const Name extends string, const List extends string = never>(
	event: Sent,
	names: readonly Name[],
	lists: readonly List[] = [],
): Promise<Fields<Name, List>> {
	return fieldsIn(event, await readForm(event), names, lists);
}

/** As `readFields`, for a form whose field `file` may carry one file; `upload` is absent when none was chosen. */
export async function readUpload<const Name extends string, const List extends string = never>(
	event: Sent,
	names: readonly Name[],
	lists: readonly List[] = [],
): Promise<{ readonly fields: Fields<Name, List>; readonly upload: Upload | undefined }> {
	const form = await readForm(event);
	const [file, ...more] = form.getAll('file');
	if (more.length || typeof file === 'string') unreadable(event);
	form.delete('file');
	const fields = fieldsIn(event, form, names, lists);
	// A browser sends an empty nameless file when none was chosen.
	const isChosen = file !== undefined && (file.name !== '' || file.size > 0);
	return {
		fields,
		upload: isChosen ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : undefined,
	};
}

/** What a form of many cells posted: the named fields, the cells by name, the file. */
export interface SentCells<Name extends string> {
	readonly fields: Record<Name, string>;
	readonly cells: Record<string, string>;
	readonly upload: Upload | undefined;
}

/** Cells of one form; more no form of this product has. */
const MOST_CELLS = 5000;

/**
 * As `readUpload`, for a form whose further fields are cells: every field that `isCell` knows comes by its name. Line
 * breaks are those of the product, not those of the wire.
 */
export async function readCells<const Name extends string>(
	event: Sent,
	names: readonly Name[],
	isCell: (name: string) => boolean,
): Promise<SentCells<Name>> {
	const form = await readForm(event);
	const [file, ...more] = form.getAll('file');
	if (more.length || typeof file === 'string') unreadable(event);
	form.delete('file');
	const cells = new Map<string, string>();
	for (const [name, value] of [...form].filter(([name]) => isCell(name))) {
		if (typeof value !== 'string' || cells.has(name) || cells.size >= MOST_CELLS) unreadable(event);
		cells.set(name, value.replaceAll('\r\n', '\n'));
		form.delete(name);
	}
	const isChosen = file !== undefined && (file.name !== '' || file.size > 0);
	return {
		fields: fieldsIn(event, form, names, []),
		cells: Object.fromEntries(cells),
		upload: isChosen ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : undefined,
	};
}
