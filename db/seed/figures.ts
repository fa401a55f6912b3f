import type { Span } from './calendar.ts';
import { handsOver } from './kinds/kind.ts';
import { expectedPeople, type Program } from './program.ts';
import type { Random } from './random.ts';
import { split, type Cell } from './shape.ts';

/** People on one reach line; `fresh` is how many are new this year, null when nobody counted. */
export interface Reach {
	readonly cell: Cell;
	readonly people: number;
	readonly fresh: number | null;
}

/** What was handed over in one place. */
export interface Delivery {
	readonly place: string;
	/** Whole units. */
	readonly quantity: number;
	readonly valueFils: number | null;
}

/** The figures of one report. */
export interface Figures {
	readonly people: number;
	readonly reach: readonly Reach[];
	readonly deliveries: readonly Delivery[];
	readonly spendFils: number;
	readonly volunteers: number | null;
	readonly volunteerHours: number | null;
}

const STEP_FILS = 50;
const COUNTS_FRESH = 0.82;

const toStep = (fils: number, step: number) => Math.max(step, Math.round(fils / step) * step);

function spendOf(program: Program, people: number, usual: number, year: number, random: Random): number {
	// A quarter of the money is spent whatever the number of people; prices rise two in a hundred a year.
	const heads = 0.75 * people + 0.25 * usual;
	const fils = 1000 * program.cost * heads * 1.02 ** (year - 2025) * Math.exp(0.07 * random.normal());
	return toStep(fils, program.society.manner === 'sloppy' ? 10_000 : STEP_FILS);
}

function reachOf(cells: readonly Cell[], people: number, share: number | null, random: Random): Reach[] {
	const weights = cells.map((cell) => cell.share * Math.exp(0.1 * random.normal()));
	return split(people, weights)
		.map((count, i) => ({
			cell: cells[i]!,
			people: count,
			fresh: share === null ? null : Math.min(count, Math.round(count * share)),
		}))
		.filter((line) => line.people > 0);
}

function deliveriesOf(program: Program, reach: readonly Reach[], spend: number, random: Random) {
	const { kind } = program;
	const total = reach.reduce((sum, line) => sum + line.people, 0);
	const ratio = kind.perPerson * Math.exp(0.08 * random.normal());
	return program.places.flatMap((place): Delivery[] => {
		const people = reach
			.filter((line) => line.cell.place === place)
			.reduce((sum, line) => sum + line.people, 0);
		if (!people) return [];
		const valued = handsOver(kind);
		return [
			{
				place,
				quantity: Math.max(1, Math.round(people * ratio)),
				valueFils: valued ? toStep((0.86 * spend * people) / total, STEP_FILS) : null,
			},
		];
	});
}

/** What the figures of one report depend on. */
export interface Occurrence {
	readonly program: Program;
	readonly cells: readonly Cell[];
	readonly span: Span;
	readonly period: string;
	/** Everybody is new in the first report of a calendar year. */
	readonly isFirstOfYear: boolean;
	readonly random: Random;
}

/** The figures of a program for a period; `error` bends them for a version that was wrong. */
export function figuresOf(
	{ program, cells, span, period, isFirstOfYear, random }: Occurrence,
	error: number,
): Figures {
	const sloppy = program.society.manner === 'sloppy';
	const usual = expectedPeople(program, span, period);
	const counted = Math.max(2, Math.round(usual * Math.exp((sloppy ? 0.22 : 0.11) * random.normal()) * error));
	const people = sloppy && counted > 30 ? Math.round(counted / 5) * 5 : counted;
	const fresh = isFirstOfYear ? random.between(0.9, 1) : program.kind.fresh * random.between(0.7, 1.3);
	const countsFresh = program.id % 100 < 100 * COUNTS_FRESH;
	const reach = reachOf(cells, people, countsFresh ? Math.min(1, fresh) : null, random);
	const spendFils = spendOf(program, people, usual, Number(period.slice(0, 4)), random);
	const silent = random.chance(sloppy ? 0.16 : 0.03);
	const volunteers = Math.round((people * program.kind.volunteers * Math.exp(0.25 * random.normal())) / 100);
	return {
		people,
		reach,
		deliveries: deliveriesOf(program, reach, spendFils, random),
		spendFils,
		volunteers: silent ? null : volunteers,
		volunteerHours: silent ? null : Math.round(volunteers * random.between(3, 9)),
	};
}
