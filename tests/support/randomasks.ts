import fc from 'fast-check';
import type { Database } from '#db/connection.server.ts';
import type { Scope } from '#lib/access/grants.ts';
import { listReferences, type References } from '#lib/features/dashboard/references.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { CODE_DIMS, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { COUNTS } from '#lib/kpi/known.ts';
import { askOf } from '#lib/kpi/read.server.ts';
import { asOfDay } from './asof.ts';
import { addOfficer } from './portfolio.ts';
import { addRandomTargets } from './randomtargets.ts';
import { fillRandomWorld, type RandomWorld } from './randomworld.ts';
import { freshDatabase } from './world.ts';

/** A random world with everything a filter can name. */
export interface AskedWorld {
	readonly database: Database;
	readonly world: RandomWorld;
	readonly references: References;
	readonly officer: number;
}

/** A world to ask; `seed` makes the same one again. */
export async function worldToAsk(seed: number): Promise<AskedWorld> {
	const database = await freshDatabase('bahrain');
	const world = await fillRandomWorld(database, seed);
	await addRandomTargets(database, world, seed);
	const officer = await addOfficer(database, world.societyIds);
	return { database, world, references: await listReferences(database.reader), officer };
}

/** What a person could ask: any period, codes, society or program, as the ministry or as one society. */
export function asksOf(
	{ database, world, references, officer }: AskedWorld,
	dims: readonly Dim[],
): fc.Arbitrary<Ask> {
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
