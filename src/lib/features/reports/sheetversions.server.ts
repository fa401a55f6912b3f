import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { DeliveryLine, OutcomeLine, ReachLine, VersionEntry, VersionSheet } from './sheet.ts';

type Db = Kysely<Schema>;

/** Versions of one report; more than this nobody reads, and the newest matter. */
const VERSIONS = 100;
/** Lines of one version: places by segments by sexes by age bands, far above any real report. */
const LINES = 5000;

/** A version with the id under which its lines hang. */
export interface VersionKey extends VersionEntry {
	readonly id: number;
}

/**
 * The versions of a report that a reader may see, newest first. A copy that is being corrected and was not sent is its
 * author's alone.
 */
export async function readVersions(
	db: Db,
	reportId: number,
	state: string,
	isAuthor: boolean,
): Promise<VersionKey[]> {
	const rows = await db
		.selectFrom('report_version as v')
		.leftJoin('account as a', 'a.id', 'v.verified_by')
		.select([
			'v.id',
			'v.number',
			'v.created_at as createdAt',
			'v.submitted_at as submittedAt',
			'v.verified_from as verifiedFrom',
			'v.verified_until as verifiedUntil',
			'a.role as verifiedBy',
			'v.returned_reason as returnedReason',
		])
		.where('v.report_id', '=', reportId)
		.orderBy('v.number', 'desc')
		.limit(VERSIONS)
		.execute();
	const isWorking = (row: VersionKey) =>
		(state === 'draft' || state === 'returned') && row.submittedAt === null && row.verifiedFrom === null;
	return isAuthor ? rows : rows.filter((row) => !isWorking(row));
}

/** Everything one version says. */
export async function readVersion(db: Db, { id, ...entry }: VersionKey): Promise<VersionSheet> {
	const row = await db
		.selectFrom('report_version')
		.select(['nothing_to_report', 'spend_minor', 'volunteers', 'volunteer_hours'])
		.select(['achievements', 'challenges', 'next_steps'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return {
		...entry,
		nothingToReport: row.nothing_to_report === 1,
		spendMinor: row.spend_minor,
		volunteers: row.volunteers,
		volunteerHours: row.volunteer_hours,
		achievements: row.achievements,
		challenges: row.challenges,
		nextSteps: row.next_steps,
		reach: await readReach(db, id),
		deliveries: await readDeliveries(db, id),
		outcomes: await readOutcomes(db, id),
	};
}

async function readReach(db: Db, versionId: number): Promise<ReachLine[]> {
	const rows = await db
		.selectFrom('reach_line as l')
		.innerJoin('governorate as g', 'g.id', 'l.governorate_id')
		.innerJoin('segment as s', 's.id', 'l.segment_id')
		.innerJoin('age_band as b', 'b.id', 'l.age_band_id')
		.select(['g.code as g', 'g.name_ar as gAr', 'g.name_en as gEn', 'g.sort as gSort'])
		.select(['s.code as s', 's.name_ar as sAr', 's.name_en as sEn', 's.sort as sSort'])
		.select(['b.code as b', 'b.name_ar as bAr', 'b.name_en as bEn', 'b.sort as bSort'])
		.select(['l.sex', 'l.people', 'l.people_new as fresh'])
		.where('l.version_id', '=', versionId)
		.orderBy('g.sort')
		.orderBy('s.sort')
		.orderBy('b.sort')
		.orderBy('l.sex')
		.limit(LINES)
		.execute();
	return rows.map((r) => ({
		place: { code: r.g, ar: r.gAr, en: r.gEn, sort: r.gSort },
		segment: { code: r.s, ar: r.sAr, en: r.sEn, sort: r.sSort },
		age: { code: r.b, ar: r.bAr, en: r.bEn, sort: r.bSort },
		sex: r.sex,
		people: r.people,
		fresh: r.fresh,
	}));
}

async function readDeliveries(db: Db, versionId: number): Promise<DeliveryLine[]> {
	const rows = await db
		.selectFrom('delivery_line as l')
		.innerJoin('governorate as g', 'g.id', 'l.governorate_id')
		.innerJoin('aid_type as a', 'a.id', 'l.aid_type_id')
		.innerJoin('unit as u', 'u.id', 'l.unit_id')
		.select(['g.code as g', 'g.name_ar as gAr', 'g.name_en as gEn', 'g.sort as gSort'])
		.select(['a.code as a', 'a.name_ar as aAr', 'a.name_en as aEn', 'a.sort as aSort'])
		.select(['u.code as u', 'u.name_ar as uAr', 'u.name_en as uEn', 'u.sort as uSort'])
		.select(['l.quantity_milli as quantityMilli', 'l.value_minor as valueMinor'])
		.where('l.version_id', '=', versionId)
		.orderBy('g.sort')
		.orderBy('a.sort')
		.orderBy('u.sort')
		.limit(LINES)
		.execute();
	return rows.map((r) => ({
		place: { code: r.g, ar: r.gAr, en: r.gEn, sort: r.gSort },
		aid: { code: r.a, ar: r.aAr, en: r.aEn, sort: r.aSort },
		unit: { code: r.u, ar: r.uAr, en: r.uEn, sort: r.uSort },
		quantityMilli: r.quantityMilli,
		valueMinor: r.valueMinor,
	}));
}

async function readOutcomes(db: Db, versionId: number): Promise<OutcomeLine[]> {
	const rows = await db
		.selectFrom('outcome_result')
		.select(['indicator_id', 'value_milli', 'numerator_milli', 'denominator_milli'])
		.where('version_id', '=', versionId)
		.orderBy('indicator_id')
		.limit(LINES)
		.execute();
	return rows.map((r) => ({
		indicatorId: r.indicator_id,
		milli: r.value_milli ?? Math.round((100_000 * r.numerator_milli!) / r.denominator_milli!),
		parts:
			r.numerator_milli === null || r.denominator_milli === null
				? null
				: { numerator: r.numerator_milli / 1000, denominator: r.denominator_milli / 1000 },
	}));
}
