import { sql, type Kysely } from 'kysely';
import type { Report, Schema } from '#db/schema.ts';
import type { ReportTold } from './reportgroup.ts';

/** A report that is already there, with what its newest version says. */
export interface Existing {
	readonly reportId: number;
	readonly state: Report['state'];
	readonly version: number;
	/** Number of its newest version; 0 without one. */
	readonly number: number;
	readonly hasDraft: boolean;
	readonly told: ReportTold;
}

interface Head extends Omit<Existing, 'told'> {
	readonly programId: number;
	readonly societyId: number;
	readonly period: string;
	readonly versionId: number | null;
	readonly peopleNew: number | null;
	readonly spendMinor: number | null;
	readonly volunteers: number | null;
	readonly volunteerHours: number | null;
	readonly achievements: string | null;
	readonly challenges: string | null;
	readonly nextSteps: string | null;
	readonly noEvidenceReason: string | null;
}

const STEP = 300;

/** The reports that are already there for these programs and periods, by `program period`. */
export async function readExisting(
	db: Kysely<Schema>,
	asked: readonly Pick<ReportTold, 'programId' | 'period'>[],
): Promise<ReadonlyMap<string, Existing>> {
	const found = new Map<string, Existing>();
	for (let at = 0; at < asked.length; at += STEP) {
		const keys = asked.slice(at, at + STEP).map(({ programId, period }) => [programId, period]);
		const { rows } = await sql<Head>`
			select t.id as reportId, t.state, t.version, coalesce(v.number, 0) as number, v.id as versionId,
				exists (select 1 from report_draft d where d.report_id = t.id) as hasDraft,
				t.program_id as programId, p.society_id as societyId, t.period, v.people_new as peopleNew,
				v.spend_minor as spendMinor, v.volunteers, v.volunteer_hours as volunteerHours, v.achievements, v.challenges,
				v.next_steps as nextSteps, v.no_evidence_reason as noEvidenceReason
			from json_each(${JSON.stringify(keys)}) k
			join report t on t.program_id = k.value ->> 0 and t.period = k.value ->> 1
			join program p on p.id = t.program_id
			left join report_version v on v.report_id = t.id
				and v.number = (select max(number) from report_version where report_id = t.id)`.execute(db);
		for (const row of rows) found.set(`${row.programId} ${row.period}`, await withLines(db, row));
	}
	return found;
}

async function withLines(db: Kysely<Schema>, row: Head): Promise<Existing> {
	const { reportId, state, version, number, hasDraft, programId, societyId, period, versionId, ...once } =
		row;
	const told: ReportTold = {
		programId,
		societyId,
		period,
		reach: new Map(),
		deliveries: new Map(),
		outcomes: new Map(),
		once: {
			peopleNew: once.peopleNew,
			spendMinor: once.spendMinor,
			volunteers: once.volunteers,
			volunteerHours: once.volunteerHours,
			achievements: once.achievements,
			challenges: once.challenges,
			nextSteps: once.nextSteps,
			noEvidenceReason: once.noEvidenceReason,
		},
	};
	if (versionId !== null) await readLines(db, versionId, told);
	return { reportId, state, version, number, hasDraft: Boolean(hasDraft), told };
}

/** The order of the fields is that of `reportgroup.ts`: contents are compared as text. */
async function readLines(db: Kysely<Schema>, versionId: number, told: ReportTold): Promise<void> {
	const reach = await db
		.selectFrom('reach_line')
		.select(['governorate_id as governorateId', 'segment_id as segmentId', 'age_band_id as ageBandId'])
		.select(['sex', 'people', 'people_new as peopleNew'])
		.where('version_id', '=', versionId)
		.execute();
	for (const [i, line] of reach.entries()) told.reach.set(String(i), line);
	const deliveries = await db
		.selectFrom('delivery_line')
		.select(['governorate_id as governorateId', 'aid_type_id as aidTypeId', 'unit_id as unitId'])
		.select(['quantity_milli as quantityMilli', 'value_minor as valueMinor'])
		.where('version_id', '=', versionId)
		.execute();
	for (const [i, line] of deliveries.entries()) told.deliveries.set(String(i), line);
	const outcomes = await db
		.selectFrom('outcome_result')
		.select(['indicator_id as indicatorId', 'value_milli as valueMilli'])
		.select(['numerator_milli as numeratorMilli', 'denominator_milli as denominatorMilli'])
		.where('version_id', '=', versionId)
		.execute();
	for (const line of outcomes) told.outcomes.set(line.indicatorId, line);
}
