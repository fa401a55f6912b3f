import { expect, test } from 'vitest';
import { meetsTarget } from './model.ts';

test('a result meets its target in the direction that is good', () => {
	expect(meetsTarget({ direction: 'increase', targetMilli: 80_000, resultMilli: 80_000 })).toBe(true);
	expect(meetsTarget({ direction: 'reduce', targetMilli: 10_000, resultMilli: 12_000 })).toBe(false);
});
test('without a result nothing is said', () => {
	expect(meetsTarget({ direction: 'increase', targetMilli: 80_000, resultMilli: null })).toBeUndefined();
});
