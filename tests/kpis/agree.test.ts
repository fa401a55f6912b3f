import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#db/connection.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import { KPIS } from '#lib/features/dashboard/registry.server.ts';
import { listReferences, type References } from '#lib/features/dashboard/references.server.ts';
import { setsOf, type Ask, type Figure, type RowSet } from '#lib/kpi/define.ts';
import { CODE_DIMS, openFilter, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { COUNTS } from '#lib/kpi/known.ts';
import { askOf, readKpi, readOne, rowsOf } from '#lib/kpi/read.server.ts';
import { sortField } from '#lib/tables/view.ts';
import { asOfDay } from '../support/asof.ts';
import { addOfficer } from '../support/portfolio.ts';
import { addRandomTargets } from '../support/randomtargets.ts';
import { fillRandomWorld, type RandomWorld } from '../support/randomworld.ts';
import { freshDatabase } from '../support/world.ts';

let database: Database;
let world: RandomWorld;
let references: References;
let officer = 0;

beforeAll(async () => {
	database = await freshDatabase('bahrain');
	world = await fillRandomWorld(database, 7);
	await addRandomTargets(database, world, 7);
	officer = await addOfficer(database, world.societyIds);
	references = await listReferences(database.reader);
});
afterAll(() => database.close());

const sets = [...new Map(KPIS.flatMap(setsOf).map((set) => [set.id, set])).values()];

/** What a person could ask: any period, codes, society or program, as the ministry or as one society. */
function asks(dims: readonly Dim[]): fc.Arbitrary<Ask> {
	const some = (dim: (typeof CODE_DIMS)[number]) =>
		dims.includes(dim)
			? fc.subarray(
					references[dim].slice(0, 4).map((r) => r.code),
					{ maxLength: 2 },
				)
			: fc.constant([]);
	const maybe = (dim: Dim, ids: number[]) =>
		dims.includes(dim)
			? fc.option(fc.constantFrom(...ids), { nil: undefined, freq: 4 })
			: fc.constant(undefined);
	return fc
		.record({
			span: fc.tuple(fc.constantFrom(...world.months), fc.constantFrom(...world.months)),
			codes: fc.record(
				Object.fromEntries(CODE_DIMS.map((d) => [d, some(d)])) as Record<
					(typeof CODE_DIMS)[number],
					fc.Arbitrary<string[]>
				>,
			),
			society: maybe('society', world.societyIds),
			program: maybe('program', world.programIds),
			own: fc.option(fc.constantFrom(...world.societyIds), { nil: undefined, freq: 3 }),
			isMine: fc.constantFrom(false, false, true),
			today: fc.constantFrom('2026-02-10', '2026-05-31', '2026-11-23'),
			on: fc.option(fc.constantFrom('2025-12-20', '2026-03-14', '2026-08-01'), { nil: undefined, freq: 2 }),
			count: fc.constantFrom(undefined, undefined, ...COUNTS),
		})
		.map(({ span, codes, society, program, own, isMine, today, on, count }) => {
			const [from, to] = span.toSorted() as [string, string];
			const filter: Filter = {
				preset: 'custom', from, to, ...codes,
				...(society === undefined ? {} : { society }),
				...(program === undefined ? {} : { program }),
				...(isMine && { portfolio: { show: 'mine' as const, account: officer, on: today } }),
				...(on && { asOf: asOfDay(on) }),
				...(count && { count }),
			}; // prettier-ignore
			const scope: Scope = own === undefined ? { reach: 'all' } : { reach: 'own', societyId: own };
			return askOf({ db: database.reader, today }, scope, filter);
		});
}

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
