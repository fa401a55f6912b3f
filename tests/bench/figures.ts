import { sql } from 'kysely';
import { kpiById } from '#lib/features/dashboard/registry.server.ts';
import { reopenReport } from '#lib/features/review/reopen.server.ts';
import { verifyReport } from '#lib/features/review/verify.server.ts';
import { addVersion, removeVersion } from '#lib/kpi/rollup.server.ts';
import { parseFilter } from '#lib/kpi/filter.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { compare } from './measure.ts';

/** People by month: the rollup that serves it against the verified lines themselves. */
export async function rollupAgainstFacts(ctx: Context, from: string, to: string): Promise<void> {
	const { filter } = parseFilter((name) => (name === 'from' ? [from] : name === 'to' ? [to] : []), to);
	const ask = { db: ctx.db, scope: { reach: 'all' } as const, filter, today: ctx.today };
	const reach = kpiById('K-B7')!;
	await compare(`People by month, ${from} to ${to}`, [
		{ name: 'rollup', run: () => readKpi(reach, ask, ['month']) },
		{
			name: 'verified lines',
			run: () =>
				sql`select t.period, sum(l.people) from report_version v join report t on t.id = v.report_id
					join reach_line l on l.version_id = v.id
					where v.verified_from is not null and v.verified_until is null
					and t.period between ${from} and ${to} group by t.period`.execute(ctx.db),
		},
	]);
}

/** Verifying a report with rollups and audit against the bare update of its row, both synced to disk. */
export async function verifyAgainstUpdate(ctx: Context): Promise<void> {
	const { writer } = ctx.database;
	const report = await writer
		.selectFrom('report')
		.innerJoin('report_version', 'report_version.report_id', 'report.id')
		.select(['report.id', 'report.version', 'report_version.id as versionId'])
		.where('report.state', '=', 'verified')
		.where('report_version.verified_until', 'is', null)
		.executeTakeFirstOrThrow();
	let version = report.version;
	const officer: Context = { ...ctx, viewer: { ...ctx.viewer, role: 'officer' } };
	await compare('One report, synchronous=FULL', [
		{
			name: 'bare update',
			run: () =>
				writer
					.transaction()
					.execute((trx) =>
						trx.updateTable('report').set({ state: 'verified' }).where('id', '=', report.id).execute(),
					),
		},
		{
			name: 'update and rollups (out and in)',
			run: () =>
				writer.transaction().execute(async (trx) => {
					await trx.updateTable('report').set({ state: 'verified' }).where('id', '=', report.id).execute();
					await removeVersion(trx, report.versionId);
					await addVersion(trx, report.versionId);
				}),
		},
		{
			name: 'reopen and verify, whole commands',
			run: async () => {
				await reopenReport(officer, { reportId: report.id, version, reason: 'A mistake in the figures' });
				await verifyReport(officer, { reportId: report.id, version: version + 1 });
				version += 2;
			},
		},
	]);
}
