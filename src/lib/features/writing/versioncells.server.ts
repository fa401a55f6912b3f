import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { deliveryCell, INAPPLICABLE, outcomeCell, reachCell } from './cells.ts';
import { textOfValue } from './cellvalues.ts';

type Db = Kysely<Schema>;

/** More cells no version has: places by segments by sexes by ages. */
const MOST_ROWS = 20_000;

/** What a version says cell by cell: numbers in their own unit, words, and what was marked as not applying. */
export interface VersionCells {
	readonly numbers: Record<string, number>;
	readonly words: Record<string, string>;
	readonly inapplicable: Set<string>;
}

type Versions = Map<number, VersionCells>;

async function addSingles(db: Db, ids: readonly number[], into: Versions): Promise<void> {
	const rows = await db
		.selectFrom('report_version')
		.select(['id', 'people_new', 'spend_minor', 'volunteers', 'volunteer_hours', 'nothing_to_report'])
		.select(['achievements', 'challenges', 'next_steps', 'nothing_reason', 'no_evidence_reason'])
		.where('id', 'in', ids)
		.execute();
	for (const row of rows) {
		const numbers = {
			new: row.people_new,
			spend: row.spend_minor,
			volunteers: row.volunteers,
			hours: row.volunteer_hours,
		};
		const words = {
			achievements: row.achievements,
			challenges: row.challenges,
			next: row.next_steps,
			nothing: row.nothing_reason,
			no_evidence: row.no_evidence_reason,
		};
		const told = <V>(cells: Record<string, V | null>) =>
			Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null)) as Record<string, V>;
		into.set(row.id, { numbers: told(numbers), words: told(words), inapplicable: new Set() });
	}
}

async function addReach(db: Db, ids: readonly number[], into: Versions): Promise<void> {
	const rows = await db
		.selectFrom('reach_line as l')
		.innerJoin('governorate as g', 'g.id', 'l.governorate_id')
		.innerJoin('segment as s', 's.id', 'l.segment_id')
		.innerJoin('age_band as b', 'b.id', 'l.age_band_id')
		.select([
			'l.version_id as version',
			'g.code as place',
			's.code as segment',
			'b.code as age',
			'l.sex',
			'l.people',
		])
		.select('l.people_new as fresh')
		.where('l.version_id', 'in', ids)
		.limit(MOST_ROWS)
		.execute();
	for (const row of rows) into.get(row.version)!.numbers[reachCell(row)] = row.people;
	// History tells who is new line by line; the form asks once.
	for (const [version, lines] of Map.groupBy(rows, (row) => row.version)) {
		const { numbers } = into.get(version)!;
		if (numbers.new === undefined && lines.every(({ fresh }) => fresh !== null)) {
			numbers.new = lines.reduce((sum, { fresh }) => sum + fresh!, 0);
		}
	}
}

async function addDeliveries(db: Db, ids: readonly number[], into: Versions): Promise<void> {
	const rows = await db
		.selectFrom('delivery_line as l')
		.innerJoin('governorate as g', 'g.id', 'l.governorate_id')
		.innerJoin('aid_type as a', 'a.id', 'l.aid_type_id')
		.innerJoin('unit as u', 'u.id', 'l.unit_id')
		.select(['l.version_id as version', 'g.code as place', 'a.code as aid', 'u.code as unit'])
		.select(['l.quantity_milli as quantity', 'l.value_minor as worth'])
		.where('l.version_id', 'in', ids)
		.limit(MOST_ROWS)
		.execute();
	for (const { version, place, aid, unit, quantity, worth } of rows) {
		const { numbers } = into.get(version)!;
		numbers[deliveryCell(place, aid, unit, 'quantity')] = quantity;
		if (worth !== null) numbers[deliveryCell(place, aid, unit, 'value')] = worth;
	}
}

async function addOutcomes(db: Db, ids: readonly number[], into: Versions): Promise<void> {
	const rows = await db
		.selectFrom('outcome_result')
		.select([
			'version_id as version',
			'indicator_id as id',
			'value_milli',
			'numerator_milli',
			'denominator_milli',
		])
		.where('version_id', 'in', ids)
		.limit(MOST_ROWS)
		.execute();
	for (const { version, id, value_milli, numerator_milli, denominator_milli } of rows) {
		const { numbers } = into.get(version)!;
		if (value_milli !== null) numbers[outcomeCell(id)] = value_milli;
		if (numerator_milli !== null) numbers[outcomeCell(id, 'over')] = numerator_milli;
		if (denominator_milli !== null) numbers[outcomeCell(id, 'under')] = denominator_milli;
	}
}

async function addStates(db: Db, ids: readonly number[], into: Versions): Promise<void> {
	const rows = await db
		.selectFrom('report_cell')
		.select(['version_id as version', 'cell'])
		.where('version_id', 'in', ids)
		.where('state', '=', 'inapplicable')
		.limit(MOST_ROWS)
		.execute();
	for (const { version, cell } of rows) into.get(version)!.inapplicable.add(cell);
}

/** What some versions say cell by cell, in five queries however many there are. */
export async function readVersionCells(db: Db, ids: readonly number[]): Promise<Versions> {
	const found: Versions = new Map();
	if (!ids.length) return found;
	await addSingles(db, ids, found);
	await addReach(db, ids, found);
	await addDeliveries(db, ids, found);
	await addOutcomes(db, ids, found);
	await addStates(db, ids, found);
	return found;
}

/** A version's cells as the texts somebody would have typed. */
export function textsOf(cells: VersionCells, currencyDigits: number): Record<string, string> {
	const numbers = Object.entries(cells.numbers).map(
		([cell, value]) => [cell, textOfValue(cell, value, currencyDigits)] as const,
	);
	const inapplicable = [...cells.inapplicable].map((cell) => [cell, INAPPLICABLE] as const);
	return { ...Object.fromEntries([...numbers, ...inapplicable]), ...cells.words };
}
