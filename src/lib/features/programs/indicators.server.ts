import type { WriteContext } from '#lib/platform/context.ts';
import { changes } from '../societies/current.server.ts';
import type { IndicatorContent } from './content.ts';

const rowOf = (one: IndicatorContent) =>
	({
		name_ar: one.nameAr,
		name_en: one.nameEn,
		unit_ar: one.unitAr,
		unit_en: one.unitEn,
		direction: one.direction,
		is_ratio: one.isRatio ? 1 : 0,
		baseline_milli: one.baselineMilli,
		success_test_ar: one.testAr,
		success_test_en: one.testEn,
	}) as const;

/** A path in words of the trail: `2026-12: 80`. */
const pathOf = (steps: readonly { readonly period: string; readonly milli: number }[]) =>
	steps.map(({ period, milli }) => `${period}: ${milli / 1000}`);

/** The path as it stands; null where it has no targets. */
async function stepsOf(trx: WriteContext['trx'], id: number) {
	return trx
		.selectFrom('indicator_target')
		.select(['period', 'profile', 'target_milli as milli'])
		.where('indicator_id', '=', id)
		.orderBy('period')
		.limit(1000)
		.execute();
}

async function writeSteps(trx: WriteContext['trx'], id: number, { profile, steps }: IndicatorContent) {
	await trx.deleteFrom('indicator_target').where('indicator_id', '=', id).execute();
	if (!steps.length) return;
	const rows = steps.map(({ period, milli }) => ({ indicator_id: id, period, profile, target_milli: milli }));
	await trx.insertInto('indicator_target').values(rows).execute();
}

async function addIndicator(write: WriteContext, programId: number, one: IndicatorContent): Promise<void> {
	const row = { program_id: programId, ...rowOf(one) };
	const { id } = await write.trx
		.insertInto('indicator')
		.values(row)
		.returning('id')
		.executeTakeFirstOrThrow();
	await writeSteps(write.trx, id, one);
	const after = { ...row, profile: one.profile, path: pathOf(one.steps) };
	await write.audit({ objectType: 'indicator', objectId: id, after });
}

async function changeIndicator(write: WriteContext, id: number, one: IndicatorContent): Promise<void> {
	const { trx } = write;
	const before = await trx.selectFrom('indicator').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
	const steps = await stepsOf(trx, id);
	const row = rowOf(one);
	const changed = changes(before, row);
	const was = { profile: steps[0]?.profile ?? 'linear', path: pathOf(steps) };
	const is = { profile: one.profile, path: pathOf(one.steps) };
	const moves = JSON.stringify(was) !== JSON.stringify(is);
	if (!changed && !moves) return;
	await trx.updateTable('indicator').set(row).where('id', '=', id).execute();
	if (moves) await writeSteps(trx, id, one);
	await write.audit({
		objectType: 'indicator',
		objectId: id,
		before: { ...changed?.before, ...(moves && was) },
		after: { ...changed?.after, ...(moves && is) },
	});
}

/** Writes a program's indicators: those that are no longer named go, named ones follow, new ones come. */
export async function writeIndicators(
	write: WriteContext,
	programId: number,
	indicators: readonly IndicatorContent[],
): Promise<void> {
	const { trx } = write;
	const kept = indicators.flatMap(({ id }) => (id === null ? [] : [id]));
	const gone = await trx
		.selectFrom('indicator')
		.selectAll()
		.where('program_id', '=', programId)
		.$if(kept.length > 0, (q) => q.where('id', 'not in', kept))
		.limit(100)
		.execute();
	for (const { id, name_ar, name_en } of gone) {
		await trx.deleteFrom('indicator_target').where('indicator_id', '=', id).execute();
		await trx.deleteFrom('indicator').where('id', '=', id).execute();
		const before = { program_id: programId, name_ar, name_en };
		await write.audit({ objectType: 'indicator', objectId: id, before, after: { removed: true } });
	}
	for (const one of indicators) {
		if (one.id !== null) await changeIndicator(write, one.id, one);
	}
	for (const one of indicators) if (one.id === null) await addIndicator(write, programId, one);
}
