import { sql } from 'kysely';
import type { Ask } from '#lib/kpi/define.ts';
import { comparable } from '#lib/kpi/filter.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { readKpi } from '#lib/kpi/read.server.ts';
import { addMonths, monthsBetween } from '#lib/platform/clock.ts';
import { attainmentOver } from '../programs/attainment.server.ts';
import { shownShare } from '../programs/model.ts';
import { measure } from './measure.server.ts';
import type { ProgramLine } from './model.ts';
import { SPARK } from './series.server.ts';

const SHOWN = 8;

interface Facts {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
	readonly judgement: string | null;
	/** Person target to date, each year's by its own path, and what was reached by then; null without one. */
	readonly target: number | null;
	readonly ofTargetReached: number | null;
	/** Reach of the whole period, not narrowed. */
	readonly reached: number | null;
	readonly spendMinor: number | null;
	readonly spendReachedMinor: number | null;
}

async function readFacts(ask: Ask, ids: readonly number[], anchor: string): Promise<Map<number, Facts>> {
	const { from, to } = ask.filter;
	const due = comparable(ask.filter, anchor).to;
	const asTold = { ...ask.filter, narrowed: { filter: ask.filter, scope: ask.scope } };
	const { rows } = await sql<Facts>`
		select p.id, p.name_ar as nameAr, p.name_en as nameEn, s.id as societyId, s.name_ar as societyAr,
			s.name_en as societyEn, k.name_ar as sectorAr, k.name_en as sectorEn, p.judgement,
			a.expected as target, a.reached as ofTargetReached,
			r.people as reached, r.spend as spendMinor, r.spend_reached as spendReachedMinor
		from program p
		join society s on s.id = p.society_id
		join sector k on k.id = p.sector_id
		left join (select program_id, sum(expected) as expected, sum(reached) as reached
			from ${attainmentOver({ ...ask.filter, to: due }, ask.today)} group by program_id) a on a.program_id = p.id
		left join (select program_id, sum(people) as people,
			iif(sum(reports_spent), sum(spend_minor), null) as spend,
			iif(sum(reports_spent_reached), sum(spend_reached_minor), null) as spend_reached
			from ${told('rollup_report', asTold)} where program_id in (${sql.join(ids)}) and month between ${from} and ${to}
			group by program_id) r on r.program_id = p.id
		where p.id in (${sql.join(ids)})`.execute(ask.db);
	return new Map(rows.map((row) => [row.id, row]));
}

async function readSparks(ask: Ask, ids: readonly number[]): Promise<Map<string, number>> {
	const { filter, scope } = ask;
	const { to } = filter;
	const asTold = { ...filter, from: addMonths(to, 1 - SPARK), narrowed: { filter, scope } };
	const { rows } = await sql<{ id: number; month: string; people: number }>`
		select program_id as id, month, people from ${told('rollup_report', asTold)}
		where program_id in (${sql.join(ids)}) and month between ${addMonths(to, 1 - SPARK)} and ${to}`.execute(
		ask.db,
	);
	return new Map(rows.map(({ id, month, people }) => [`${id} ${month}`, people]));
}

/** The programs that reached most people within the filter, and how many reached anyone. Sparklines are the whole program's. */
export async function readTopPrograms(
	ask: Ask,
	anchor: string,
): Promise<{ lines: ProgramLine[]; count: number }> {
	const figures = await readKpi(measure('K-B7'), ask, ['program']);
	const reached = figures.filter((figure) => figure.numerator > 0);
	const top = reached
		.toSorted((a, b) => b.numerator - a.numerator || Number(a.keys[0]) - Number(b.keys[0]))
		.slice(0, SHOWN);
	if (!top.length) return { lines: [], count: 0 };
	const ids = top.map((figure) => Number(figure.keys[0]));
	const facts = await readFacts(ask, ids, anchor);
	const sparks = await readSparks(ask, ids);
	const months = monthsBetween(addMonths(ask.filter.to, 1 - SPARK), ask.filter.to);
	const lines = top.flatMap((figure): ProgramLine[] => {
		const row = facts.get(Number(figure.keys[0]));
		if (!row) return [];
		return [
			{
				id: row.id,
				name: { ar: row.nameAr, en: row.nameEn },
				societyId: row.societyId,
				society: { ar: row.societyAr, en: row.societyEn },
				sector: { ar: row.sectorAr, en: row.sectorEn },
				people: figure.numerator,
				ofTarget: shownShare(row.ofTargetReached, row.target),
				spendMinor: row.spendMinor,
				costMinor: row.reached && row.spendReachedMinor !== null ? row.spendReachedMinor / row.reached : null,
				judgement: row.judgement,
				spark: months.map((month) => sparks.get(`${row.id} ${month}`) ?? null),
			},
		];
	});
	return { lines, count: reached.length };
}
