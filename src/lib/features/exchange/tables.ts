import type { Table } from '#lib/tables/define.ts';
import { auditTable } from '../audit/columns.ts';
import { tables as beneficiaryTables } from '../beneficiaries/columns.ts';
import { tables as programTables } from '../programs/columns.ts';
import { completenessTable } from '../completeness/columns.ts';
import { outcomeTable } from '../programs/outcomecolumns.ts';
import { attainmentTable, trackTable } from '../programs/trackcolumns.ts';
import { cellTable, reviewTable } from '../reports/reviewcolumns.ts';
import { placeTable } from '../beneficiaries/balancecolumns.ts';
import { tables as proposalTables } from '../proposals/columns.ts';
import { tables as reportTables } from '../reports/columns.ts';
import { tables as societyTables } from '../societies/columns.ts';

/** Every declared table, in the order of the dictionary. */
export const TABLES: readonly Table<unknown>[] = [
	...societyTables,
	...programTables,
	...reportTables,
	reviewTable,
	cellTable,
	...beneficiaryTables,
	placeTable,
	...proposalTables,
	attainmentTable,
	trackTable,
	outcomeTable,
	completenessTable,
	auditTable,
];

/** The table a list of rows belongs to, so that a page can write cells whose rows came as data. */
export function tableById(id: string): Table<unknown> | undefined {
	return TABLES.find((table) => table.id === id);
}
