import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import type { Figure } from '#lib/kpi/define.ts';
import type { Dim } from '#lib/kpi/filter.ts';
import { readKpi, readOne, rowsOf } from '#lib/kpi/read.server.ts';
import { asksOf, worldToAsk, type AskedWorld } from '../support/randomasks.ts';

let asked: AskedWorld;
beforeAll(async () => {
	asked = await worldToAsk(23);
});
afterAll(() => asked.database.close());

const asks = (dims: readonly Dim[]) => asksOf(asked, dims);

describe('a figure that is no sum follows from its rows', () => {
	it('a median is that of the rows listed, and so is the value that nine in ten do not exceed', async () => {
		const kpi = KPIS.find(({ id }) => id === 'K-D4')!;
		const quantiles = (days: number[]) => {
			const sorted = days.toSorted((a, b) => a - b);
			const n = sorted.length;
			const middle = n ? (sorted[Math.ceil(n / 2) - 1]! + sorted[Math.floor(n / 2)]!) / 2 : null;
			return [n, middle, n ? sorted[Math.ceil(0.9 * n) - 1]! : null];
		};
		await fc.assert(
			fc.asyncProperty(asks(kpi.numerator.dims), async (ask) => {
				const rows: { days: number; sectorId?: number; sector: string }[] = [];
				for await (const batch of rowsOf(kpi.numerator, ask, 7)) rows.push(...(batch as typeof rows));
				const shown = ({ numeratorRows, value, ninetieth }: Figure) => [numeratorRows, value, ninetieth];
				expect(shown(await readOne(kpi, ask))).toEqual(quantiles(rows.map(({ days }) => days)));
				for (const group of await readKpi(kpi, ask, ['sector'])) {
					const own = rows.filter(({ sector }) => sector === group.keys[0]);
					expect(shown(group)).toEqual(quantiles(own.map(({ days }) => days)));
				}
			}),
			{ numRuns: 40 },
		);
	});

	it('a balance is the lowest rate listed against the highest, by segment as well', async () => {
		const kpi = KPIS.find(({ id }) => id === 'K-B6')!;
		const every = kpi.also![0]!;
		await fc.assert(
			fc.asyncProperty(asks(kpi.numerator.dims), async (ask) => {
				const rates: number[] = [];
				for await (const batch of rowsOf(every, ask)) {
					rates.push(...batch.map((row) => (row as { perTenThousandMilli: number }).perTenThousandMilli));
				}
				const most = Math.max(...rates);
				const expected = rates.length > 1 && most > 0 ? Math.min(...rates) / most : null;
				expect((await readOne(kpi, ask)).value).toBe(expected);
				for (const group of await readKpi(kpi, ask, ['segment'])) {
					const one = await readOne(kpi, { ...ask, filter: { ...ask.filter, segment: [group.keys[0]!] } });
					expect(group.value).toBe(one.value);
				}
			}),
			{ numRuns: 30 },
		);
	});
});
