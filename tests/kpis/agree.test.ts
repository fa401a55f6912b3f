import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { setsOf, type Ask, type RowSet } from '#lib/kpi/define.ts';
import { openFilter, type Dim } from '#lib/kpi/filter.ts';
import { readKpi, readOne, rowsOf } from '#lib/kpi/read.server.ts';
import { sortField } from '#lib/tables/view.ts';
import { asksOf, worldToAsk, type AskedWorld } from '../support/randomasks.ts';
import type { RandomWorld } from '../support/randomworld.ts';

let asked: AskedWorld;
let database: Database;
let world: RandomWorld;
let officer = 0;

beforeAll(async () => {
	asked = await worldToAsk(7);
	({ database, world, officer } = asked);
});
afterAll(() => database.close());

const asks = (dims: readonly Dim[]) => asksOf(asked, dims);
const sets = [...new Map(KPIS.flatMap(setsOf).map((set) => [set.id, set])).values()];

async function total(set: RowSet, ask: Ask): Promise<{ value: number; rows: number }> {
	let value = 0;
	let rows = 0;
	for await (const batch of rowsOf(set, ask, 7)) {
		rows += batch.length;
		for (const row of batch) value += set.amount(row);
	}
	return { value, rows };
}

describe('the rows of a list', () => {
	const open: Omit<Ask, 'db' | 'filter'> = { scope: { reach: 'all' }, today: '2026-11-23' };
	const orders = sets.flatMap((set) =>
		set.table.columns
			.filter(({ sort, isFileOnly }) => sort !== undefined && !isFileOnly)
			.map((column) => [set.id, column.key, set] as const),
	);

	it.each(orders)('%s can be put in order by %s, page by page, none twice', async (_, key, set) => {
		const { months } = world;
		const ask = {
			...open,
			db: database.reader,
			filter: openFilter({ from: months[0]!, to: months.at(-1)! }),
		};
		const whole = await total(set, ask);
		for (const locale of ['ar', 'en'] as const) {
			const order = sortField(set.table, { key, isDescending: true }, locale);
			const seen: unknown[] = [];
			for (let offset = 0; offset < whole.rows; offset += 40) {
				seen.push(...(await set.list(ask, { order, limit: 40, offset })));
			}
			expect(new Set(seen.map((row) => (row as { id: number }).id)).size).toBe(whole.rows);
			expect(seen.reduce((sum: number, row) => sum + set.amount(row), 0)).toBe(whole.value);
			const column = set.table.columns.find((c) => c.key === key)!;
			const values = seen.map((row) => column.value(row, locale)).filter((v) => typeof v === 'number');
			expect(values).toEqual(values.toSorted((a, b) => b - a));
		}
	});

	it.each(sets.map((set) => [set.id, set] as const))(
		'%s: a page is what the file begins with',
		async (_, set) => {
			const { months } = world;
			const ask = {
				...open,
				db: database.reader,
				filter: openFilter({ from: months[0]!, to: months.at(-1)! }),
			};
			expect(await set.list(ask, { limit: 9 })).toEqual((await set.page(ask, undefined, 9)).rows);
			const first = await set.page(ask, undefined, 4);
			if (first.next === undefined) return;
			expect(await set.list(ask, { limit: 4, offset: 4 })).toEqual((await set.page(ask, first.next, 4)).rows);
		},
	);
});

