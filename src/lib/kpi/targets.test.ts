import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthsBetween } from '../platform/clock.ts';
import {
	attainmentOf,
	expectedOver,
	expectedUpTo,
	wholeOf,
	yearsWithin,
	type YearTarget,
} from './targets.ts';

const linear = (year: number, value: number): YearTarget => ({
	year,
	value,
	profile: 'linear',
	shares: null,
});
const RAMADAN = [0, 300, 700, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const shares = fc.array(fc.nat(300), { minLength: 12, maxLength: 12 });
const target = fc.record<YearTarget>({
	year: fc.constantFrom(2025, 2026),
	value: fc.nat(5000),
	profile: fc.constant('seasonal'),
	shares: fc.option(shares),
});

describe('what a target expects to date', () => {
	test('an even path goes in twelfths of its own year', () => {
		const targets = [linear(2025, 1200), linear(2026, 600)];
		expect(expectedOver(targets, '2026-01', '2026-12')).toBe(600);
		expect(expectedOver(targets, '2026-01', '2026-03')).toBe(150);
		expect(expectedOver(targets, '2025-11', '2026-02')).toBe(200 + 100);
	});
	test('a path with shares goes by them, and expects nothing before its first', () => {
		const stepped: YearTarget = { year: 2026, value: 50, profile: 'stepped', shares: RAMADAN };
		expect([1, 2, 3, 12].map((month) => expectedUpTo(stepped, month))).toEqual([0, 15, 50, 50]);
		expect(expectedOver([stepped], '2026-03', '2026-03')).toBe(35);
	});
	test('of a program that reports by quarter, a quarter is expected in its last month', () => {
		expect([1, 2, 3, 5, 6].map((month) => expectedUpTo(linear(2026, 120), month, true))).toEqual([
			0, 0, 30, 30, 60,
		]);
	});
	test('a period without a target has none, which is not zero', () => {
		expect(expectedOver([linear(2026, 10)], '2024-01', '2024-12')).toBeUndefined();
		expect(expectedOver([], '2026-01', '2026-12')).toBeUndefined();
	});
	test('months add up to their period, years to their whole', () => {
		fc.assert(
			fc.property(target, fc.nat(11), fc.nat(11), (one, a, b) => {
				const month = (n: number) => `${one.year}-${String(n + 1).padStart(2, '0')}`;
				const [from, to] = [month(Math.min(a, b)), month(Math.max(a, b))];
				const parts = monthsBetween(from, to).map((m) => expectedOver([one], m, m)!);
				expect(parts.reduce((sum, part) => sum + part, 0)).toBe(expectedOver([one], from, to));
				const isSpread = one.shares === null || one.shares.some((share) => share > 0);
				expect(expectedOver([one], month(0), month(11))).toBe(isSpread ? one.value : 0);
			}),
		);
	});
	test('the whole is that of every year touched', () => {
		expect(wholeOf([linear(2025, 7), linear(2026, 9)], '2025-12', '2026-01')).toBe(16);
		expect(wholeOf([linear(2025, 7), linear(2026, 9)], '2026-02', '2026-03')).toBe(9);
	});
	test('a period falls into years with their first and last month', () => {
		expect(yearsWithin('2025-11', '2026-02')).toEqual([
			{ year: 2025, first: 11, last: 12 },
			{ year: 2026, first: 1, last: 2 },
		]);
		expect(yearsWithin('2026-03', '2026-02')).toEqual([]);
	});
});

describe('attainment', () => {
	test('of an amount that should grow is the part of what was expected', () => {
		expect(attainmentOf('increase', 45, 60, 10)).toBe(75);
	});
	test('of an amount that should fall is the way down from the baseline', () => {
		expect(attainmentOf('reduce', 14, 12, 20)).toBe(75);
		expect(attainmentOf('reduce', 22, 12, 20)).toBe(-25);
	});
	test('is unknown without a result, an expectation or a baseline to come from', () => {
		expect(attainmentOf('increase', null, 60, 0)).toBeNull();
		expect(attainmentOf('increase', 5, 0, 0)).toBeNull();
		expect(attainmentOf('reduce', 14, 12, null)).toBeNull();
		expect(attainmentOf('reduce', 14, 20, 20)).toBeNull();
	});
});
