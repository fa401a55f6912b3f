import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import type { Kpi } from '#lib/kpi/define.ts';
import { comparable, filterQuery, openFilter } from '#lib/kpi/filter.ts';
import type { Comparison } from '#lib/platform/preferences.ts';
import { freshDatabase } from '../../../../tests/support/world.ts';
import { askBefore } from './compared.server.ts';
import { kpiById } from './registry.server.ts';

let database: Database;
beforeAll(async () => {
	database = await freshDatabase();
});
afterAll(() => database.close());

const ask = (kpi: Kpi, from: string, to: string, compare: Comparison = 'year') => {
	const asked = { db: database.reader, scope: { reach: 'all' } as const, today: '2026-11-23' };
	const before = askBefore(kpi, { ...asked, filter: openFilter({ from, to, compare }) }, '2026-10');
	return before && [before.filter.from, before.filter.to, before.today];
};

describe('the year before', () => {
	it('of months goes no further than this year’s reports have fallen due', () => {
		const reach = kpiById('K-B7')!;
		expect(ask(reach, '2026-01', '2026-09')).toEqual(['2025-01', '2025-09', '2026-11-23']);
		expect(ask(reach, '2026-01', '2026-12')).toEqual(['2025-01', '2025-10', '2026-11-23']);
		expect(ask(reach, '2025-01', '2025-12')).toEqual(['2024-01', '2024-12', '2026-11-23']);
	});

	it('of a day is the same day, also when the period lies ahead of today', () => {
		const boards = kpiById('K-R3')!;
		expect(ask(boards, '2026-01', '2026-12')).toEqual(['2025-11', '2025-11', '2025-11-23']);
		expect(ask(boards, '2027-01', '2027-12')).toEqual(['2025-11', '2025-11', '2025-11-23']);
		expect(ask(boards, '2024-01', '2024-02')).toEqual(['2023-02', '2023-02', '2023-02-28']);
	});

	it('leaves a filter that lies wholly ahead as it is', () => {
		const filter = openFilter({ from: '2027-01', to: '2027-03' });
		expect(comparable(filter, '2026-10')).toBe(filter);
	});
});

describe('the period before', () => {
	it('is as many months as the fair part of the period has, just before it', () => {
		const reach = kpiById('K-B7')!;
		expect(ask(reach, '2026-04', '2026-06', 'previous')).toEqual(['2026-01', '2026-03', '2026-11-23']);
		expect(ask(reach, '2026-01', '2026-12', 'previous')).toEqual(['2025-03', '2025-12', '2026-11-23']);
		expect(ask(reach, '2026-03', '2026-03', 'previous')).toEqual(['2026-02', '2026-02', '2026-11-23']);
	});

	it('of a day is as many months earlier', () => {
		expect(ask(kpiById('K-R3')!, '2026-03', '2026-03', 'previous')).toEqual([
			'2026-02',
			'2026-02',
			'2026-02-28',
		]);
	});
});

describe('the same Ramadan', () => {
	const reach = () => kpiById('K-B7')!;

	it('lies on the month of Ramadan’s middle, twelve or eleven months before', () => {
		// The middle of Ramadan: March 2023 is 1444 (6 April), 25 March 2024, 15 March 2025, 4 March 2026.
		expect(ask(reach(), '2026-02', '2026-03', 'ramadan')).toEqual(['2025-02', '2025-03', '2026-11-23']);
		expect(ask(reach(), '2024-03', '2024-03', 'ramadan')).toEqual(['2023-04', '2023-04', '2026-11-23']);
		expect(ask(reach(), '2024-01', '2024-12', 'ramadan')).toEqual(['2023-02', '2024-01', '2026-11-23']);
	});

	it('is the year before where the period has none', () => {
		expect(ask(reach(), '2026-06', '2026-09', 'ramadan')).toEqual(['2025-06', '2025-09', '2026-11-23']);
	});

	it('holds in the year with two', () => {
		// The middle of 1452 is in January 2031, that of 1453 in December.
		const before = askBefore(
			reach(),
			{
				db: database.reader,
				scope: { reach: 'all' },
				today: '2032-02-01',
				filter: openFilter({ from: '2031-12', to: '2031-12', compare: 'ramadan' }),
			},
			'2032-01',
		);
		expect([before?.filter.from, before?.filter.to]).toEqual(['2031-01', '2031-01']);
	});
});

describe('a comparison', () => {
	it('can be none', () => {
		expect(ask(kpiById('K-B7')!, '2026-01', '2026-09', 'none')).toBeNull();
		expect(ask(kpiById('K-R3')!, '2026-01', '2026-09', 'none')).toBeNull();
	});

	it('stands in the address unless it is the usual one', () => {
		expect(filterQuery(openFilter({ preset: 'ytd', compare: 'previous' }))).toBe('?compare=previous');
		expect(filterQuery(openFilter({ preset: 'ytd', compare: 'year' }))).toBe('');
	});

	it('opens its rows only where whole months are compared', () => {
		const asked = { db: database.reader, scope: { reach: 'all' } as const, today: '2026-11-23' };
		const opens = (id: string, to: string) =>
			askBefore(kpiById(id)!, { ...asked, filter: openFilter({ from: '2026-01', to }) }, '2026-10')?.opens;
		expect([opens('K-B7', '2026-12'), opens('K-R3', '2026-10'), opens('K-R3', '2026-11')]).toEqual([
			true, true, false,
		]); // prettier-ignore
	});
});
