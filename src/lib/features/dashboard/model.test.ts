import { expect, test } from 'vitest';
import { changeOf, chartSegments, healthOf, rampStep } from './model.ts';

test('a sum changes in percent, a percentage in points', () => {
	expect(changeOf('people', 112.4, 100)).toMatchObject({ direction: 1, in: 'percent' });
	expect(changeOf('people', 112.4, 100)!.amount).toBeCloseTo(12.4);
	expect(changeOf('percent', 91.8, 88.6)!.amount).toBeCloseTo(3.2);
	expect(changeOf('money', 80, 100)).toEqual({ direction: -1, amount: 20, in: 'percent' });
});
test('inside the neutral band nothing changed', () => {
	expect(changeOf('people', 100.9, 100)).toEqual({ direction: 0, amount: 0, in: 'percent' });
	expect(changeOf('percent', 90, 90.9)).toEqual({ direction: 0, amount: 0, in: 'points' });
});
test('without both values, or from zero, there is no change to tell', () => {
	expect(changeOf('people', null, 100)).toBeUndefined();
	expect(changeOf('people', 100, null)).toBeUndefined();
	expect(changeOf('people', 100, 0)).toBeUndefined();
	expect(changeOf('percent', 5, 0)).toMatchObject({ direction: 1, amount: 5 });
});
test('health follows the thresholds, and unknown is not good', () => {
	const threshold = { good: 95, watch: 85 };
	expect([95, 94.9, 85, 84].map((share) => healthOf('up', share, threshold))).toEqual([
		'ok',
		'risk',
		'risk',
		'off',
	]);
	expect(healthOf('up', null, threshold)).toBeUndefined();
	expect(healthOf('up', 99, undefined)).toBeUndefined();
});
test('where lower is better, little is good, much is not, and what has no direction is not judged', () => {
	const threshold = { good: 5, watch: 10 };
	expect([0, 5, 5.1, 10, 11].map((share) => healthOf('down', share, threshold))).toEqual([
		'ok',
		'ok',
		'risk',
		'risk',
		'off',
	]);
	expect(healthOf('down', null, threshold)).toBeUndefined();
	expect(healthOf('neutral', 50, threshold)).toBeUndefined();
});
test('the chart shows the five largest segments and groups the rest', () => {
	const totals = new Map([
		['a', 5],
		['b', 50],
		['c', 0],
		['d', 7],
		['e', 7],
		['f', 1],
		['g', 2],
	]);
	expect(chartSegments(totals)).toEqual({ shown: ['b', 'd', 'e', 'a', 'g'], rest: ['f'] });
});
test('the ramp spans its middle steps, and one value stands in the middle', () => {
	expect([10, 20, 30].map((v) => rampStep(v, 10, 30))).toEqual([2, 4, 6]);
	expect(rampStep(10, 10, 10)).toBe(4);
});
