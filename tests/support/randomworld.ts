import type { Insertable, Transaction } from 'kysely';
import type { ReviewEvent, Schema } from '#db/schema.ts';
import type { Database } from '#db/connection.server.ts';
import { searchKey } from '#lib/i18n/fold.ts';
import { addProposal } from './proposalrow.ts';
import { rebuildRollups } from '#lib/kpi/rollup.server.ts';
import { addMonths, lastDayOf, addDays } from '#lib/platform/clock.ts';

/** Whole numbers from 0 to below `n`, the same for the same seed. */
export function dice(seed: number): (n: number) => number {
	let state = seed >>> 0;
	return (n) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
	};
}

export interface RandomWorld {
	readonly societyIds: number[];
	readonly programIds: number[];
	readonly reportIds: number[];
	readonly months: string[];
}

const STATES = ['verified', 'verified', 'verified', 'submitted', 'returned', 'draft'] as const;

/** A small world with every state of a report, missing reports and gaps in each figure; enough to disagree on. */
export async function fillRandomWorld(database: Database, seed: number, size = 6): Promise<RandomWorld> {
	return database.writer.transaction().execute(async (trx) => {
		const roll = dice(seed);
		const ids = await references(trx);
		const months = Array.from({ length: 14 }, (_, i) => addMonths('2025-09', i));
		const world: RandomWorld = { societyIds: [], programIds: [], reportIds: [], months };
		for (let s = 0; s < size; s++) {
			world.societyIds.push(await addSociety(trx, s, roll, ids));
			for (let p = 0; p < 1 + roll(3); p++) {
				const programId = await addProgram(trx, world.societyIds[s]!, p, roll, ids);
				world.programIds.push(programId);
				for (const month of months) {
					if (roll(5) > 0) await addExpected(trx, programId, month);
					if (roll(4) === 0) continue;
					world.reportIds.push(await addReport(trx, programId, month, roll, ids));
				}
			}
		}
		await addProposals(trx, world);
		await rebuildRollups(trx);
		return world;
	});
}

/** Each society proposes something about the first of its programs. */
async function addProposals(trx: Transaction<Schema>, { programIds }: RandomWorld): Promise<void> {
	const programs = await trx
		.selectFrom('program')
		.select(['society_id', (eb) => eb.fn.min('id').as('id')])
		.where('id', 'in', programIds)
		.groupBy('society_id')
		.execute();
	for (const { society_id: societyId, id } of programs) {
		await addProposal(trx, { id: societyId, societyId, programId: id }, 'random', new Date('2026-05-01'));
	}
}

type Ids = Record<
	'category' | 'governorate' | 'sector' | 'segment' | 'age_band' | 'aid_type' | 'unit',
	number[]
>;

async function references(trx: Transaction<Schema>): Promise<Ids> {
	const tables = ['category', 'governorate', 'sector', 'segment', 'age_band', 'aid_type', 'unit'] as const;
	const found = await Promise.all(
		tables.map(async (t) => [t, (await trx.selectFrom(t).select('id').limit(5).execute()).map((r) => r.id)]),
	);
	return Object.fromEntries(found) as Ids;
}

type Roll = (n: number) => number;
const pick = (list: number[], roll: Roll) => list[roll(list.length)]!;

