import { sql, type Selectable, type Transaction } from 'kysely';
import type { Program, Schema } from '#db/schema.ts';
import { targetsOn } from '#lib/kpi/settings.server.ts';
import type { YearTarget } from '#lib/kpi/targets.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import { budgetOfPart, divideTarget, firstMonth } from './continuation.ts';
import { endProgram, moveOpenExpected } from './ending.server.ts';

type Trx = Transaction<Schema>;

async function copyLists(trx: Trx, from: number, to: number): Promise<void> {
	await sql`insert into program_governorate (program_id, governorate_id)
		select ${to}, governorate_id from program_governorate where program_id = ${from}`.execute(trx);
	await sql`insert into program_segment (program_id, segment_id)
		select ${to}, segment_id from program_segment where program_id = ${from}`.execute(trx);
}

/** The same indicators under the new program; targets of its periods go with it where the old one reported nothing. */
async function continueIndicators(trx: Trx, from: number, to: number, month: string): Promise<void> {
	const indicators = await trx
		.selectFrom('indicator')
		.selectAll()
		.where('program_id', '=', from)
		.orderBy('id')
		.limit(100)
		.execute();
	for (const { id, ...indicator } of indicators) {
		const copy = await trx
			.insertInto('indicator')
			.values({ ...indicator, program_id: to })
			.returning('id')
			.executeTakeFirstOrThrow();
		await sql`update indicator_target set indicator_id = ${copy.id}
			where indicator_id = ${id} and period >= ${month} and not exists (
				select 1 from report r where r.program_id = ${from} and r.period = indicator_target.period)`.execute(trx);
	}
}

/** Divides the person targets in force: what was due before stays, the rest goes on. Targets are never overwritten. */
async function continueTargets(
	write: WriteContext,
	from: number,
	to: number,
	month: string,
	on: string,
	reason: string,
): Promise<void> {
	const { trx, viewer, now } = write;
	const { rows } = await sql<Omit<YearTarget, 'shares'> & { shares: string | null }>`
		select year, value_milli / 1000 as value, profile, shares from ${targetsOn('K-B7', 'program', on)}
		where subject = ${from} and year >= ${Number(month.slice(0, 4))} order by year`.execute(trx);
	for (const row of rows) {
		const shares = row.shares === null ? null : (JSON.parse(row.shares) as number[]);
		const { before, after } = divideTarget({ ...row, shares }, month);
		const parts = [
			[from, before],
			[to, after],
		] as const;
		for (const [program_id, part] of parts) {
			await trx
				.insertInto('kpi_target')
				.values({
					kpi: 'K-B7',
					level: 'program',
					program_id,
					year: row.year,
					value_milli: part.people * 1000,
					profile: part.profile,
					shares: part.shares && JSON.stringify(part.shares),
					starts_on: on,
					reason,
					set_by: viewer.accountId,
					set_at: now.toISOString(),
				})
				.execute();
		}
	}
}

/** A key by which the program is matched in its new society, where one of the same name may already run. */
async function freeKey(trx: Trx, societyId: number, key: string, programId: number): Promise<string> {
	const taken = await trx
		.selectFrom('program')
		.select('id')
		.where('society_id', '=', societyId)
		.where('match_key', '=', key)
		.executeTakeFirst();
	return taken ? `${key} #${programId}` : key;
}

/**
 * Lets another society continue a program from a day on: the old one ends the day before with all it reported, a new
 * one with the same facts begins, and what is still expected and aimed at goes with it. Returns the new program's id.
 */
export async function continueProgram(
	write: WriteContext,
	old: Selectable<Program>,
	toSociety: number,
	on: string,
	reason: string,
): Promise<number> {
	const { trx } = write;
	const { id, version: _version, import_batch_id: _batch, ...facts } = old;
	const whole = { startsOn: old.starts_on, endsOn: old.ends_on };
	const { id: newId } = await trx
		.insertInto('program')
		.values({
			...facts,
			society_id: toSociety,
			match_key: await freeKey(trx, toSociety, old.match_key, id),
			starts_on: on,
			status: 'running',
			budget_minor: budgetOfPart(old.budget_minor, whole, { startsOn: on, endsOn: old.ends_on }),
			judgement: null,
			judgement_note: null,
			continues_id: id,
			settled_on: write.today,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const month = firstMonth(on, old.frequency);
	await copyLists(trx, id, newId);
	await continueIndicators(trx, id, newId, month);
	await continueTargets(write, id, newId, month, on, reason);
	await moveOpenExpected(trx, id, newId, on);
	await endProgram(write, old, on, 'completed');
	const part = { startsOn: old.starts_on, endsOn: addDays(on, -1) };
	await trx
		.updateTable('program')
		.set({ budget_minor: budgetOfPart(old.budget_minor, whole, part) })
		.where('id', '=', id)
		.execute();
	return newId;
}

/** Gives a program that has not begun, and of which nothing was reported, to another society as it is. */
export async function moveProgram(trx: Trx, program: Selectable<Program>, toSociety: number): Promise<void> {
	await trx
		.updateTable('program')
		.set({
			society_id: toSociety,
			match_key: await freeKey(trx, toSociety, program.match_key, program.id),
			version: sql`version + 1`,
		})
		.where('id', '=', program.id)
		.execute();
}
