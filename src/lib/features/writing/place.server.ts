import { defineQuery } from '#lib/access/procedures.server.ts';

/** Where a report is written that has no page of its own yet: a draft nobody submitted. Null for everything else. */
export const readWritingPlace = defineQuery<{ id: number }, { programId: number; period: string } | null>({
	action: 'report.read',
	probe: ({ reportId }) => ({ id: reportId }),
	async run({ db }, scope, { id }) {
		if (scope.reach !== 'own') return null;
		const row = await db
			.selectFrom('report as t')
			.innerJoin('program as p', 'p.id', 't.program_id')
			.select(['t.program_id as programId', 't.period'])
			.where('t.id', '=', id)
			.where('t.state', '=', 'draft')
			.where('p.society_id', '=', scope.societyId)
			.executeTakeFirst();
		return row ?? null;
	},
});
