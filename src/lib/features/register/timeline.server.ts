import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import { reachOf } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import { dateIn } from '#lib/platform/clock.ts';
import type { Context } from '#lib/platform/context.ts';
import { missing } from '#lib/platform/errors.ts';
import { readSocietyRecord } from '../societies/record.server.ts';
import { timelineOf, type TimelineEvent, type TimelineSources } from './timeline.ts';

type Db = Kysely<Schema>;

/** Rows of each source at most; the newest are kept. */
const PROGRAMS = 500;
const VERSIONS = 1500;
const EDITS = 200;

export interface Timeline {
	readonly events: readonly TimelineEvent[];
	/** Whether older reports were left out. */
	readonly isCut: boolean;
}

/**
 * The history of a society as one line: registration, names, statuses, boards, mergers, programs, verified reports.
 * That somebody edited the profile is told to those who edit it; who it was, only to readers of the audit trail.
 */
export const readTimeline = defineQuery<{ id: number }, Timeline>({
	action: 'society.read',
	probe: ({ societyId }) => ({ id: societyId }),
	async run(ctx, scope, { id }) {
		if (scope.reach === 'own' && scope.societyId !== id) throw missing();
		const versions = await readVersionDays(ctx, id);
		const sources: TimelineSources = {
			record: await readSocietyRecord(ctx, { id }),
			registrations: await readRegistrations(ctx.db, id),
			programs: await readProgramDays(ctx.db, id),
			versions,
			edits: await readEdits(ctx, id),
		};
		return { events: timelineOf(sources, ctx.today), isCut: versions.length === VERSIONS };
	},
});

function readRegistrations(db: Db, id: number) {
	return db
		.selectFrom('society_registration')
		.select(['number', 'starts_on as startsOn'])
		.where('society_id', '=', id)
		.orderBy('starts_on', 'desc')
		.limit(EDITS)
		.execute();
}

function readProgramDays(db: Db, id: number) {
	return db
		.selectFrom('program')
		.select(['id', 'name_ar as ar', 'name_en as en', 'starts_on as startsOn', 'ends_on as endsOn', 'status'])
		.where('society_id', '=', id)
		.where('status', '<>', 'planned')
		.orderBy('starts_on', 'desc')
		.orderBy('id')
		.limit(PROGRAMS)
		.execute();
}

async function readVersionDays({ db, pack }: Context, id: number) {
	const rows = await db
		.selectFrom('report_version as v')
		.innerJoin('report as t', 't.id', 'v.report_id')
		.innerJoin('program as p', 'p.id', 't.program_id')
		.select([
			't.id as reportId',
			't.period',
			'v.number',
			'v.verified_from as from',
			'v.verified_until as until',
		])
		.select(['p.name_ar as ar', 'p.name_en as en'])
		.where('p.society_id', '=', id)
		.where('v.verified_from', 'is not', null)
		.orderBy('v.verified_from', 'desc')
		.orderBy('v.id')
		.limit(VERSIONS)
		.execute();
	const dayOf = (moment: string) => dateIn(new Date(moment), pack.timeZone);
	return rows.map(({ reportId, period, number, from, until, ar, en }) => ({
		reportId,
		period,
		version: number,
		program: { ar, en },
		verifiedOn: dayOf(from!),
		reopenedOn: until === null ? null : dayOf(until),
	}));
}

async function readEdits({ db, viewer, pack }: Context, id: number) {
	const readsAudit = reachOf(viewer.role, 'audit.read') === 'all';
	if (!readsAudit && reachOf(viewer.role, 'society.write') !== 'all') return [];
	const rows = await db
		.selectFrom('audit_entry')
		.select(['seq', 'at', 'role'])
		.where('object_type', '=', 'society')
		.where('object_id', '=', String(id))
		.where('action', '=', 'society.write')
		.orderBy('seq', 'desc')
		.limit(EDITS)
		.execute();
	return rows.map(({ seq, at, role }) => ({
		seq,
		on: dateIn(new Date(at), pack.timeZone),
		role: readsAudit ? role : null,
	}));
}
