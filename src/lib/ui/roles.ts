/**
 * Roles of a table that becomes two-line rows on a phone: CSS that changes the display of its parts would otherwise
 * take their meaning from screen readers.
 */
export const ROLES = {
	table: 'table',
	group: 'rowgroup',
	row: 'row',
	head: 'columnheader',
	rowHead: 'rowheader',
	cell: 'cell',
} as const;
