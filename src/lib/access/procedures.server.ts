import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { AuditHead, AuditNote, Context, WriteContext } from '../platform/context.ts';
import type { Table } from '../tables/define.ts';
import { busy, denied, invalid, missing, unconfirmed, type Problem } from '../platform/errors.ts';
import { appendAudit } from './audit.server.ts';
import { scopeOf, type Action, type Scope } from './grants.ts';

/** Ids of another society's rows, with which the leak test calls every query and export. */
export interface Foreign {
	readonly societyId: number;
	readonly programId: number;
	readonly reportId: number;
	readonly fileId: number;
	readonly proposalId: number;
	readonly accountId: number;
	readonly noticeId: number;
	readonly commentId: number;
	readonly questionId: number;
	readonly importJobId: number;
}

/** A read: permission first, then the rows inside the viewer's scope. Call it as `query(ctx, args)`. */
export interface Query<Args, Result> {
	(ctx: Context, args: Args): Promise<Result>;
	readonly kind: 'query';
	readonly action: Action;
	readonly probe: (foreign: Foreign) => Args;
}

/** A write. Call it as `command(ctx, input)`; `input` is whatever came in and is validated here. */
export interface Command<Input, Result> {
	(ctx: Context, input: unknown): Promise<Result>;
	readonly kind: 'command';
	readonly action: Action;
	readonly probe: (foreign: Foreign) => Input;
}

/** The next page of an export: rows after the key, in key order. */
export interface Page<Row> {
	readonly rows: Row[];
	/** Key of the last row; undefined when nothing follows. */
	readonly next: string | number | undefined;
}

/** A table that leaves as CSV, batch by batch. */
export interface Export<Row, Filter> {
	readonly kind: 'export';
	readonly action: Action;
	readonly table: Table<Row>;
	/** Throws `denied` before the first byte; the result reads within the viewer's scope. */
	open(ctx: Context): {
		page(filter: Filter, after: string | number | undefined, limit: number): Promise<Page<Row>>;
	};
}

function scopeOrDeny(ctx: Context, action: Action): Scope {
	const scope = scopeOf(ctx.viewer, action);
	if (!scope) throw denied();
	return scope;
}

/** Declares a read. `run` gets the scope and must use it; `probe` lets the generic leak test call it. */
/** Longer than a browser keeps an unsent retry; results are not kept beyond it. */
const FORM_KEPT_FOR = 24 * 60 * 60_000;

/** A proof of presence holds this long (R33). */
const CONFIRMED_FOR = 5 * 60_000;

/** Whether the person proved within the last five minutes that it is them; the operator holds the machine itself. */
export function isConfirmed({
	viewer,
	confirmedAt,
	now,
}: Pick<Context, 'viewer' | 'confirmedAt' | 'now'>): boolean {
	if (viewer.role === 'operator') return true;
	return confirmedAt !== null && Math.abs(now.getTime() - confirmedAt) <= CONFIRMED_FOR;
}

/** Declares a read: the role's reach first, then `run` within the scope; `probe` is how the leak test asks it as somebody else. */
export function defineQuery<Args, Result>(definition: {
	action: Action;
	probe: (foreign: Foreign) => Args;
	run(ctx: Context, scope: Scope, args: Args): Promise<Result>;
}): Query<Args, Result> {
	const call = async (ctx: Context, args: Args) =>
		definition.run(ctx, scopeOrDeny(ctx, definition.action), args);
	return Object.assign(call, {
		kind: 'query' as const,
		action: definition.action,
		probe: definition.probe,
	});
}

/** Declares a table that can be exported; the caller adds the audit entry with the row count. */
export function defineExport<Row, Filter>(definition: {
	action: Action;
	table: Table<Row>;
	page(
		ctx: Context,
		scope: Scope,
		filter: Filter,
		after: string | number | undefined,
		limit: number,
	): Promise<Page<Row>>;
}): Export<Row, Filter> {
	return {
		kind: 'export',
		action: definition.action,
		table: definition.table,
		open(ctx) {
			const scope = scopeOrDeny(ctx, definition.action);
			return { page: (filter, after, limit) => definition.page(ctx, scope, filter, after, limit) };
		},
	};
}

/**
 * Declares a write: role, input, then in one transaction the owner check, the change and its audit entry.
 * `owner` names the society the touched row belongs to (null: the ministry's); outside the scope is a 404.
 * `isGuarded` asks for a fresh proof of presence first (R33): accounts, roles, settings.
 * A form sent again with the same key and input gets its first result and changes nothing (R7).
 * `isWorkingCopy` is for what is a person's own and counts nowhere (drafts, read marks): it may leave no audit entry.
 */
