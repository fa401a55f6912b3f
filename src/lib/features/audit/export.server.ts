import { defineExport } from '#lib/access/procedures.server.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Problem } from '#lib/platform/errors.ts';
import { fileName, type CsvFile } from '../exchange/export.server.ts';
import { langOf, refuse } from '../exchange/exporttable.server.ts';
import { auditTable } from './columns.ts';
import { readTrailFilter, TRAIL_FIELDS, trailParams, type TrailFilter } from './filter.ts';
import { trailRows, type TrailRow } from './rows.server.ts';

/** The trail as a file, oldest first. */
export const auditTrail = defineExport<TrailRow, TrailFilter>({
	action: 'audit.export',
	table: auditTable,
	async page({ db, pack }, _, filter, after, limit) {
		const above = typeof after === 'number' ? after : 0;
		const rows = await trailRows(db, filter, pack.timeZone, { above, order: 'asc', limit });
		return { rows, next: rows.length === limit ? rows.at(-1)?.seq : undefined };
	},
});

/** Parameters of the screen that mean nothing for the file. */
const SCREEN = ['below', 'above', 'lang'];

/** The trail's file as an address asks for it; a filter that is wrong or unknown is 422, before anything is read. */
export async function openTrail(ctx: Context, params: URLSearchParams): Promise<CsvFile> {
	const { page } = auditTrail.open(ctx);
	const { filter, wrong } = readTrailFilter(params);
	const known = new Set<string>([...TRAIL_FIELDS, ...SCREEN]);
	const unknown = [...new Set(params.keys())].filter((name) => !known.has(name));
	const problems: Problem[] = [...wrong, ...unknown].map((name) => ({
		place: name,
		text: {
			ar: `المرشح «${name.slice(0, 40)}» غير صالح.`,
			en: `The filter “${name.slice(0, 40)}” is not valid.`,
		},
	}));
	const lang = langOf(ctx, params, problems);
	refuse(problems);
	const when = filter.from || filter.to ? `${filter.from ?? ''}--${filter.to ?? ctx.today}` : ctx.today;
	return {
		action: 'audit.export',
		id: auditTable.id,
		table: auditTable,
		lang,
		fileName: fileName('audit', when, []),
		filters: new URLSearchParams(trailParams(filter)).toString(),
		unapplied: [],
		page: (after, limit) => page(filter, after, limit),
	};
}
