/** Inputs of a grid as they stand on the page: rows of the table, cells in reading order. */
export type InputGrid = readonly (readonly HTMLInputElement[])[];

/** Where an input stands in its grid. */
export interface Spot {
	readonly row: number;
	readonly column: number;
}

/** The grid an input stands in: the rows of its table that hold inputs of the grid. */
export function gridOf(input: HTMLInputElement): InputGrid {
	const rows = input.closest('[data-grid]')?.querySelectorAll('tr') ?? [];
	return [...rows]
		.map((row) => [...row.querySelectorAll<HTMLInputElement>('input[data-cell]')])
		.filter((inputs) => inputs.length > 0);
}

/** The place of an input in its grid. */
export function spotOf(grid: InputGrid, input: HTMLInputElement): Spot | undefined {
	const row = grid.findIndex((inputs) => inputs.includes(input));
	return row < 0 ? undefined : { row, column: grid[row]!.indexOf(input) };
}

/** Whether the caret is where an arrow would leave the text, or the whole text is selected. */
function leaves(input: HTMLInputElement, towards: 'start' | 'end'): boolean {
	const { selectionStart: from, selectionEnd: to, value } = input;
	if (from === 0 && to === value.length) return true;
	return from === to && from === (towards === 'start' ? 0 : value.length);
}

/**
 * The input a key leads to: Enter and the vertical arrows move between rows, the horizontal ones between cells once
 * the caret has left the number. Cells follow the page's direction, digits do not.
 */
export function neighbour(event: KeyboardEvent, input: HTMLInputElement): HTMLInputElement | undefined {
	if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
	const grid = gridOf(input);
	const spot = spotOf(grid, input);
	if (!spot) return undefined;
	const { row, column } = spot;
	const down = (step: number) => {
		const to = grid[row + step];
		return to?.[Math.min(column, to.length - 1)];
	};
	const across = (step: number) => grid[row]?.[column + step];
	const isRtl = getComputedStyle(input.closest('[data-grid]') ?? input).direction === 'rtl';
	switch (event.key) {
		case 'Enter':
			return down(event.shiftKey ? -1 : 1);
		case 'ArrowDown':
			return down(1);
		case 'ArrowUp':
			return down(-1);
		case 'ArrowLeft':
			return !event.shiftKey && leaves(input, 'start') ? across(isRtl ? 1 : -1) : undefined;
		case 'ArrowRight':
			return !event.shiftKey && leaves(input, 'end') ? across(isRtl ? -1 : 1) : undefined;
		default:
			return undefined;
	}
}
