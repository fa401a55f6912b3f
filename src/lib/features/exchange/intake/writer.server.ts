import { setImmediate } from 'node:timers/promises';
import type { Insertable } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import type { RowText } from './texts.ts';
import type { RowVerdict } from './model.ts';

/** Rows per INSERT, within SQLite's number of parameters. */
const ROWS_PER_INSERT = 100;
/** Statements after which other people's pages get a turn. */
const STATEMENTS_PER_TURN = 8;

/** What the check of a file found, and how to write it. Nothing is written before `write` is called. */
export interface Judged {
	readonly verdicts: readonly RowVerdict[];
	write(writer: BatchWriter): Promise<void>;
}

/** Judges the rows of one kind of file: every row once, in the file's order, then the whole. */
export interface Judge {
	row(row: RowText): void;
	finish(): Promise<Judged>;
}

/** Writes one batch inside its transaction and notes what it changes, so that it can be taken back. */
export interface BatchWriter {
	readonly write: WriteContext;
	readonly batchId: number;
	insert<T extends keyof Schema>(table: T, rows: readonly Insertable<Schema[T]>[]): Promise<void>;
	/** Notes a row that came with the batch, or what a row was before it and its version after. */
	note(table: string, rowId: number, before?: unknown, afterVersion?: number): void;
	/** Lets others have a turn now and then: the writing connection waits, reading ones do not. */
	turn(): Promise<void>;
	/** Stores the notes; call it once at the end. */
	finish(): Promise<void>;
}

/** A writer for one batch. */
export function batchWriter(write: WriteContext, batchId: number): BatchWriter {
	const { trx } = write;
	const notes: Insertable<Schema['import_change']>[] = [];
	let statements = 0;
	const turn = async () => {
		statements += 1;
		if (statements % STATEMENTS_PER_TURN === 0) await setImmediate();
	};
	const insert = async <T extends keyof Schema>(table: T, rows: readonly Insertable<Schema[T]>[]) => {
		for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
			// The rows are typed by the signature; Kysely's own check does not resolve for a table that is a parameter.
			await trx
				.insertInto(table)
				.values(rows.slice(at, at + ROWS_PER_INSERT) as never)
				.execute();
			await turn();
		}
	};
	return {
		write,
		batchId,
		insert,
		turn,
		note(table, rowId, before, afterVersion) {
			notes.push({
				batch_id: batchId,
				number: notes.length + 1,
				table_name: table,
				row_id: rowId,
				before: before === undefined ? null : JSON.stringify(before),
				after_version: afterVersion ?? null,
			});
		},
		finish: () => insert('import_change', notes),
	};
}
