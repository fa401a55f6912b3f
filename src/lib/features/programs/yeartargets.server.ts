import { readTargets } from '#lib/kpi/settings.server.ts';
import type { WriteContext } from '#lib/platform/context.ts';
import type { YearPeople } from './content.ts';

/**
 * Sets the person targets of a program that differ from those in force, from today on: further rows, never updates. A
 * year keeps how it is spread over its months; a year that is not named keeps its target.
 */
export async function writeTargets(
	{ trx, today, now, viewer, audit }: WriteContext,
	programId: number,
	targets: readonly YearPeople[],
	reason: string | null,
): Promise<void> {
	const inForce = await readTargets(trx, 'K-B7', { level: 'program', ids: { program: programId } }, today);
	for (const { year, people } of targets) {
		const before = inForce.find((one) => one.year === year);
		if (before?.value === people) continue;
		const profile = before?.profile ?? 'linear';
		const shares = before?.shares ?? null;
		const { id } = await trx
			.insertInto('kpi_target')
			.values({
				kpi: 'K-B7',
				level: 'program',
				program_id: programId,
				year,
				value_milli: people * 1000,
				profile,
				shares: shares && JSON.stringify(shares),
				starts_on: today,
				reason,
				set_by: viewer.accountId,
				set_at: now.toISOString(),
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit({
			objectType: 'kpi_target',
			objectId: id,
			...(before && { before: { value: before.value } }),
			after: {
				kpi: 'K-B7',
				level: 'program',
				subject: programId,
				year,
				value: people,
				profile,
				startsOn: today,
				...(reason && { reason }),
			},
		});
	}
}
