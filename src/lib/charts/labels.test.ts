import { expect, test } from 'vitest';
import { showsTick, spread, stretches } from './labels.ts';

const at = (ys: number[], low = 0, high = 100) =>
	spread(
		ys.map((y) => ({ item: y, y })),
		20,
		low,
		high,
	).map((p) => p.at);

test('labels that do not crowd each other stay where they are', () => {
	expect(at([10, 40, 80])).toEqual([10, 40, 80]);
});
test('crowded labels are pushed apart, downwards first', () => {
	expect(at([30, 30, 35])).toEqual([30, 50, 70]);
});
test('and back up when the last would leave the plot', () => {
	expect(at([90, 95, 99])).toEqual([60, 80, 100]);
});
test('every label keeps its item and its own place', () => {
	expect(
		spread(
			[
				{ item: 'b', y: 12 },
				{ item: 'a', y: 5 },
			],
			20,
			0,
			100,
		),
	).toEqual([
		{ item: 'a', y: 5, at: 5 },
		{ item: 'b', y: 12, at: 25 },
	]);
});
test('a narrow axis always prints both ends', () => {
	const shown = (n: number, wide: boolean) =>
		Array.from({ length: n }, (_, i) => i).filter((i) => showsTick(i, n, wide));
	expect(shown(9, false)).toEqual([0, 3, 6, 8]);
	expect(shown(12, true)).toHaveLength(12);
	expect(shown(36, true).at(-1)).toBe(35);
	expect(shown(1, true)).toEqual([0]);
});
test('stretches join neighbours', () => {
	expect(stretches([false, true, true, false, true])).toEqual([
		{ from: 1, to: 2 },
		{ from: 4, to: 4 },
	]);
	expect(stretches([])).toEqual([]);
});
