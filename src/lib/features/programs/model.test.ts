import { expect, test } from 'vitest';
import { meetsTarget, targetOver } from './model.ts';

const targets = [
	{ year: 2025, people: 1200 },
	{ year: 2026, people: 600 },
];

test('a target counts in twelfths of its own year', () => {
	expect(targetOver(targets, '2026-01', '2026-12')).toBe(600);
	expect(targetOver(targets, '2026-01', '2026-03')).toBe(150);
	expect(targetOver(targets, '2025-11', '2026-02')).toBe(200 + 100);
});
test('a period without a target has none, which is not zero', () => {
	expect(targetOver(targets, '2024-01', '2024-12')).toBeUndefined();
	expect(targetOver([], '2026-01', '2026-12')).toBeUndefined();
});
test('a result meets its target in the direction that is good', () => {
	expect(meetsTarget({ direction: 'increase', targetMilli: 80_000, resultMilli: 80_000 })).toBe(true);
	expect(meetsTarget({ direction: 'reduce', targetMilli: 10_000, resultMilli: 12_000 })).toBe(false);
});
test('without a result nothing is said', () => {
	expect(meetsTarget({ direction: 'increase', targetMilli: 80_000, resultMilli: null })).toBeUndefined();
});
