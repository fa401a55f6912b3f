import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import type { Kpi } from '#lib/kpi/define.ts';
import { comparable, openFilter } from '#lib/kpi/filter.ts';
import { freshDatabase } from '../../../../tests/support/world.ts';
import { askYearBefore } from './compared.server.ts';
import { kpiById } from './registry.server.ts';

let database: Database;
beforeAll(async () => {
	database = await freshDatabase();
});
afterAll(() => database.close());

const ask = (kpi: Kpi, from: string, to: string) => {
	const asked = { db: database.reader, scope: { reach: 'all' } as const, today: '2026-11-23' };
	const { filter, today } = askYearBefore(kpi, { ...asked, filter: openFilter({ from, to }) }, '2026-10');
	return [filter.from, filter.to, today];
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
