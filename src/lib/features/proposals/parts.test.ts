import { expect, test } from 'vitest';
import { needsApproval } from './measured.ts';
import { changedParts, compare, merge } from './parts.ts';

const base = { a: 1, b: [1, 2], c: null, d: 'x' };

test('only what differs is changed; what is absent says nothing', () => {
	expect(changedParts(base, { a: 1, b: [1, 2], d: 'y' })).toEqual(['d']);
	expect(changedParts(base, { ...base, e: null })).toEqual([]);
});

test('a part fits while the record is as it was, is done when it says so already, and clashes else', () => {
	const next = { ...base, a: 2, b: [3], d: 'y' };
	const now = { ...base, b: [9], d: 'y' };
	expect(compare(base, next, now).map(({ key, standing }) => [key, standing])).toEqual([
		['a', 'fits'],
		['b', 'clash'],
		['d', 'done'],
	]);
	expect(merge(base, next, now)).toEqual({ a: 2, b: [9], c: null, d: 'y' });
});

test('only wording may be saved without an officer', () => {
	expect(needsApproval({ purposeAr: 'a', budgetMinor: 1 }, { purposeAr: 'b', budgetMinor: 1 })).toBe(false);
	expect(needsApproval({ purposeAr: 'a', budgetMinor: 1 }, { purposeAr: 'b', budgetMinor: 2 })).toBe(true);
	expect(needsApproval({}, { 'indicator:new1': {} })).toBe(true);
});
