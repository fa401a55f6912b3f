/** A block of cells copied out of a spreadsheet, row by row; undefined for a single value, which is pasted as always. */
export function blockIn(text: string): string[][] | undefined {
	const rows = text
		.replace(/\r\n?/g, '\n')
		.replace(/\n+$/, '')
		.split('\n')
		.map((row) => row.split('\t').map((value) => value.trim()));
	return rows.length > 1 || (rows[0]?.length ?? 0) > 1 ? rows : undefined;
}

/** What became of a pasted block. */
export interface Pasted {
	/** Texts by cell, in the order of the block. */
	readonly taken: readonly { readonly cell: string; readonly text: string }[];
	/** Values that are no numbers, and so were not taken. */
	readonly refused: readonly string[];
	/** How many values lay outside the grid. */
	readonly outside: number;
}

/**
 * Lays a block over a grid of cells, its first value on the cell at `row` and `column`. Empty values leave their cell
 * as it is; `read` gives a value as the form writes it, or undefined when it is no number.
 */
export function layOver(
	grid: readonly (readonly (string | undefined)[])[],
	at: { readonly row: number; readonly column: number },
	block: readonly (readonly string[])[],
	read: (cell: string, value: string) => string | undefined,
): Pasted {
	const taken: { cell: string; text: string }[] = [];
	const refused: string[] = [];
	let outside = 0;
	block.forEach((values, r) => {
		values.forEach((value, c) => {
			if (value === '') return;
			const cell = grid[at.row + r]?.[at.column + c];
			if (cell === undefined) {
				outside += 1;
				return;
			}
			const text = read(cell, value);
			if (text === undefined) refused.push(value);
			else taken.push({ cell, text });
		});
	});
	return { taken, refused, outside };
}