async function addSociety(trx: Transaction<Schema>, n: number, roll: Roll, ids: Ids): Promise<number> {
	const name = { name_ar: `جمعية رقم ${n}`, name_en: `Society ${n}` };
	const { id } = await trx
		.insertInto('society')
		.values({
			...name,
			search_key: searchKey(name.name_ar, name.name_en),
			match_key: `society ${n}`,
			category_id: pick(ids.category, roll),
			governorate_id: pick(ids.governorate, roll),
			status: 'active',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const statuses = ['active', 'active', 'suspended', 'temporary_board', 'dissolved'] as const;
	const history = [
		{ society_id: id, status: 'active' as const, starts_on: '2020-01-01' },
		{ society_id: id, status: statuses[roll(5)]!, starts_on: '2026-03-15' },
	];
	await trx.insertInto('society_status').values(history).execute();
	if (roll(4) > 0) {
		const starts_on = `202${4 + roll(2)}-0${1 + roll(9)}-11`;
		await trx
			.insertInto('board_term')
			.values({ society_id: id, starts_on, ends_on: addDays(starts_on, 365 + roll(500)) })
			.execute();
	}
	return id;
}

async function addProgram(trx: Transaction<Schema>, societyId: number, n: number, roll: Roll, ids: Ids) {
	const { id } = await trx
		.insertInto('program')
		.values({
			society_id: societyId,
			name_ar: `برنامج ${n}`,
			name_en: `Program ${n}`,
			search_key: searchKey(`برنامج ${n}`, `Program ${n}`),
			match_key: `program ${n}`,
			sector_id: pick(ids.sector, roll),
			governorate_id: pick(ids.governorate, roll),
			starts_on: '2025-09-01',
			ends_on: roll(2) ? '2026-12-31' : '2026-02-28',
			status: 'running',
			frequency: 'monthly',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function addExpected(trx: Transaction<Schema>, programId: number, month: string): Promise<void> {
	const opens_on = addDays(lastDayOf(month), 1);
	await trx
		.insertInto('expected_report')
		.values({ program_id: programId, period: month, opens_on, due_on: addDays(opens_on, 14) })
		.execute();
}

async function addReport(trx: Transaction<Schema>, programId: number, month: string, roll: Roll, ids: Ids) {
	const state = STATES[roll(STATES.length)]!;
	const submitted = addDays(lastDayOf(month), 5 + roll(25));
	const { id } = await trx
		.insertInto('report')
		.values({
			program_id: programId,
			period: month,
			state,
			first_submitted_on: state === 'draft' ? null : submitted,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const at = `${submitted}T08:00:00.000Z`;
	// Every third verified report had been returned before.
	const wasReturned = state === 'verified' && id % 3 === 0;
	if (wasReturned) {
		await trx
			.insertInto('report_version')
			.values({ report_id: id, number: 1, created_at: at, returned_reason: 'رقم ناقص' })
			.execute();
	}
	let number = wasReturned ? 1 : 0;
	if (state === 'verified' && roll(4) === 0)
		await addVersion(trx, id, ++number, at, `${submitted}T09:00:00.000Z`, roll, ids);
	await addVersion(trx, id, number + 1, state === 'verified' ? at : null, null, roll, ids);
	if (state === 'returned')
		await trx
			.updateTable('report_version')
			.set({ returned_reason: 'رقم ناقص' })
			.where('report_id', '=', id)
			.execute();
	if (state !== 'draft') await addEvents(trx, id, at, state);
	return id;
}

/** What happened to a report's versions: sent, and decided an hour later each, as their columns say. */
async function addEvents(
	trx: Transaction<Schema>,
	report_id: number,
	sentAt: string,
	state: (typeof STATES)[number],
): Promise<void> {
	const versions = await trx
		.selectFrom('report_version')
		.select(['id', 'number', 'verified_from', 'verified_until', 'returned_reason'])
		.where('report_id', '=', report_id)
		.orderBy('number')
		.execute();
	const rows: Insertable<ReviewEvent>[] = [];
	for (const { id, number, verified_from, verified_until, returned_reason } of versions) {
		const event = { report_id, version_id: id };
		rows.push({ ...event, kind: number === 1 ? 'submitted' : 'resubmitted', at: sentAt });
		if (returned_reason && (state === 'returned' || number < versions.length)) {
			rows.push({ ...event, kind: 'returned', at: sentAt, reason_code: 'other', text: returned_reason });
		}
		if (verified_from) rows.push({ ...event, kind: 'verified', at: verified_from });
		if (verified_until) rows.push({ ...event, kind: 'reopened', at: verified_until, text: 'خطأ' });
	}
	await trx.insertInto('review_event').values(rows).execute();
}

async function addVersion(
	trx: Transaction<Schema>,
	reportId: number,
	number: number,
	from: string | null,
	until: string | null,
	roll: Roll,
	ids: Ids,
): Promise<void> {
	const maybe = (n: number) => (roll(5) === 0 ? null : roll(n));
	const { id } = await trx
		.insertInto('report_version')
		.values({
			report_id: reportId,
			number,
			created_at: '2026-01-01T00:00:00.000Z',
			verified_from: from,
			verified_until: until,
			spend_minor: maybe(5_000_000),
			volunteers: maybe(40),
			volunteer_hours: maybe(400),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	for (const segment_id of ids.segment.slice(0, roll(4))) {
		for (const sex of ['female', 'male'] as const) {
			const line = { version_id: id, segment_id, sex, governorate_id: pick(ids.governorate, roll) };
			await trx
				.insertInto('reach_line')
				.values({ ...line, age_band_id: pick(ids.age_band, roll), people: roll(90) })
				.execute();
		}
	}
}
