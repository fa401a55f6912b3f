import type { Kysely } from 'kysely';
import type { Schema } from '#db/schema.ts';
import type { Scope } from '#lib/access/grants.ts';
import { defineQuery } from '#lib/access/procedures.server.ts';
import type { Text } from '#lib/i18n/text.ts';
import { openFilter } from '#lib/kpi/filter.ts';
import { addMonths, monthsBetween } from '#lib/platform/clock.ts';
import { cellOf, movedBy, type ReportCell } from './model.ts';
import { pageReports } from './rows.server.ts';

/** Months of the grid on a society's page. */
const GRID_MONTHS = 12;
/** Months of the table on a program's page. */
const TABLE_MONTHS = 60;
/** Programs of the grid; a society has a few, the largest imported one some sixty. */
const GRID_PROGRAMS = 200;

/** A program's line in the grid; a month without an expected report and without a report has no cell. */
export interface GridLine {
	readonly programId: number;
	readonly program: Text;
	readonly cells: Readonly<Record<string, ReportCell>>;
}

export interface ReportGrid {
	/** Oldest first. */
	readonly months: readonly string[];
	readonly lines: readonly GridLine[];
}

interface Span {
	readonly from: string;
	readonly to: string;
}

/** What was expected and what came, for some programs and months, as cells by program and month. */
export async function readCells(
	db: Kysely<Schema>,
	programs: readonly number[],
	{ from, to }: Span,
	today: string,
	seesDrafts: boolean,
): Promise<Map<number, Record<string, ReportCell>>> {
	if (!programs.length) return new Map();
	const expected = await db
		.selectFrom('expected_report as e')
		.leftJoin('deadline_exception as x', 'x.id', 'e.exception_id')
		.select(['e.program_id as programId', 'e.period', 'e.due_on as dueOn', 'e.rule_due_on as ruleDueOn'])
		.select(['x.name_ar as ar', 'x.name_en as en'])
		.where('e.program_id', 'in', programs)
		.where('period', '>=', from)
		.where('period', '<=', to)
		.execute();
	const reports = await db
		.selectFrom('report')
		.select(['id', 'program_id as programId', 'period', 'state', 'first_submitted_on as submittedOn'])
		.where('program_id', 'in', programs)
		.where('period', '>=', from)
		.where('period', '<=', to)
		.execute();
	const key = (row: { programId: number; period: string }) => `${row.programId} ${row.period}`;
	const dueOf = new Map(expected.map((row) => [key(row), row]));
	const reportOf = new Map(reports.map((row) => [key(row), row]));
	const cells = new Map<number, Record<string, ReportCell>>(programs.map((id) => [id, {}]));
	for (const row of [...expected, ...reports]) {
		const due = dueOf.get(key(row));
		const cell = cellOf(due?.dueOn ?? null, reportOf.get(key(row)), today, seesDrafts, movedBy(due));
		if (cell) cells.get(row.programId)![row.period] = cell;
	}
	return cells;
}

/** A draft is its author's working copy: the ministry sees a report when it has been sent. */
const seesDrafts = (scope: Scope) => scope.reach === 'own';

