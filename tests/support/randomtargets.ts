import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Database } from '#db/connection.server.ts';
import { dice, type RandomWorld } from './randomworld.ts';

type Roll = ReturnType<typeof dice>;
type Trx = Transaction<Schema>;

const LINEAR = { profile: 'linear', shares: null } as const;
const PATHS = [
	LINEAR,
	LINEAR,
	{ profile: 'seasonal', shares: JSON.stringify([50, 60, 120, 90, 80, 70, 60, 60, 90, 110, 110, 100]) },
	{ profile: 'stepped', shares: JSON.stringify([0, 0, 250, 0, 0, 250, 0, 0, 250, 0, 0, 250]) },
] as const;

/** Targets changed later, withdrawn and missing ones; judgements that change; indicators with gaps of every kind; deliveries. */
export async function addRandomTargets(database: Database, world: RandomWorld, seed: number): Promise<void> {
	await database.writer.transaction().execute(async (trx) => {
		const roll = dice(seed + 1000);
		for (const id of world.programIds) {
			if (roll(4) === 0)
				await trx.updateTable('program').set({ frequency: 'quarterly' }).where('id', '=', id).execute();
			for (const year of [2025, 2026]) await addTarget(trx, id, year, roll);
			await addJudgements(trx, id, roll);
			for (let n = 0; n < roll(3); n++) await addIndicator(trx, id, n, roll);
		}
		await addDeliveries(trx, roll);
	});
}

async function addDeliveries(trx: Trx, roll: Roll): Promise<void> {
	const idsOf = async (table: 'governorate' | 'aid_type' | 'unit') =>
		(await trx.selectFrom(table).select('id').orderBy('id').limit(6).execute()).map(({ id }) => id);
	const [places, aids, units] = [await idsOf('governorate'), await idsOf('aid_type'), await idsOf('unit')];
	const any = (list: number[]) => list[roll(list.length)]!;
	for (const { id } of await trx.selectFrom('report_version').select('id').orderBy('id').execute()) {
		for (const unit_id of units.slice(roll(units.length), units.length).slice(0, roll(3))) {
			const line = { version_id: id, unit_id, governorate_id: any(places), aid_type_id: any(aids) };
			await trx
				.insertInto('delivery_line')
				.values({ ...line, quantity_milli: roll(90_000) })
				.execute();
		}
	}
}

async function addTarget(trx: Trx, program_id: number, year: number, roll: Roll): Promise<void> {
	const target = () => ({
		kpi: 'K-B7',
		level: 'program' as const,
		program_id,
		year,
		value_milli: roll(900) * 1000,
		...PATHS[roll(PATHS.length)]!,
	});
	if (roll(5) === 0) return;
	await trx
		.insertInto('kpi_target')
		.values({ ...target(), starts_on: `${year}-01-01` })
		.execute();
	if (roll(3) > 0) return;
	const withdrawn_at = roll(2) ? '2026-03-02T08:00:00.000Z' : null;
	await trx
		.insertInto('kpi_target')
		.values({ ...target(), starts_on: '2026-05-01', withdrawn_at })
		.execute();
}

async function addJudgements(trx: Trx, program_id: number, roll: Roll): Promise<void> {
	const words = ['on_track', 'on_track', 'at_risk', 'off_track'] as const;
	for (const judged_on of ['2025-11-03', '2026-03-20', '2026-03-20', '2026-09-01'].slice(0, roll(5))) {
		await trx
			.insertInto('program_judgement')
			.values({ program_id, judgement: words[roll(4)]!, judged_on })
			.execute();
	}
}

async function addIndicator(trx: Trx, program_id: number, n: number, roll: Roll): Promise<void> {
	const { id } = await trx
		.insertInto('indicator')
		.values({
			program_id,
			name_ar: `مؤشر ${n}`,
			name_en: `Indicator ${n}`,
			unit_ar: 'وحدة',
			unit_en: 'unit',
			direction: roll(2) ? 'increase' : 'reduce',
			is_ratio: roll(2) as 0 | 1,
			baseline_milli: roll(4) ? roll(50_000) : null,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const profiles = ['linear', 'seasonal', 'stepped'] as const;
	for (const period of ['2025-12', '2026-06', '2026-12'].slice(roll(4))) {
		await trx
			.insertInto('indicator_target')
			.values({ indicator_id: id, period, profile: profiles[roll(3)]!, target_milli: roll(90_000) })
			.execute();
	}
	const versions = await trx
		.selectFrom('report_version')
		.innerJoin('report', 'report.id', 'report_version.report_id')
		.select('report_version.id')
		.where('report.program_id', '=', program_id)
		.execute();
	for (const version of versions) {
		if (roll(3) === 0) continue;
		const value = roll(2)
			? { value_milli: roll(90_000) }
			: { numerator_milli: roll(40) * 1000, denominator_milli: 40_000 };
		await trx
			.insertInto('outcome_result')
			.values({ version_id: version.id, indicator_id: id, ...value })
			.execute();
	}
}
