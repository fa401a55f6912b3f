import { sql, type Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addMonths, monthCount } from '#lib/platform/clock.ts';
import { median } from './band.ts';
import type { ReportMonth } from './month.server.ts';

type Db = Kysely<Schema>;

/** Fewer programs would let one of them be recognised. */
const LEAST_PEERS = 5;
/** Months over which other programs are looked at. */
const PEER_MONTHS = 6;

/**
 * Medians of one period's people and spending of other societies' programs in the sector, over the six months before;
 * null below five programs.
 */
export async function readPeers(
	db: Db,
	{ program, period }: ReportMonth,
): Promise<{ people: number | null; spendMinor: number | null }> {
	const { rows } = await sql<{ people: number | null; spend: number | null }>`
		select cast(sum(r.people) as real) / nullif(sum(r.reports_reached), 0) as people,
			cast(sum(r.spend_minor) as real) / nullif(sum(r.reports_spent), 0) as spend
		from program p join rollup_report r on r.program_id = p.id
			and r.month between ${addMonths(period, -PEER_MONTHS)} and ${addMonths(period, -1)}
		where p.sector_id = ${program.sectorId} and p.society_id <> ${program.societyId}
			and p.frequency = ${program.frequency}
		group by p.id limit 5000`.execute(db);
	const middle = (values: readonly (number | null)[]) => {
		const told = values.filter((value) => value !== null);
		return told.length < LEAST_PEERS ? null : median(told);
	};
	return { people: middle(rows.map((row) => row.people)), spendMinor: middle(rows.map((row) => row.spend)) };
}

/** The even part of the budget for one period: a budget is a year's, or the whole run's where that is shorter. */
export function budgetOfPeriod({ program }: ReportMonth): number | null {
	if (program.budgetMinor === null) return null;
	const run =
		program.endsOn === null ? 12 : monthCount(program.startsOn.slice(0, 7), program.endsOn.slice(0, 7));
	const months = Math.max(1, Math.min(12, run));
	return Math.round(
		(program.budgetMinor * (program.frequency === 'quarterly' ? Math.min(3, months) : 1)) / months,
	);
}