/** A society's reports of the twelve months up to `to`, program by program. */
export const readReportGrid = defineQuery<{ societyId: number; to: string }, ReportGrid>({
	action: 'report.read',
	probe: ({ societyId }) => ({ societyId, to: '2199-12' }),
	async run(ctx, scope, { societyId, to }) {
		const from = addMonths(to, 1 - GRID_MONTHS);
		const programs = await ctx.db
			.selectFrom('program')
			.select(['id', 'name_ar as ar', 'name_en as en'])
			.where('society_id', '=', societyId)
			.$if(scope.reach === 'own', (q) =>
				q.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.orderBy('id')
			.limit(GRID_PROGRAMS)
			.execute();
		const ids = programs.map((p) => p.id);
		const cells = await readCells(ctx.db, ids, { from, to }, ctx.today, seesDrafts(scope));
		return {
			months: monthsBetween(from, to),
			lines: programs
				.map(({ id, ar, en }) => ({ programId: id, program: { ar, en }, cells: cells.get(id)! }))
				.filter((line) => Object.keys(line.cells).length),
		};
	},
});

/** A month of a program: the report's cell, and its figures once it has been sent. */
export interface ProgramMonth {
	readonly period: string;
	readonly cell: ReportCell;
	/** Figures of the verified version, else of the newest; only the verified ones count. */
	readonly people: number | null;
	readonly spendMinor: number | null;
	readonly volunteerHours: number | null;
}

/** A program's months up to `to`, newest first. */
export const readProgramMonths = defineQuery<{ programId: number; to: string }, ProgramMonth[]>({
	action: 'report.read',
	probe: ({ programId }) => ({ programId, to: '2199-12' }),
	async run(ctx, scope, { programId, to }) {
		const own = await ctx.db
			.selectFrom('program')
			.select('id')
			.where('id', '=', programId)
			.$if(scope.reach === 'own', (q) =>
				q.where('society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.executeTakeFirst();
		if (!own) return [];
		const span = { from: addMonths(to, 1 - TABLE_MONTHS), to };
		const cells = (await readCells(ctx.db, [own.id], span, ctx.today, seesDrafts(scope))).get(own.id)!;
		const ask = { db: ctx.db, scope, today: ctx.today, filter: openFilter({ ...span, program: own.id }) };
		const { rows } = await pageReports(ask, 'handed_in', undefined, TABLE_MONTHS);
		const reports = new Map(rows.map((row) => [row.period, row]));
		return Object.keys(cells)
			.toSorted()
			.reverse()
			.map((period) => ({
				period,
				cell: cells[period]!,
				people: reports.get(period)?.people ?? null,
				spendMinor: reports.get(period)?.spendMinor ?? null,
				volunteerHours: reports.get(period)?.volunteerHours ?? null,
			}));
	},
});

/** The newest verified result of an indicator, in thousandths; a ratio keeps its parts. */
export interface IndicatorResult {
	readonly indicatorId: number;
	readonly period: string;
	/** The value; of a ratio its percentage. */
	readonly milli: number;
	/** The parts of a ratio. */
	readonly parts: { readonly numerator: number; readonly denominator: number } | null;
}

/** The newest verified result of each of a program's indicators up to the month `to`. */
export const readResults = defineQuery<{ programId: number; to: string }, IndicatorResult[]>({
	action: 'report.read',
	probe: ({ programId }) => ({ programId, to: '2199-12' }),
	async run(ctx, scope, { programId, to }) {
		const rows = await ctx.db
			.selectFrom('outcome_result as o')
			.innerJoin('report_version as v', 'v.id', 'o.version_id')
			.innerJoin('report as t', 't.id', 'v.report_id')
			.innerJoin('program as p', 'p.id', 't.program_id')
			.select([
				'o.indicator_id as indicatorId',
				't.period',
				'o.value_milli as valueMilli',
				'o.numerator_milli as numeratorMilli',
				'o.denominator_milli as denominatorMilli',
			])
			.where('t.program_id', '=', programId)
			.where('t.period', '<=', to)
			.where('t.period', '>', addMonths(to, -TABLE_MONTHS))
			.where('v.verified_from', 'is not', null)
			.where('v.verified_until', 'is', null)
			.$if(scope.reach === 'own', (q) =>
				q.where('p.society_id', '=', scope.reach === 'own' ? scope.societyId : -1),
			)
			.orderBy('t.period')
			.execute();
		const newest = new Map(rows.map((row) => [row.indicatorId, row]));
		return [...newest.values()].map(
			({ indicatorId, period, valueMilli, numeratorMilli, denominatorMilli }) => ({
				indicatorId,
				period,
				milli: valueMilli ?? Math.round((100_000 * numeratorMilli!) / denominatorMilli!),
				parts:
					numeratorMilli === null || denominatorMilli === null
						? null
						: { numerator: numeratorMilli / 1000, denominator: denominatorMilli / 1000 },
			}),
		);
	},
});
