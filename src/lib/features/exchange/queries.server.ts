import { defineQuery } from '#lib/access/procedures.server.ts';
import { reachOf } from '#lib/access/grants.ts';
import type { Text } from '#lib/i18n/text.ts';
import { openFilter, unappliedDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { momentOf } from '#lib/kpi/read.server.ts';
import { readSubjects, type Subjects } from '../dashboard/filters.server.ts';
import { registerFilter } from '../societies/register.ts';
import { EXPORTS } from './exports.server.ts';

/** A table one may take away, with how many rows the filter leaves. */
export interface ExportLine {
	readonly id: string;
	readonly title: Text;
	readonly about: Text;
	readonly columns: number;
	readonly rows: number;
	/** The day as of which the rows are known; absent for rows of a period. */
	readonly asOf?: string;
	/** Active filters the table does not know. */
	readonly unapplied: readonly Dim[];
}

/** The tables a viewer may take away under a filter. */
export const readExports = defineQuery<Filter, { lines: readonly ExportLine[]; subjects: Subjects }>({
	action: 'society.export',
	probe: ({ societyId }) => openFilter({ society: societyId }),
	async run(ctx, scope, filter) {
		const subjects = await readSubjects(ctx, scope, filter);
		const lines: ExportLine[] = [];
		for (const [id, one] of Object.entries(EXPORTS)) {
			if (!reachOf(ctx.viewer.role, one.procedure.action)) continue;
			lines.push({
				id,
				title: one.table.title,
				about: one.about,
				columns: one.table.columns.length,
				rows: await one.count(ctx, { filter, matching: '' }),
				...(one.moment === 'date' && { asOf: momentOf(registerFilter(filter, ctx.today), ctx.today) }),
				unapplied: unappliedDims(filter, one.dims),
			});
		}
		return { lines, subjects };
	},
});
