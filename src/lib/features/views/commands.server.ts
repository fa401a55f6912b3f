import { z } from 'zod';
import { defineCommand } from '#lib/access/procedures.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { chosenColumns } from '#lib/tables/view.ts';
import { tableById } from '../exchange/tables.ts';

const MOST_COLUMNS = 60;

/** Remembers which columns of a table the viewer wants to see; an empty list forgets it. Answers with what is remembered. */
export const chooseColumns = defineCommand({
	action: 'own.views',
	input: z.strictObject({
		table: z.string().max(64),
		columns: z.array(z.string().max(64)).max(MOST_COLUMNS),
	}),
	probe: () => ({ table: 'reach', columns: ['people'] }),
	// What one likes belongs to one's own society, or to nobody's.
	owner: ({ viewer }) => Promise.resolve(viewer.societyId ?? -1),
	async run({ trx, viewer, audit }, input): Promise<string[]> {
		const table = tableById(input.table);
		if (!table || viewer.accountId === null) throw missing();
		const columns = chosenColumns(table, input.columns) ?? [];
		const own = { account_id: viewer.accountId, table_id: table.id };
		if (columns.length) {
			await trx
				.insertInto('table_choice')
				.values({ ...own, columns: columns.join(',') })
				.onConflict((found) =>
					found.columns(['account_id', 'table_id']).doUpdateSet({ columns: columns.join(',') }),
				)
				.execute();
		} else {
			await trx
				.deleteFrom('table_choice')
				.where('account_id', '=', own.account_id)
				.where('table_id', '=', own.table_id)
				.execute();
		}
		await audit({ objectType: 'table_choice', objectId: table.id, after: { columns } });
		return columns;
	},
});
