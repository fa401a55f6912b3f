import type { Entry } from './entry.svelte.ts';
import { kindOf, readCell, textOfValue } from './cellvalues.ts';
import { gridOf, neighbour, spotOf } from './gridkeys.ts';
import { blockIn, layOver } from './paste.ts';

/** The cell a field of the form stands for. */
function cellOf(target: EventTarget | null): string | undefined {
	return target instanceof HTMLElement ? target.dataset.cell : undefined;
}

const isCellInput = (target: EventTarget | null): target is HTMLInputElement =>
	target instanceof HTMLInputElement && target.dataset.cell !== undefined;

/** Keys of the form: Escape gives a cell its text back, Enter and the arrows move through a grid; Enter never sends. */
function onkeydown(event: KeyboardEvent, entry: Entry): void {
	const { target } = event;
	if (event.isComposing || !(target instanceof HTMLInputElement)) return;
	if (event.key === 'Escape' && cellOf(target) && entry.restore()) {
		event.preventDefault();
		return;
	}
	const to = isCellInput(target) ? neighbour(event, target) : undefined;
	if (to) {
		to.focus();
		to.select();
	}
	if (to || (event.key === 'Enter' && target.type !== 'file')) event.preventDefault();
}

/** A pasted value as the form writes it, so that a total never depends on who typed it; undefined when it is none. */
function readPasted(entry: Entry): (cell: string, value: string) => string | undefined {
	const digits = entry.form.facts.currencyDigits;
	return (cell, value) => {
		const read = readCell(cell, value, digits);
		if (read.kind === 'number') return textOfValue(cell, read.value, digits);
		return read.kind === 'inapplicable' ? '-' : undefined;
	};
}

/** Lays a block from a spreadsheet over the grid, from the focused cell on. */
function onpaste(event: ClipboardEvent, entry: Entry): void {
	const { target } = event;
	if (!isCellInput(target) || kindOf(cellOf(target) ?? '') === 'text') return;
	const block = blockIn(event.clipboardData?.getData('text/plain') ?? '');
	const grid = gridOf(target);
	const at = spotOf(grid, target);
	if (!block || !at) return;
	event.preventDefault();
	const names = grid.map((row) => row.map((input) => input.dataset.cell));
	const { taken, refused, outside } = layOver(names, at, block, readPasted(entry));
	const cells = Object.fromEntries(taken.map(({ cell, text }) => [cell, text]));
	entry.perform('pasted', cells, { refused, outside });
}

/** The keyboard of the form, what is pasted into it, and which cell somebody stands in; for `{@attach}`. */
export function formKeys(entry: Entry): (form: HTMLFormElement) => () => void {
	return (form) => {
		const end = new AbortController();
		const on = <K extends keyof HTMLElementEventMap>(type: K, run: (event: HTMLElementEventMap[K]) => void) =>
			form.addEventListener(type, run, { signal: end.signal });
		on('keydown', (event) => onkeydown(event, entry));
		on('paste', (event) => onpaste(event, entry));
		on('focusin', ({ target }) => {
			const cell = cellOf(target);
			if (cell !== undefined) entry.enter(cell);
		});
		// A field also loses the focus while it is taken off the page; the page is settled a moment later.
		on('focusout', () => queueMicrotask(() => entry.leave()));
		return () => end.abort();
	};
}
