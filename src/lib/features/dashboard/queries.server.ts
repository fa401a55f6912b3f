import { sql } from 'kysely';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Ask } from '#lib/kpi/define.ts';
import { latestMonth } from '#lib/kpi/anchor.server.ts';
import { openFilter, type CodeDim, type Filter } from '#lib/kpi/filter.ts';
import { askOf, readKpi, readOne } from '#lib/kpi/read.server.ts';
import { all } from '#lib/kpi/sql.server.ts';
import { readAttention } from './attention.server.ts';
import { readCards } from './cards.server.ts';
import { readCoverage } from './coverage.server.ts';
import { measure } from './measure.server.ts';
import { shiftFor, windowFor } from './compared.server.ts';
import { readSubjects } from './filters.server.ts';
import { readHealth } from './health.server.ts';
import { readTopPrograms } from './programs.server.ts';
import { reachByMonth, readPlaces, readSectors, sectorIgnored } from './reach.server.ts';
import { listReferences } from './references.server.ts';
import { seriesOf, widened } from './series.server.ts';

/** Dimensions of the filter bar, in its order. */
const BAR_DIMS = ['governorate', 'category', 'sector', 'segment'] as const satisfies CodeDim[];
type BarDim = (typeof BAR_DIMS)[number];

const anyYear = openFilter({ from: '2000-01', to: '2000-12' });

/** Everything the first page shows of a filter, within the viewer's scope. */
export const readOverview = defineQuery({
	action: 'overview.read',
	probe: ({ societyId }): Filter => ({ ...anyYear, society: societyId }),
	async run(ctx, scope, filter) {
		const ask = askOf(ctx, scope, filter);
		const subjects = await readSubjects(ctx, scope, filter);
		const reach = measure('K-B7');
		const figures = await readKpi(reach, { ...ask, filter: widened(filter) }, ['month', 'segment']);
		const series = seriesOf(reach, figures);
		const waiting =
			filter.count === 'submitted'
				? await readKpi(reach, { ...ask, filter: { ...filter, count: 'waiting' } }, ['month', 'segment'])
				: [];
		const coverage = await readCoverage(ask);
		const active = await readOne(measure('K-R2'), ask);
		const anchor = await latestMonth(ctx.db, ask.today);
		return {
			subjects,
			compared: windowFor(filter, anchor),
			...(await readCards(ask, series, anchor, ctx.viewer.role)),
			active: { societies: active.numerator, of: active.denominator ?? 0, share: active.value },
			months: {
				...reachByMonth(figures, series, ask, shiftFor(filter, anchor), waiting),
				...(coverage && { coverage }),
			},
			sectors: await readSectors(ask, anchor),
			sectorIgnored: sectorIgnored(ask),
			places: await readPlaces(ask, await listReferences(ctx.db)),
			attention: await readAttention(ask),
			health: await readHealth(ask),
			programs: await readTopPrograms(ask, anchor),
			asOf: ctx.now.toISOString(),
			verifiedAt: await newestVerification(ask),
		};
	},
});

/** When the newest report came into force, an ISO moment; null in a database without any. */
async function newestVerification({ db, scope }: Ask): Promise<string | null> {
	const own = scope.reach === 'own' ? [sql`p.society_id = ${scope.societyId}`] : [];
	const from = own.length
		? sql`program p join report t on t.program_id = p.id join report_version v on v.report_id = t.id`
		: sql`report_version v`;
	const { rows } = await sql<{ at: string | null }>`select max(v.verified_from) as at
		from ${from} where ${all(own)}`.execute(db);
	return rows[0]?.at ?? null;
}

/**
 * What a filter can be narrowed to: every value of the four dimensions of the bar, with the programs in the viewer's
 * scope that carry it.
 */
export const readFilterOptions = defineQuery({
	action: 'kpi.read',
	probe: () => ({}),
	async run(ctx, scope, _args: Record<string, never>) {
		const references = await listReferences(ctx.db);
		const own = all(scope.reach === 'own' ? [sql`p.society_id = ${scope.societyId}`] : []);
		const { rows } = await sql<{ dim: BarDim; code: string; programs: number }>`
			select 'governorate' as dim, g.code, count(*) as programs from program p
				join program_governorate x on x.program_id = p.id join governorate g on g.id = x.governorate_id
				where ${own} group by g.id
			union all select 'segment', g.code, count(*) from program p
				join program_segment x on x.program_id = p.id join segment g on g.id = x.segment_id
				where ${own} group by g.id
			union all select 'sector', g.code, count(*) from program p join sector g on g.id = p.sector_id
				where ${own} group by g.id
			union all select 'category', g.code, count(*) from program p join society s on s.id = p.society_id
				join category g on g.id = s.category_id where ${own} group by g.id`.execute(ctx.db);
		return BAR_DIMS.map((dim) => {
			const counts = new Map(rows.filter((row) => row.dim === dim).map((row) => [row.code, row.programs]));
			const options = references[dim].map(({ code, ar, en }) => ({
				code,
				ar,
				en,
				...(counts.size ? { count: counts.get(code) ?? 0 } : {}),
			}));
			return { dim, options };
		});
	},
});
