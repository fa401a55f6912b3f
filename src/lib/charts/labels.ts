/** A label wants to stand at `y`; `at` is where it may stand. */
export interface Placed<T> {
	readonly item: T;
	readonly y: number;
	readonly at: number;
}

/** Moves labels apart until none is nearer than `gap` to the next, keeping them between `low` and `high` if they fit. */
export function spread<T>(
	items: readonly { readonly item: T; readonly y: number }[],
	gap: number,
	low: number,
	high: number,
): Placed<T>[] {
	const sorted = items.toSorted((a, b) => a.y - b.y);
	const at: number[] = [];
	sorted.forEach(({ y }, i) => at.push(i === 0 ? Math.max(y, low) : Math.max(y, at[i - 1]! + gap)));
	let ceiling = high;
	for (let i = at.length - 1; i >= 0 && at[i]! > ceiling; i -= 1) {
		at[i] = ceiling;
		ceiling -= gap;
	}
	return sorted.map(({ item, y }, i) => ({ item, y, at: at[i]! }));
}

/** Which month labels a narrow axis prints: always both ends, between them every third that does not crowd the last. */
export function showsTick(index: number, count: number, wide: boolean): boolean {
	const last = count - 1;
	const step = wide ? Math.ceil(count / 14) : 3;
	if (index === 0 || index === last) return true;
	return index % step === 0 && last - index >= Math.max(1, step - 1);
}

/** A stretch of neighbouring positions, both included. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** The stretches of positions that pass a test, oldest first. Example: `[f, t, t, f, t]` gives 1-2 and 4-4. */
export function stretches(flags: readonly boolean[]): Stretch[] {
	const found: { from: number; to: number }[] = [];
	flags.forEach((flag, i) => {
		const last = found.at(-1);
		if (flag && last && last.to === i - 1) last.to = i;
		else if (flag) found.push({ from: i, to: i });
	});
	return found;
}
