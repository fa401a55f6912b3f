import type { Attachment } from 'svelte/attachments';

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
	ArrowUp: [-1, 0],
	ArrowDown: [1, 0],
	ArrowLeft: [0, -1],
	ArrowRight: [0, 1],
};

const SELECTOR = 'td a, td input';

/** The cell a key leads to from another, skipping cells with nothing in them. */
function neighbour(from: HTMLElement, key: string, isRtl: boolean): HTMLElement | undefined {
	const step = STEPS[key];
	let cell = from.closest('td');
	if (!step || !cell) return undefined;
	const [down, right] = step;
	const along = isRtl ? -right : right;
	for (;;) {
		const row: HTMLTableRowElement | null = cell.closest('tr');
		const rows: HTMLCollectionOf<HTMLTableRowElement> | undefined = row?.closest('table')?.rows;
		const next: Element | undefined = down
			? rows?.[row!.rowIndex + down]?.cells[cell.cellIndex]
			: row?.cells[cell.cellIndex + along];
		if (!next || next.tagName !== 'TD') return undefined;
		const target = next.querySelector<HTMLElement>(SELECTOR);
		if (target) return target;
		cell = next as HTMLTableCellElement;
	}
}

/** Arrow keys move through the cells of a table, which is then one stop of the Tab key; `say` gets the cell's sentence. */
export function roving(say: (sentence: string) => void): Attachment<HTMLElement> {
	return (box) => {
		let current: HTMLElement | undefined;
		const take = (target: HTMLElement) => {
			if (current) current.tabIndex = -1;
			current = target;
			current.tabIndex = 0;
		};
		for (const cell of box.querySelectorAll<HTMLElement>(SELECTOR)) cell.tabIndex = -1;
		const first = box.querySelector<HTMLElement>(SELECTOR);
		if (first) take(first);
		const onKey = (event: KeyboardEvent) => {
			if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
			const next = neighbour(event.target, event.key, getComputedStyle(box).direction === 'rtl');
			if (!next) return;
			event.preventDefault();
			take(next);
			next.focus();
		};
		const onPoint = ({ type, target }: Event) => {
			const cell = target instanceof Element ? target.closest<HTMLElement>('[title]') : null;
			if (!cell) return;
			say(cell.title);
			if (type === 'focusin' && target instanceof HTMLElement && target.matches(SELECTOR)) take(target);
		};
		box.addEventListener('keydown', onKey);
		box.addEventListener('focusin', onPoint);
		box.addEventListener('pointerover', onPoint);
		return () => {
			box.removeEventListener('keydown', onKey);
			box.removeEventListener('focusin', onPoint);
			box.removeEventListener('pointerover', onPoint);
		};
	};
}
