import { describe, expect, it } from 'vitest';
import type { YearTarget } from '#lib/kpi/targets.ts';
import { pathOf } from './path.ts';

const linear: YearTarget = { year: 2026, value: 120, profile: 'linear', shares: null };

describe('the path of a program', () => {
	it('holds each month against its part of the target and adds both up', () => {
		const reached = new Map([
			['2026-01', 8],
			['2026-03', 0],
		]);
		const path = pathOf({ from: '2026-01', to: '2026-03' }, reached, [linear], false);
		expect(path.map((one) => [one.reached, one.expected, one.reachedSoFar, one.expectedSoFar])).toEqual([
			[8, 10, 8, 10],
			[null, 10, 8, 20],
			[0, 10, 8, 30],
		]);
	});

	it('expects nothing where nothing is set, and knows nothing where nobody told', () => {
		const path = pathOf({ from: '2025-12', to: '2026-01' }, new Map(), [linear], false);
		expect(path.map((one) => [one.reachedSoFar, one.expected, one.expectedSoFar])).toEqual([
			[null, null, null],
			[null, 10, 10],
		]);
	});

	it('waits for the last month of a quarter where reports come by quarter, and follows a profile’s shares', () => {
		const quarterly = pathOf({ from: '2026-01', to: '2026-03' }, new Map(), [linear], true);
		expect(quarterly.map((one) => one.expected)).toEqual([0, 0, 30]);
		const shares = [0, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0];
		const seasonal: YearTarget = { ...linear, profile: 'seasonal', shares };
		const path = pathOf({ from: '2026-01', to: '2026-04' }, new Map(), [seasonal], false);
		expect(path.map((one) => one.expected)).toEqual([0, 0, 120, 0]);
	});
});
