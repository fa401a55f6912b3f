import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Table } from '#lib/tables/define.ts';
import { readView, type TableView } from '#lib/tables/view.ts';

/** The columns the viewer once chose for a table; none when they never did. */
export const readTableChoice = defineQuery<{ table: string }, string[]>({
	action: 'own.views',
	probe: () => ({ table: 'reach' }),
	async run({ db, viewer }, _scope, { table }) {
		const row = await db
			.selectFrom('table_choice')
			.select('columns')
			.where('account_id', '=', viewer.accountId ?? -1)
			.where('table_id', '=', table)
			.executeTakeFirst();
		return row ? row.columns.split(',') : [];
	},
});

/** How a page shows a table: as its address says, else as the viewer once chose, else as usual. */
export async function viewTable(
	ctx: Context,
	table: Table<unknown>,
	params: URLSearchParams,
	also: readonly string[] = [],
): Promise<TableView> {
	return readView(table, params, await readTableChoice(ctx, { table: table.id }), also);
}
