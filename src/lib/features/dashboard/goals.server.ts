import { sql } from 'kysely';
import type { Ask } from '#lib/kpi/define.ts';
import { unappliedDims, type Dim, type Filter } from '#lib/kpi/filter.ts';
import { readTargets, type Subject } from '#lib/kpi/settings.server.ts';
import { told } from '#lib/kpi/rollup.server.ts';
import { all, conditions, type Places } from '#lib/kpi/sql.server.ts';
import { expectedOver, wholeOf } from '#lib/kpi/targets.ts';
import { attainmentOver } from '../programs/attainment.server.ts';
import type { Goal } from './model.ts';

const PROGRAM: Places = {
	governorate: 'p.governorate_id',
	category: 's.category_id',
	sector: 'p.sector_id',
	society: 'p.society_id',
	program: 'p.id',
};

/** From January on within one year, the goal is the whole year's and the figure is on its way. */
function spanOf(filter: Filter): Goal['span'] {
	return filter.from.endsWith('-01') && filter.from.slice(0, 4) === filter.to.slice(0, 4) ? 'year' : 'period';
}

/** Dimensions that targets know; a target is a program's, whole. */
export const TARGET_DIMS: readonly Dim[] = ['category', 'sector', 'society', 'program'];
/** Dimensions that budgets know; governorate is the program's place, as for spend. */
export const BUDGET_DIMS: readonly Dim[] = [...TARGET_DIMS, 'governorate'];

interface Sums {
	readonly whole: number | null;
	readonly expected: number | null;
	readonly actual: number | null;
	readonly programs: number;
}

function goalFrom(kind: Goal['kind'], span: Goal['span'], sums: Sums | undefined): Goal | undefined {
	const { whole, expected, actual, programs } = sums ?? {
		whole: null,
		expected: null,
		actual: null,
		programs: 0,
	};
	if (!programs || !whole || !expected) return undefined;
	return { kind, span, whole: span === 'year' ? whole : expected, expected, actual: actual ?? 0, programs };
}

/**
 * Person targets of the filter's programs, each year's by its own path, beside what the same programs reached. Targets
 * know no place, segment, sex or age: with such a filter there is no goal.
 */
export async function readPeopleGoal(ask: Ask): Promise<Goal | undefined> {
	const { filter } = ask;
	if (unappliedDims(filter, TARGET_DIMS).length) return undefined;
	const where = conditions({ ...PROGRAM, governorate: undefined } as Places, filter, ask.scope);
	const { rows } = await sql<Sums>`
		select sum(t.people) as whole, sum(t.expected) as expected, sum(t.reached) as actual,
			count(distinct t.program_id) as programs
		from ${attainmentOver(filter, ask.today)} t
		join program p on p.id = t.program_id join society s on s.id = p.society_id
		where ${all(where)}`.execute(ask.db);
	return goalFrom('target', spanOf(filter), rows[0]);
}

/**
 * What the country, the one category, the one society or the one program asked for aims at in a measure that adds up;
 * undefined where nobody set it. It is held against the figure itself, whoever brought it about.
 */
export async function readOwnGoal(
	kpi: string,
	actual: number | null,
	subject: Subject,
	{ db, filter, today }: Ask,
): Promise<Goal | undefined> {
	const targets = await readTargets(db, kpi, subject, today);
	const expected = expectedOver(targets, filter.from, filter.to);
	const whole = wholeOf(targets, filter.from, filter.to);
	const sums = { whole, expected: expected ?? null, actual, programs: 1 };
	return goalFrom('target', spanOf(filter), sums);
}

/** The target of a percentage in the year the filter ends in, by the level asked for; undefined where nobody set one. */
export async function readShareTarget(
	kpi: string,
	subject: Subject,
	{ db, filter, today }: Ask,
): Promise<number | undefined> {
	const targets = await readTargets(db, kpi, subject, today);
	return targets.find(({ year }) => year === Number(filter.to.slice(0, 4)))?.value;
}

/**
 * Program budgets spread evenly over the months, beside what the same programs spent. A budget is a year's; of a
 * program that runs for less, its run's (our own reading: the field does not say).
 */
export async function readBudgetGoal(ask: Ask): Promise<Goal | undefined> {
	const { filter } = ask;
	if (unappliedDims(filter, BUDGET_DIMS).length) return undefined;
	const where = [...conditions(PROGRAM, filter, ask.scope), sql`p.budget_minor is not null`];
	const span = spanOf(filter);
	const asTold = { ...filter, narrowed: { filter, scope: ask.scope } };
	const [from, to] = [monthIndex(filter.from), monthIndex(filter.to)];
	const end = span === 'year' ? from + 11 : to;
	const { rows } = await sql<Sums>`
		with life as (
			select p.id, p.budget_minor as budget,
				strftime('%Y', p.starts_on) * 12 + strftime('%m', p.starts_on) as first,
				coalesce(strftime('%Y', p.ends_on) * 12 + strftime('%m', p.ends_on), 999999) as last
			from program p join society s on s.id = p.society_id where ${all(where)}
		), share as (
			select id, budget / min(12.0, last - first + 1) as monthly,
				max(0, min(last, ${to}) - max(first, ${from}) + 1) as due,
				max(0, min(last, ${end}) - max(first, ${from}) + 1) as ahead
			from life
		)
		select sum(monthly * ahead) as whole, sum(monthly * due) as expected,
			sum((select sum(r.spend_minor) from ${told('rollup_report', asTold)} r where r.program_id = share.id
				and r.month between ${filter.from} and ${filter.to})) as actual,
			count(*) as programs
		from share where ahead > 0`.execute(ask.db);
	return goalFrom('budget', span, rows[0]);
}

function monthIndex(month: string): number {
	return Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
}
