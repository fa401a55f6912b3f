import { defineQuery } from '#lib/access/procedures.server.ts';

/** A batch as the command line lists it. */
export interface BatchLine {
	readonly id: number;
	readonly createdAt: string;
	readonly fileName: string;
	readonly read: number;
	readonly accepted: number;
	readonly undoneAt: string | null;
}

/** The newest batches of the screen and the command line. */
export const readBatches = defineQuery<undefined, readonly BatchLine[]>({
	action: 'report.import',
	probe: () => undefined,
	run: ({ db }) =>
		db
			.selectFrom('import_batch')
			.select(['id', 'created_at as createdAt', 'file_name as fileName'])
			.select(['rows_read as read', 'rows_accepted as accepted', 'undone_at as undoneAt'])
			.orderBy('id', 'desc')
			.limit(200)
			.execute(),
});
