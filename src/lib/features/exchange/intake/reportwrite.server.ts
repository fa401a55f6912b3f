import { idsOf } from '../plan.server.ts';
import { notify, officersOfSociety, stopNotices } from '../../notices/notify.server.ts';
import { writeVersion } from '../../writing/version.server.ts';
import type { CheckedReport } from './reportcheck.server.ts';
import type { Existing } from './reportexisting.server.ts';
import type { ReportTold } from './reportgroup.ts';
import type { BatchWriter } from './writer.server.ts';

const STEP = 100;

interface Planned {
	readonly told: ReportTold;
	readonly report: CheckedReport;
	readonly reportId: number;
	readonly existing: Existing | undefined;
}

/** Writes the reports of a file as submitted ones: each version in the way the form writes it. */
export async function writeReports(
	writer: BatchWriter,
	reports: readonly (readonly [ReportTold, CheckedReport])[],
	existing: ReadonlyMap<string, Existing>,
): Promise<void> {
	const reportId = await idsOf(writer.write.trx, 'report');
	const planned = reports.map(([told, report]): Planned => {
		const known = existing.get(`${told.programId} ${told.period}`);
		return { told, report, existing: known, reportId: known?.reportId ?? reportId() };
	});
	for (let at = 0; at < planned.length; at += STEP) await writeSome(writer, planned.slice(at, at + STEP));
	await tellOfficers(writer, planned);
}

async function writeSome(writer: BatchWriter, planned: readonly Planned[]): Promise<void> {
	const { write } = writer;
	const fresh = planned.filter(({ existing }) => !existing);
	await writer.insert(
		'report',
		// They came in on their day, as from the form: no history that nobody had to send. The batch knows them.
		fresh.map(({ reportId, told }) => ({
			id: reportId,
			program_id: told.programId,
			period: told.period,
			state: 'submitted' as const,
			first_submitted_on: write.today,
		})),
	);
	for (const { reportId } of fresh) writer.note('report', reportId, undefined, 1);
	for (const one of planned) {
		if (one.existing) await resubmit(writer, one, one.existing);
		const number = (one.existing?.number ?? 0) + 1;
		const { sheet, findings } = one.report;
		const versionId = await writeVersion(write, { reportId: one.reportId, number }, sheet, findings);
		if (one.existing) writer.note('report_version', versionId);
		await stopAsking(writer, one);
		await writer.turn();
	}
}

/** A report that came back is with the ministry again; its row before is noted. */
async function resubmit(writer: BatchWriter, { reportId }: Planned, existing: Existing): Promise<void> {
	const { trx, audit } = writer.write;
	const before = await trx
		.selectFrom('report')
		.selectAll()
		.where('id', '=', reportId)
		.executeTakeFirstOrThrow();
	const version = existing.version + 1;
	await trx
		.updateTable('report')
		.set({ state: 'submitted', version, first_read_by: null })
		.where('id', '=', reportId)
		.execute();
	writer.note('report', reportId, before, version);
	await audit({
		objectType: 'report',
		objectId: reportId,
		before: { state: before.state },
		after: { state: 'submitted' },
	});
}

/** What asked for a report that has come in is done. */
async function stopAsking({ write }: BatchWriter, { reportId, told }: Planned): Promise<void> {
	const { trx, now } = write;
	const asked = ['report_due', 'report_overdue', 'report_returned', 'reminder'] as const;
	await stopNotices(trx, now, { type: 'report', id: reportId }, asked);
	const expected = await trx
		.selectFrom('expected_report')
		.select('id')
		.where('program_id', '=', told.programId)
		.where('period', '=', told.period)
		.executeTakeFirst();
	if (expected) await stopNotices(trx, now, { type: 'expected_report', id: expected.id }, asked);
}

/** One notice for each officer and society, however many reports came. */
async function tellOfficers(writer: BatchWriter, planned: readonly Planned[]): Promise<void> {
	const { trx, now, today } = writer.write;
	const ofSociety = Map.groupBy(planned, ({ told }) => told.societyId);
	for (const [societyId, reports] of ofSociety) {
		const officers = await officersOfSociety(trx, societyId, today);
		const [first] = reports;
		const notices = officers.map((accountId) => ({
			accountId,
			kind: 'review_waiting' as const,
			objectType: 'report' as const,
			objectId: first!.reportId,
			facts: { period: first!.told.period, reports: reports.length },
			once: `review_waiting:import:${writer.batchId}:${societyId}`,
		}));
		await notify(trx, now, notices);
		await writer.turn();
	}
}
