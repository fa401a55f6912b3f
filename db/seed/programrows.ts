import type { Insertable } from 'kysely';
import { matchKey, searchKey } from '#lib/i18n/fold.ts';
import { monthsBetween } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import type { Span } from './calendar.ts';
import { judgementsOf } from './judgements.ts';
import { expectedPeople, isPeriod, type Program } from './program.ts';
import { randomFor, type Random } from './random.ts';
import type { References } from './references.ts';
import { split } from './shape.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

/** The share of expected reports that come in: targets are set knowing the past. */
const USUALLY_RECEIVED = 0.88;
/** Programs for which nobody set a target. */
const UNTARGETED = 0.05;

function statusOf(program: Program, today: string): Row<'program'>['status'] {
	const { society } = program;
	const closed = society.changedOn !== undefined && society.status !== 'temporary_board';
	if (closed && program.endsOn === society.changedOn) return 'stopped';
	if (program.startsOn > today) return 'planned';
	return program.endsOn && program.endsOn < today ? 'completed' : 'running';
}

/** The newest judgement as the program itself carries it. */
function judgedRow(program: Program, status: string, span: Span) {
	const newest = judgementsOf(program, status === 'running', span).at(-1);
	return { judgement: newest?.judgement ?? null, judgement_note: newest?.note ?? null };
}

function yearPeople(program: Program, span: Span, year: number): number {
	return monthsBetween(`${year}-01`, `${year}-12`)
		.filter((month) => isPeriod(program, month))
		.reduce((sum, month) => sum + expectedPeople(program, span, month), 0);
}

const toTens = (value: number) => Math.max(10, Math.round(value / 10) * 10);

function yearsOf(span: Span): number[] {
	const [from, to] = [Number(span.first.slice(0, 4)), Number(span.today.slice(0, 4))];
	return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** How a program's year is spread: by its months where they differ, evenly else. */
function pathOf(program: Program, span: Span, year: number): Pick<Row<'kpi_target'>, 'profile' | 'shares'> {
	const people = monthsBetween(`${year}-01`, `${year}-12`).map((month) =>
		isPeriod(program, month) ? expectedPeople(program, span, month) : 0,
	);
	const isPart = program.frequency === 'monthly' && people.includes(0);
	const isEven = program.kind.season === 'care' || program.kind.season === 'steady';
	if (!isPart && isEven) return { profile: 'linear', shares: null };
	return { profile: isPart ? 'stepped' : 'seasonal', shares: JSON.stringify(split(1000, people)) };
}

const LOWERED = 'خُفض المستهدف باتفاق مع الجمعية بعد تعثر التمويل.';

function targetRows(program: Program, span: Span): Row<'kpi_target'>[] {
	const random = randomFor(`target:${program.id}`);
	if (random.chance(UNTARGETED)) return [];
	const lowered = random.chance(0.05) ? random.between(0.7, 0.9) : undefined;
	return yearsOf(span).flatMap((year) => {
		const people = yearPeople(program, span, year);
		if (!people) return [];
		const target = (share: number, starts_on: string, reason: string | null): Row<'kpi_target'> => ({
			kpi: 'K-B7',
			level: 'program',
			program_id: program.id,
			year,
			value_milli: toTens(people * program.ambition * USUALLY_RECEIVED * share) * 1000,
			...pathOf(program, span, year),
			starts_on,
			reason,
		});
		const changed = `${year}-05-01`;
		return [
			target(1, `${year}-01-01`, null),
			...(lowered && changed <= span.today ? [target(lowered, changed, LOWERED)] : []),
		];
	});
}

/** What the whole country aims at, in percent of the measure. */
const COUNTRY_TARGETS: readonly (readonly [kpi: string, percent: number])[] = [
	['K-D1', 95],
	['K-D2', 85],
	['K-O5', 75],
];

function countryTargets(span: Span): Row<'kpi_target'>[] {
	return yearsOf(span).flatMap((year) =>
		COUNTRY_TARGETS.map(([kpi, percent]) => ({
			kpi,
			level: 'country' as const,
			program_id: null,
			year,
			value_milli: percent * 1000,
			profile: 'linear' as const,
			shares: null,
			starts_on: `${year}-01-01`,
			reason: null,
		})),
	);
}

/** Budget of one year's work (of the whole run for a yearly program), in fils, rounded to fifty dinars. */
function budgetOf(program: Program, span: Span, random: Random): number | null {
	if (random.chance(0.04)) return null;
	const years = yearsOf(span).map((year) => yearPeople(program, span, year));
	const dinars = Math.max(...years) * program.cost * random.between(0.84, 1.02);
	return Math.max(50, Math.round(dinars / 50) * 50) * 1000;
}

function programRow(program: Program, span: Span, references: References): Row<'program'> {
	const random = randomFor(`program-row:${program.id}`);
	const status = statusOf(program, span.today);
	const { kind } = program;
	return {
		id: program.id,
		society_id: program.society.id,
		name_ar: program.name[0],
		name_en: program.name[1],
		match_key: matchKey(program.name[0]),
		search_key: searchKey(...program.name),
		sector_id: references.id('sector', kind.sector),
		governorate_id: references.id('governorate', program.places.length > 1 ? 'several' : program.places[0]!),
		purpose_ar: kind.purpose.ar,
		purpose_en: kind.purpose.en,
		is_abroad: kind.abroad ? 1 : 0,
		starts_on: program.startsOn,
		ends_on: program.endsOn ?? null,
		status,
		frequency: program.frequency,
		budget_minor: budgetOf(program, span, random),
		...judgedRow(program, status, span),
	};
}

/** The rows of the programs themselves, their places, segments and yearly targets. */
export function programRows(programs: readonly Program[], span: Span, references: References) {
	return {
		program: programs.map((program) => programRow(program, span, references)),
		program_governorate: programs.flatMap((program): Row<'program_governorate'>[] =>
			program.places.map((place) => ({
				program_id: program.id,
				governorate_id: references.id('governorate', place),
			})),
		),
		program_segment: programs.flatMap((program): Row<'program_segment'>[] =>
			program.kind.segments.map((segment) => ({
				program_id: program.id,
				segment_id: references.id('segment', segment),
			})),
		),
		kpi_target: [...countryTargets(span), ...programs.flatMap((program) => targetRows(program, span))],
		program_judgement: programs.flatMap((program) =>
			judgementsOf(program, statusOf(program, span.today) === 'running', span),
		),
	};
}
