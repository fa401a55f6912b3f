import type { Program } from './program.ts';
import { randomFor, type Random } from './random.ts';

/** One reach line of a program's reports and its usual share of the people. */
export interface Cell {
	readonly place: string;
	readonly segment: string;
	readonly sex: 'female' | 'male' | 'unknown';
	readonly age: string;
	readonly share: number;
}

const MOST_LINES = 8;
const PLACE_WEIGHTS: readonly (readonly number[])[] = [[1], [0.65, 0.35], [0.52, 0.3, 0.18]];

/** Ages a segment can have; a segment that is not here can have any. */
const AGES_OF: Readonly<Record<string, readonly string[]>> = {
	elderly: ['60_plus'],
	orphans: ['0_14', '15_29'],
	students: ['0_14', '15_29'],
	youth: ['15_29'],
	couples: ['15_29', '30_59'],
	labourers: ['15_29', '30_59'],
	widows: ['30_59', '60_plus'],
	divorced: ['15_29', '30_59'],
};

const WOMEN_ONLY = new Set(['widows', 'divorced']);

type Weighted<T> = readonly (readonly [value: T, weight: number])[];

const UNKNOWN: Weighted<string> = [['unknown', 1]];

/** The ages of the program's people in one segment. */
function agesIn(segment: string, ages: Weighted<string>): Weighted<string> {
	const possible = AGES_OF[segment];
	if (!possible || ages === UNKNOWN) return ages;
	const kept = ages.filter(([age]) => possible.includes(age));
	return kept.length ? kept : possible.map((age) => [age, 1] as const);
}

const sexesIn = (segment: string, sexes: Weighted<Cell['sex']>): Weighted<Cell['sex']> =>
	WOMEN_ONLY.has(segment) ? [['female', 1]] : sexes;

function sexes(program: Program, random: Random): Weighted<Cell['sex']> {
	if (random.chance(program.society.manner === 'sloppy' ? 0.14 : 0.03)) return [['unknown', 1]];
	const female = Math.min(0.97, Math.max(0.03, program.kind.female + 0.04 * random.normal()));
	return [['female', female], ['male', 1 - female]]; // prettier-ignore
}

function ages(program: Program, random: Random): Weighted<string> {
	const unknown = random.chance(program.society.manner === 'sloppy' ? 0.4 : 0.1);
	return unknown ? UNKNOWN : program.kind.ages;
}

function segments(program: Program, random: Random): Weighted<string> {
	const chosen = program.kind.segments.slice(0, random.chance(0.45) ? 1 : 2);
	return chosen.map((segment, i) => [segment, i === 0 ? 0.68 : 0.32]);
}

/** The lines a program reports on, at most eight, with shares that add up to one. */
export function cellsOf(program: Program): Cell[] {
	const random = randomFor(`shape:${program.id}`);
	const weights = PLACE_WEIGHTS[program.places.length - 1]!;
	const [bySegment, bySex, byAge] = [
		segments(program, random),
		sexes(program, random),
		ages(program, random),
	];
	const all = bySegment.flatMap(([segment, a]) => {
		const [inSexes, inAges] = [sexesIn(segment, bySex), agesIn(segment, byAge)];
		const total = inAges.reduce((sum, [, weight]) => sum + weight, 0);
		return inSexes.flatMap(([sex, b]) =>
			inAges.map(([age, c]) => ({
				segment,
				sex,
				age,
				share: ((a * b * c) / total) * Math.exp(0.2 * random.normal()),
			})),
		);
	});
	const kept = all.sort((x, y) => y.share - x.share).slice(0, Math.floor(MOST_LINES / program.places.length));
	const total = kept.reduce((sum, cell) => sum + cell.share, 0);
	return program.places.flatMap((place, i) =>
		kept.map((cell) => ({ ...cell, place, share: (weights[i]! * cell.share) / total })),
	);
}

/** Splits a whole number by weights so that the parts add up to it exactly. */
export function split(total: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((a, b) => a + b, 0);
	const exact = weights.map((weight) => (sum ? (total * weight) / sum : 0));
	const parts = exact.map(Math.floor);
	let left = total - parts.reduce((a, b) => a + b, 0);
	const order = exact.map((value, i) => [i, value - Math.floor(value)] as const).sort((a, b) => b[1] - a[1]);
	for (const [i] of order) {
		if (left <= 0) break;
		parts[i]! += 1;
		left -= 1;
	}
	return parts;
}