export function defineCommand<Schema extends z.ZodType, Result>(definition: {
	action: Action;
	input: Schema;
	isGuarded?: true;
	isWorkingCopy?: true;
	probe: (foreign: Foreign) => z.input<Schema>;
	owner(write: WriteContext, input: z.output<Schema>): Promise<number | null | undefined>;
	run(write: WriteContext, input: z.output<Schema>): Promise<Result>;
}): Command<z.input<Schema>, Result> {
	const call = async (ctx: Context, raw: unknown) => {
		const scope = scopeOrDeny(ctx, definition.action);
		const input = checked(definition.input, raw);
		if (definition.isGuarded && !isConfirmed(ctx)) throw unconfirmed();
		const work = async (write: Transaction) => {
			const owner = await definition.owner(write, input);
			if (owner === undefined) throw missing();
			if (scope.reach === 'own' && owner !== scope.societyId) throw missing();
			return once(write, definition.action, input, () => definition.run(write, input));
		};
		return transact(ctx, definition.action, work, definition.isWorkingCopy);
	};
	return Object.assign(call, {
		kind: 'command' as const,
		action: definition.action,
		probe: definition.probe,
	});
}

/** What came in, by its schema; 422 with a problem for each wrong field otherwise. */
export function checked<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
	const parsed = schema.safeParse(raw);
	if (!parsed.success) throw invalidInput(parsed.error);
	return parsed.data;
}

/** The first result of a form that was sent before with the same key and input, or what `run` does now. */
async function once<Result>(
	{ trx, formKey, viewer, now, isRepeat, isAudited }: Transaction,
	action: string,
	input: unknown,
	run: () => Promise<Result>,
): Promise<Result> {
	if (!formKey) return run();
	const text = JSON.stringify([action, viewer.accountId, input]);
	const input_hash = createHash('sha256').update(text).digest('hex');
	const sent = await trx
		.selectFrom('form_key')
		.select('result')
		.where('key', '=', formKey)
		.where('input_hash', '=', input_hash)
		.executeTakeFirst();
	if (sent) {
		isRepeat();
		return (sent.result === null ? undefined : JSON.parse(sent.result)) as Result;
	}
	const result = await run();
	// A working copy that was only saved is not remembered: what keeps it from being sent may be mended by somebody else.
	if (!isAudited()) return result;
	const stored = result === undefined ? null : JSON.stringify(result);
	const row = { key: formKey, input_hash, action, account_id: viewer.accountId, result: stored };
	const forgotten = new Date(now.getTime() - FORM_KEPT_FOR).toISOString();
	await trx.deleteFrom('form_key').where('created_at', '<', forgotten).execute();
	await trx
		.insertInto('form_key')
		.values({ ...row, created_at: now.toISOString() })
		.execute();
	return result;
}

/** The words of a rule: its own in both languages (`said`), or the name of the field. */
function spoken({ message, path }: z.core.$ZodIssue): Problem['text'] {
	const [ar, en] = message.split('\n');
	return en ? { ar: ar!, en } : { ar: `راجعوا الحقل ${path.join('.')}`, en: message };
}

function invalidInput(error: z.ZodError): Error {
	const problems: Problem[] = error.issues.map((issue) => ({
		place: issue.path.join('.'),
		text: spoken(issue),
	}));
	return invalid(
		{ ar: 'في المدخلات ما يحتاج إلى تصحيح.', en: 'Some of what was entered needs correcting.' },
		problems,
	);
}

/** A write in its transaction; `isRepeat` says that nothing is to be written after all. */
interface Transaction extends WriteContext {
	readonly isRepeat: () => void;
	/** Whether an audit entry was written, so that something others read has changed. */
	readonly isAudited: () => boolean;
}

/**
 * The only way to write: one immediate transaction holding the change, its audit entries and the new data
 * version. A write that audits nothing is a mistake and is rolled back, unless it is of a working copy: then nothing
 * anybody else reads has changed.
 */
export async function transact<Result>(
	ctx: Context,
	action: string,
	run: (write: Transaction) => Promise<Result>,
	isWorkingCopy = false,
): Promise<Result> {
	const { database, db: _reader, anchor, chain: _chain, downloads: _places, scan: _scan, ...rest } = ctx;
	let head: AuditHead | undefined;
	try {
		const result = await database.writer.transaction().execute(async (trx) => {
			let repeated = false;
			const mark = { at: ctx.now, viewer: ctx.viewer, action, requestId: ctx.requestId, key: ctx.auditKey };
			const audit = async (note: AuditNote) => {
				head = await appendAudit(trx, mark, note);
			};
			const isRepeat = () => void (repeated = true);
			const isAudited = () => head !== undefined;
			const done = await run({ ...rest, trx, audit, isRepeat, isAudited });
			if (repeated) return done;
			if (!head && isWorkingCopy) return done;
			if (!head) throw new Error(`${action} changed data without an audit entry`);
			await trx
				.updateTable('data_version')
				.set({ value: sql`value + 1` })
				.execute();
			return done;
		});
		if (head) anchor?.(head);
		return result;
	} catch (error) {
		const code = (error as { code?: unknown }).code;
		if (code === 'SQLITE_BUSY' || code === 'SQLITE_FULL' || code === 'SQLITE_READONLY') throw busy();
		throw error;
	}
}