describe('every number opens its rows', () => {
	it.each(sets.map((set) => [set.id, set] as const))(
		'%s: sum and count equal the listed rows',
		async (_, set) => {
			await fc.assert(
				fc.asyncProperty(asks(set.dims), async (ask) => {
					const [sum] = await set.sum(ask, []);
					expect({ value: sum?.value ?? 0, rows: sum?.rows ?? 0 }).toEqual(await total(set, ask));
				}),
				{ numRuns: 40 },
			);
		},
	);

	it.each(KPIS.filter((k) => k.parts).map((kpi) => [kpi.id, kpi] as const))(
		'%s: both parts read at once are those read one by one',
		async (_, kpi) => {
			await fc.assert(
				fc.asyncProperty(asks(kpi.numerator.dims), fc.constantFrom(...kpi.cuts), async (ask, dim) => {
					for (const by of dim === 'month' ? [[]] : [[], [dim]]) {
						const apart = { ...kpi, parts: undefined } as unknown as typeof kpi;
						const sorted = (figures: Awaited<ReturnType<typeof readKpi>>) =>
							figures.toSorted((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1));
						expect(sorted(await readKpi(kpi, ask, by))).toEqual(sorted(await readKpi(apart, ask, by)));
					}
				}),
				{ numRuns: 20 },
			);
		},
	);

	const additive = KPIS.filter((kpi) => !kpi.figures);
	it.each(additive.map((kpi) => [kpi.id, kpi] as const))(
		'%s: its groups add up to the whole',
		async (_, kpi) => {
			for (const dim of kpi.cuts.filter((d) => d !== 'month' || kpi.moment === 'period')) {
				await fc.assert(
					fc.asyncProperty(asks(kpi.numerator.dims), async (ask) => {
						const whole = await readOne(kpi, ask);
						const groups = await readKpi(kpi, ask, [dim]);
						const sum = (pick: (f: (typeof groups)[number]) => number | null) =>
							groups.reduce((n, g) => n + (pick(g) ?? 0), 0);
						// Unlike units are not added, so their groups have no whole.
						if (dim !== kpi.apart) expect(sum((g) => g.numerator)).toBe(whole.numerator);
						expect(sum((g) => g.denominator)).toBe(whole.denominator ?? 0);
						expect(sum((g) => g.numeratorRows)).toBe(whole.numeratorRows);
					}),
					{ numRuns: 12 },
				);
			}
		},
	);

	it.each(additive.filter((k) => !k.apart).map((kpi) => [kpi.id, kpi] as const))(
		'%s: an officer’s portfolio is its societies together, from the day they are in it',
		async (_, kpi) => {
			const { months, societyIds } = world;
			const at = { from: months[0]!, to: months.at(-1)! };
			const on = '2026-11-23';
			const open = { db: database.reader, scope: { reach: 'all' as const }, today: on };
			const show = 'mine' as const;
			const mine = await readOne(kpi, {
				...open,
				filter: openFilter({ ...at, portfolio: { show, account: officer, on } }),
			});
			const each = await Promise.all(
				societyIds
					.filter((id, i) => i % 2 === 0 && id !== societyIds.at(-1))
					.map((society) => readOne(kpi, { ...open, filter: openFilter({ ...at, society }) })),
			);
			const sum = (pick: (f: (typeof each)[number]) => number | null) =>
				each.reduce((n, f) => n + (pick(f) ?? 0), 0);
			expect([mine.numerator, mine.denominator ?? 0, mine.numeratorRows]).toEqual([
				sum((f) => f.numerator), sum((f) => f.denominator), sum((f) => f.numeratorRows),
			]); // prettier-ignore
		},
	);

	it('what stays outside a figure is no row of its numerator, and says why', async () => {
		for (const kpi of KPIS) {
			const whole = { from: world.months[0]!, to: world.months.at(-1)! };
			const ask: Ask = {
				db: database.reader,
				scope: { reach: 'all' },
				today: '2026-05-31',
				filter: openFilter(whole),
			};
			const idsOf = async (set: RowSet) => {
				const ids = new Set<number>();
				for await (const rows of rowsOf(set, ask))
					for (const row of rows) ids.add((row as { id: number }).id);
				return ids;
			};
			const inside = await idsOf(kpi.numerator);
			for (const { set, reason } of kpi.excluded ?? []) {
				expect([set.label.ar, set.label.en, reason.ar, reason.en].every(Boolean)).toBe(true);
				// Rows of other kinds have ids of their own.
				if (set.table.id !== kpi.numerator.table.id) continue;
				expect([...(await idsOf(set))].filter((id) => inside.has(id))).toEqual([]);
			}
		}
	});

	it('active, inactive and suspended societies are all that exist; boards in term, lapsed and temporary too', async () => {
		const { months } = world;
		const ask: Ask = {
			db: database.reader,
			scope: { reach: 'all' },
			today: '2026-05-31',
			filter: openFilter({ from: months[0]!, to: months.at(-1)! }),
		};
		const countOf = async (id: string) =>
			(await sets.find((set) => set.id === id)!.sum(ask, []))[0]?.rows ?? 0;
		const added = async (ids: string[]) =>
			(await Promise.all(ids.map((id) => countOf(`societies.${id}`)))).reduce((sum, n) => sum + n, 0);
		expect(await added(['active', 'inactive', 'suspended'])).toBe(await countOf('societies.existing'));
		expect(await added(['boardInTerm', 'boardLapsed', 'temporaryBoard'])).toBe(
			await countOf('societies.existing'),
		);
	});

	it('unlike units are never added: without one of them there is no value, by unit each has its own', async () => {
		for (const kpi of KPIS.filter((k) => k.apart)) {
			const apart = kpi.apart!;
			await fc.assert(
				fc.asyncProperty(asks(kpi.numerator.dims), async (ask) => {
					const whole = await readOne(kpi, ask);
					if (ask.filter[apart].length !== 1) expect([whole.value, whole.numerator]).toEqual([null, 0]);
					for (const group of await readKpi(kpi, ask, [apart])) {
						const one = await readOne(kpi, { ...ask, filter: { ...ask.filter, [apart]: [group.keys[0]!] } });
						expect([group.value, group.numeratorRows]).toEqual([one.value, one.numeratorRows]);
						expect(group.value).toBeGreaterThanOrEqual(0);
					}
				}),
				{ numRuns: 25 },
			);
		}
	});

	it('a numerator never exceeds its denominator where the two count the same things', async () => {
		for (const kpi of KPIS.filter((k) => k.unit === 'percent' && k.numerator.unit !== 'people')) {
			await fc.assert(
				fc.asyncProperty(asks(kpi.numerator.dims), async (ask) => {
					const { numerator, denominator } = await readOne(kpi, ask);
					expect(numerator).toBeLessThanOrEqual(denominator!);
				}),
				{ numRuns: 30 },
			);
		}
	});
});
