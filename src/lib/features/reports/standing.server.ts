import { defineQuery } from '#lib/access/procedures.server.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { missing } from '#lib/platform/errors.ts';
import { countExpected } from './rows.server.ts';

/** How a society stands with its reports today. */
export interface ReportStanding {
	/** Reports that were due by today and have not come, whenever they were due; the row set of the reporting rate. */
	readonly overdue: number;
	/** Reports that were due by today. */
	readonly due: number;
	/** The first month any report was expected for, where the list of the overdue ones begins. */
	readonly from: string;
}

/** Whether a society's reports are up to date. */
export const readReportStanding = defineQuery<{ societyId: number }, ReportStanding>({
	action: 'report.read',
	probe: ({ societyId }) => ({ societyId }),
	async run({ db, today }, scope, { societyId }) {
		if (scope.reach === 'own' && scope.societyId !== societyId) throw missing();
		const ask = { db, scope, today, filter: openFilter({ society: societyId }) };
		const [overdue] = await countExpected(ask, 'not_received', []);
		const [due] = await countExpected(ask, 'due', []);
		const first = await db
			.selectFrom('expected_report as e')
			.innerJoin('program as p', 'p.id', 'e.program_id')
			.select((eb) => eb.fn.min('e.period').as('period'))
			.where('p.society_id', '=', societyId)
			.executeTakeFirst();
		return {
			overdue: overdue?.value ?? 0,
			due: due?.value ?? 0,
			from: first?.period ?? today.slice(0, 7),
		};
	},
});
