import { defineQuery } from '#lib/access/procedures.server.ts';

/** Where a report is written that has no page of its own yet: a draft nobody submitted. No place for everything else. */
export interface WritingPlace {
	readonly place: { readonly programId: number; readonly period: string } | null;
}

/** See `WritingPlace`; only the report's own society writes. */
export const readWritingPlace = defineQuery<{ id: number }, WritingPlace>({
	action: 'report.read',
	probe: ({ reportId }) => ({ id: reportId }),
	async run({ db }, scope, { id }) {
		if (scope.reach !== 'own') return { place: null };
		const row = await db
			.selectFrom('report as t')
			.innerJoin('program as p', 'p.id', 't.program_id')
			.select(['t.program_id as programId', 't.period'])
			.where('t.id', '=', id)
			.where('t.state', '=', 'draft')
			.where('p.society_id', '=', scope.societyId)
			.executeTakeFirst();
		return { place: row ?? null };
	},
});
