import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { CheckFacts, DeliveryRow, OutcomeRow, ReachRow } from './form.ts';
import type { Sex } from '#lib/features/reports/sheet.ts';
import { outcomeCell } from './cells.ts';
import { budgetOfPeriod, readPeers } from './facts.server.ts';
import {
	deliveryPlan,
	reachPlan,
	readLists,
	readOutcomeRows,
	readProgramCodes,
	type Lists,
} from './formrows.server.ts';
import { historyOf, readPastReports, type PastReport } from './history.server.ts';
import type { ReportMonth } from './month.server.ts';

type Db = Kysely<Schema>;

/** What the form of a month consists of, and what its checks compare with. */
export interface Plan {
	readonly lists: Lists;
	readonly places: readonly string[];
	readonly asksAge: boolean;
	readonly sexes: readonly Sex[];
	readonly reach: readonly ReachRow[];
	readonly deliveries: readonly DeliveryRow[];
	readonly outcomes: readonly OutcomeRow[];
	readonly past: readonly PastReport[];
	readonly facts: CheckFacts;
}

/** Cells that every report fills, besides its people and results. */
const ALWAYS = ['spend', 'volunteers', 'hours', 'achievements', 'no_evidence'] as const;

/** What the forms of many months share, read once for all of them. */
export interface Around {
	readonly lists: Lists;
	readonly asksAges: boolean;
	peersOf(month: ReportMonth): Promise<CheckFacts['peers']>;
}

/** Reads what forms share; what peers reported is read once for each sector, society and month. */
export async function readAround(db: Db, today: string): Promise<Around> {
	const { asks_ages } = await db.selectFrom('pack').select('asks_ages').executeTakeFirstOrThrow();
	const peers = new Map<string, Promise<CheckFacts['peers']>>();
	return {
		lists: await readLists(db, today),
		asksAges: asks_ages === 1,
		peersOf(month) {
			const { sectorId, societyId, frequency } = month.program;
			const key = [sectorId, societyId, frequency, month.period].join(' ');
			const found = peers.get(key) ?? readPeers(db, month);
			peers.set(key, found);
			return found;
		},
	};
}

interface PlanSettings {
	readonly today: string;
	readonly currencyDigits: number;
	/** Of many forms at once. */
	readonly around?: Around;
	/** Months before that come in together with this one and are not stored yet. */
	readonly earlier?: readonly PastReport[];
}

function withEarlier(past: readonly PastReport[], earlier: readonly PastReport[]): readonly PastReport[] {
	if (!earlier.length || !past.length) return past;
	const told = new Map(earlier.map((one) => [one.period, one]));
	return past.map((one) => told.get(one.period) ?? one);
}

/** Plans the form of a month around what is written in it; the screen and the submission see the same plan. */
export async function planForm(
	db: Db,
	month: ReportMonth,
	written: Iterable<string>,
	{ today, currencyDigits, around, earlier = [] }: PlanSettings,
): Promise<Plan> {
	const { program, period } = month;
	const { lists, asksAges, peersOf } = around ?? (await readAround(db, today));
	const codes = await readProgramCodes(db, program);
	const past = withEarlier(await readPastReports(db, program, period), earlier);
	const last = past.findLast(({ cells, isNothing }) => cells && !isNothing)?.cells;
	const lastCells = [...Object.keys(last?.numbers ?? {}), ...(last?.inapplicable ?? [])];
	const names = [...written];
	const reach = reachPlan(lists, codes, asksAges, lastCells, names);
	const outcomes = await readOutcomeRows(db, program.id, period);
	const results = outcomes
		.filter(({ isRequired }) => isRequired)
		.flatMap(({ indicatorId, isRatio }) =>
			isRatio
				? [outcomeCell(indicatorId, 'over'), outcomeCell(indicatorId, 'under')]
				: [outcomeCell(indicatorId)],
		);
	const history = historyOf(past, [...reach.required, 'new', 'spend', 'volunteers', 'hours', ...results]);
	return {
		lists,
		places: codes.places,
		asksAge: asksAges || reach.rows.some(({ age }) => age.code !== 'unknown'),
		sexes: reach.sexes,
		reach: reach.rows,
		deliveries: deliveryPlan(lists, [...lastCells, ...names]),
		outcomes,
		past,
		facts: {
			currencyDigits,
			required: [...reach.required, ...ALWAYS.slice(0, 3), ...results, ...ALWAYS.slice(3)],
			history,
			peers: await peersOf(month),
			population: codes.population,
			budgetMinor: budgetOfPeriod(month),
		},
	};
}
