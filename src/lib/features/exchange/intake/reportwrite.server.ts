import { officersOfSociety, notify } from '../../notices/notify.server.ts';
import { idsOf } from '../plan.server.ts';
import type { Existing } from './reportexisting.server.ts';
import { newPeople, type ReportTold } from './reportgroup.ts';
import type { BatchWriter } from './writer.server.ts';

const STEP = 100;

interface Planned {
	readonly told: ReportTold;
	readonly reportId: number;
	readonly versionId: number;
	readonly existing: Existing | undefined;
}

/** Writes the reports of a file as submitted ones: a version with its lines each, and its event. */
export async function writeReports(
	writer: BatchWriter,
	groups: readonly ReportTold[],
	existing: ReadonlyMap<string, Existing>,
): Promise<void> {
	const { trx } = writer.write;
	const [reportId, versionId] = [await idsOf(trx, 'report'), await idsOf(trx, 'report_version')];
	const planned = groups.map((told): Planned => {
		const known = existing.get(`${told.programId} ${told.period}`);
		return { told, existing: known, reportId: known?.reportId ?? reportId(), versionId: versionId() };
	});
	for (let at = 0; at < planned.length; at += STEP) await writeSome(writer, planned.slice(at, at + STEP));
	await tellOfficers(writer, planned);
}

async function writeSome(writer: BatchWriter, planned: readonly Planned[]): Promise<void> {
	const { trx, today, now, viewer, audit } = writer.write;
	const at = now.toISOString();
	const fresh = planned.filter(({ existing }) => !existing);
	await writer.insert(
		'report',
		fresh.map(({ reportId, told }) => ({
			id: reportId,
			program_id: told.programId,
			period: told.period,
			state: 'submitted' as const,
			first_submitted_on: today,
			import_batch_id: writer.batchId,
		})),
	);
	for (const { reportId } of fresh) writer.note('report', reportId, undefined, 1);
	for (const { reportId, existing } of planned) {
		if (!existing) continue;
		const before = await trx
			.selectFrom('report')
			.selectAll()
			.where('id', '=', reportId)
			.executeTakeFirstOrThrow();
		const version = existing.version + 1;
		await trx.updateTable('report').set({ state: 'submitted', version }).where('id', '=', reportId).execute();
		writer.note('report', reportId, before, version);
		await audit({
			objectType: 'report',
			objectId: reportId,
			before: { state: before.state },
			after: { state: 'submitted' },
		});
	}
	await writer.insert(
		'report_version',
		planned.map(({ versionId, reportId, existing, told }) => ({
			id: versionId,
			report_id: reportId,
			number: (existing?.number ?? 0) + 1,
			created_at: at,
			submitted_at: at,
			submitted_by: viewer.accountId,
			people_new: newPeople(told),
			spend_minor: told.once.spendMinor,
			volunteers: told.once.volunteers,
			volunteer_hours: told.once.volunteerHours,
			achievements: told.once.achievements,
			challenges: told.once.challenges,
			next_steps: told.once.nextSteps,
			no_evidence_reason: told.once.noEvidenceReason,
		})),
	);
	for (const { versionId, existing } of planned) if (existing) writer.note('report_version', versionId);
	await writeLines(writer, planned);
	await writer.insert(
		'review_event',
		planned.map(({ reportId, versionId, existing }) => ({
			report_id: reportId,
			version_id: versionId,
			kind: existing?.number ? ('resubmitted' as const) : ('submitted' as const),
			at,
			account_id: viewer.accountId,
		})),
	);
}

async function writeLines(writer: BatchWriter, planned: readonly Planned[]): Promise<void> {
	await writer.insert(
		'reach_line',
		planned.flatMap(({ versionId, told }) =>
			[...told.reach.values()].map((line) => ({
				version_id: versionId,
				governorate_id: line.governorateId,
				segment_id: line.segmentId,
				sex: line.sex,
				age_band_id: line.ageBandId,
				people: line.people,
				people_new: line.peopleNew,
			})),
		),
	);
	await writer.insert(
		'delivery_line',
		planned.flatMap(({ versionId, told }) =>
			[...told.deliveries.values()].map((line) => ({
				version_id: versionId,
				governorate_id: line.governorateId,
				aid_type_id: line.aidTypeId,
				unit_id: line.unitId,
				quantity_milli: line.quantityMilli,
				value_minor: line.valueMinor,
			})),
		),
	);
	await writer.insert(
		'outcome_result',
		planned.flatMap(({ versionId, told }) =>
			[...told.outcomes.values()].map((line) => ({
				version_id: versionId,
				indicator_id: line.indicatorId,
				value_milli: line.valueMilli,
				numerator_milli: line.numeratorMilli,
				denominator_milli: line.denominatorMilli,
			})),
		),
	);
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
