import type { Transaction } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { addVersion, removeVersion } from '#lib/kpi/rollup.server.ts';

type Trx = Transaction<Schema>;

/**
 * Brings a version into force: it becomes the verified one from `at` (ISO time), the one before it ends then,
 * and the rollups follow. The only place where `verified_from` and `verified_until` change.
 */
export async function putInForce(trx: Trx, versionId: number, at: string, by: number | null): Promise<void> {
	const version = await trx
		.selectFrom('report_version')
		.select(['report_id'])
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	await endForce(trx, version.report_id, at);
	await trx
		.updateTable('report_version')
		.set({ verified_from: at, verified_until: null, verified_by: by })
		.where('id', '=', versionId)
		.execute();
	await addVersion(trx, versionId);
}

/** Ends the verified version of a report, if it has one; the rollups follow. Returns its id. */
export async function endForce(trx: Trx, reportId: number, at: string): Promise<number | undefined> {
	const current = await trx
		.selectFrom('report_version')
		.select(['id', 'verified_from'])
		.where('report_id', '=', reportId)
		.where('verified_from', 'is not', null)
		.where('verified_until', 'is', null)
		.executeTakeFirst();
	if (!current) return undefined;
	await removeVersion(trx, current.id);
	await trx.updateTable('report_version').set({ verified_until: at }).where('id', '=', current.id).execute();
	return current.id;
}

/** Copies a version's figures and lines into a new version of the same report; the old one stays readable. */
export async function copyVersion(trx: Trx, versionId: number, at: string): Promise<number> {
	const { id, number, verified_from, verified_until, verified_by, created_at, ...kept } = await trx
		.selectFrom('report_version')
		.selectAll()
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	const newest = await trx
		.selectFrom('report_version')
		.select((eb) => eb.fn.max('number').as('number'))
		.where('report_id', '=', kept.report_id)
		.executeTakeFirstOrThrow();
	const copy = await trx
		.insertInto('report_version')
		.values({ ...kept, number: newest.number + 1, created_at: at, submitted_at: null })
		.returning('id')
		.executeTakeFirstOrThrow();
	await copyLines(trx, id, copy.id);
	return copy.id;
}

async function copyLines(trx: Trx, from: number, to: number): Promise<void> {
	await trx
		.insertInto('reach_line')
		.columns(['version_id', 'governorate_id', 'segment_id', 'sex', 'age_band_id', 'people', 'people_new'])
		.expression((eb) =>
			eb
				.selectFrom('reach_line')
				.select([
					eb.lit(to).as('v'),
					'governorate_id',
					'segment_id',
					'sex',
					'age_band_id',
					'people',
					'people_new',
				])
				.where('version_id', '=', from),
		)
		.execute();
	await trx
		.insertInto('delivery_line')
		.columns(['version_id', 'governorate_id', 'aid_type_id', 'unit_id', 'quantity_milli', 'value_minor'])
		.expression((eb) =>
			eb
				.selectFrom('delivery_line')
				.select([
					eb.lit(to).as('v'),
					'governorate_id',
					'aid_type_id',
					'unit_id',
					'quantity_milli',
					'value_minor',
				])
				.where('version_id', '=', from),
		)
		.execute();
	await trx
		.insertInto('outcome_result')
		.columns(['version_id', 'indicator_id', 'value_milli', 'numerator_milli', 'denominator_milli'])
		.expression((eb) =>
			eb
				.selectFrom('outcome_result')
				.select([eb.lit(to).as('v'), 'indicator_id', 'value_milli', 'numerator_milli', 'denominator_milli'])
				.where('version_id', '=', from),
		)
		.execute();
	await copySaid(trx, from, to);
}

/** What a version says beyond its lines: its required cells, what the checks found, its files. */
async function copySaid(trx: Trx, from: number, to: number): Promise<void> {
	await trx
		.insertInto('report_cell')
		.columns(['version_id', 'cell', 'section', 'state', 'is_required'])
		.expression((eb) =>
			eb
				.selectFrom('report_cell')
				.select([eb.lit(to).as('v'), 'cell', 'section', 'state', 'is_required'])
				.where('version_id', '=', from),
		)
		.execute();
	await trx
		.insertInto('report_finding')
		.columns(['version_id', 'rule', 'cell', 'severity', 'facts', 'justification'])
		.expression((eb) =>
			eb
				.selectFrom('report_finding')
				.select([eb.lit(to).as('v'), 'rule', 'cell', 'severity', 'facts', 'justification'])
				.where('version_id', '=', from),
		)
		.execute();
	await trx
		.insertInto('report_evidence')
		.columns(['version_id', 'file_id'])
		.expression((eb) =>
			eb
				.selectFrom('report_evidence')
				.select([eb.lit(to).as('v'), 'file_id'])
				.where('version_id', '=', from),
		)
		.execute();
}
