import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { missing } from '#lib/platform/errors.ts';
import { cellOf, movedBy } from './model.ts';
import type { Batch, Labelled, Neighbour, ReportSheet, SheetIndicator } from './sheet.ts';
import { isInForce } from './sheet.ts';
import { readVersion, readVersions } from './sheetversions.server.ts';

type Db = Kysely<Schema>;

/** Which report, and which of its versions: none means the one that counts, else the newest. */
export interface SheetAsk {
	readonly id: number;
	readonly version?: number;
	/** The version to compare with. */
	readonly against?: number;
}

/**
 * A report with one version open. A draft is its author's working copy: to the ministry it is missing like a report
 * that does not exist, and so is every report outside the viewer's scope and every version that is not there.
 */
export const readReport = defineQuery<SheetAsk, ReportSheet>({
	action: 'report.read',
	probe: ({ reportId }) => ({ id: reportId }),
	async run({ db, today }, scope, ask) {
		const report = await findReport(db, scope, ask.id);
		if (!report) throw missing();
		const versions = await readVersions(db, report.id, report.state, scope.reach === 'own');
		const shown =
			ask.version === undefined
				? (versions.find(isInForce) ?? versions[0])
				: versions.find(({ number }) => number === ask.version);
		if (!shown) throw missing();
		const other =
			ask.against === undefined
				? versions.find(({ number }) => number < shown.number)
				: versions.find(({ number }) => number === ask.against);
		if (ask.against !== undefined && !other) throw missing();
		const { state, submittedOn, dueOn } = report;
		return {
			id: report.id,
			period: report.period,
			cell: cellOf(dueOn, { id: report.id, state, submittedOn }, today, true, movedBy(report))!,
			program: { id: report.programId, ar: report.programAr, en: report.programEn },
			society: { id: report.societyId, ar: report.societyAr, en: report.societyEn },
			segments: await readSegments(db, report.programId),
			indicators: await readIndicators(db, report.programId, report.period),
			batch: await readBatch(db, scope, report.batchId),
			previous: await neighbour(db, scope, report, 'previous'),
			next: await neighbour(db, scope, report, 'next'),
			versions: versions.map(({ id: _id, ...entry }) => entry),
			shown: await readVersion(db, shown),
			against: other && other.number !== shown.number ? await readVersion(db, other) : null,
		};
	},
});

function findReport(db: Db, scope: Scope, id: number) {
	return visible(db, scope)
		.leftJoin('expected_report as e', (join) =>
			join.onRef('e.program_id', '=', 't.program_id').onRef('e.period', '=', 't.period'),
		)
		.leftJoin('deadline_exception as x', 'x.id', 'e.exception_id')
		.innerJoin('society as s', 's.id', 'p.society_id')
		.select([
			't.id',
			't.period',
			't.state',
			't.first_submitted_on as submittedOn',
			't.import_batch_id as batchId',
			'e.due_on as dueOn',
			'e.rule_due_on as ruleDueOn',
			'x.name_ar as ar',
			'x.name_en as en',
			'p.id as programId',
			'p.name_ar as programAr',
			'p.name_en as programEn',
			's.id as societyId',
			's.name_ar as societyAr',
			's.name_en as societyEn',
		])
		.where('t.id', '=', id)
		.executeTakeFirst();
}

/** The reports a viewer may open at all. */
function visible(db: Db, scope: Scope) {
	const reports = db.selectFrom('report as t').innerJoin('program as p', 'p.id', 't.program_id');
	return scope.reach === 'own'
		? reports.where('p.society_id', '=', scope.societyId)
		: reports.where('t.state', '<>', 'draft');
}

async function neighbour(
	db: Db,
	scope: Scope,
	{ programId, period }: { programId: number; period: string },
	side: 'previous' | 'next',
): Promise<Neighbour | null> {
	const row = await visible(db, scope)
		.select(['t.id', 't.period'])
		.where('t.program_id', '=', programId)
		.where('t.period', side === 'previous' ? '<' : '>', period)
		.orderBy('t.period', side === 'previous' ? 'desc' : 'asc')
		.limit(1)
		.executeTakeFirst();
	return row ?? null;
}

function readSegments(db: Db, programId: number): Promise<Labelled[]> {
	return db
		.selectFrom('program_segment as x')
		.innerJoin('segment as g', 'g.id', 'x.segment_id')
		.select(['g.code', 'g.name_ar as ar', 'g.name_en as en', 'g.sort'])
		.where('x.program_id', '=', programId)
		.orderBy('g.sort')
		.execute();
}

async function readIndicators(db: Db, programId: number, period: string): Promise<SheetIndicator[]> {
	const rows = await db
		.selectFrom('indicator')
		.selectAll()
		.where('program_id', '=', programId)
		.orderBy('id')
		.execute();
	const targets = await db
		.selectFrom('indicator_target as t')
		.innerJoin('indicator as i', 'i.id', 't.indicator_id')
		.select(['t.indicator_id as id', 't.period', 't.target_milli as milli'])
		.where('i.program_id', '=', programId)
		.orderBy('t.period')
		.execute();
	return rows.map((i) => {
		const own = targets.filter((target) => target.id === i.id);
		const next = own.find((target) => target.period >= period) ?? own.at(-1);
		return {
			id: i.id,
			name: { ar: i.name_ar, en: i.name_en },
			unit: { ar: i.unit_ar, en: i.unit_en },
			isRatio: i.is_ratio === 1,
			baselineMilli: i.baseline_milli,
			target: next ? { period: next.period, milli: next.milli } : null,
			isAsked: own.some((target) => target.period === period),
		};
	});
}

async function readBatch(db: Db, scope: Scope, id: number | null): Promise<Batch | null> {
	if (id === null) return null;
	const batch = await db
		.selectFrom('import_batch')
		.select(['file_name', 'sha256', 'created_at', 'rows_read', 'rows_accepted', 'rows_rejected'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!batch) return null;
	return {
		fileName: batch.file_name,
		sha256: batch.sha256,
		createdAt: batch.created_at,
		rows:
			scope.reach === 'own'
				? null
				: { read: batch.rows_read, accepted: batch.rows_accepted, rejected: batch.rows_rejected },
	};
}
