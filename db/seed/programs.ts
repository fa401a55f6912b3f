import type { Span } from './calendar.ts';
import { YEAR_ROUND } from './kinds/all.ts';
import type { Kind } from './kinds/kind.ts';
import { occasions } from './kinds/occasions.ts';
import { programNamer } from './naming.ts';
import { daysOf, runsOf, traitsOf, type Program } from './program.ts';
import { randomFor, type Random } from './random.ts';
import type { Society } from './society.ts';
import type { Pair } from './words.ts';

const PROGRAMS = 500;

/** How many of the programs fall to each society, by size, exactly 500 in all. */
function shares(societies: readonly Society[]): number[] {
	const weights = societies.map((society) => {
		const random = randomFor(`share:${society.id}`);
		if (society.dormant) return 1.2;
		const [from, to] = { small: [1.6, 3.2], medium: [3.5, 6], large: [7, 11] }[society.size] as [
			number,
			number,
		];
		return random.between(from, to);
	});
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const exact = weights.map((weight) => (PROGRAMS * weight) / total);
	const whole = exact.map((share) => Math.max(1, Math.floor(share)));
	const order = exact.map((share, i) => [i, share - Math.floor(share)] as const).sort((a, b) => b[1] - a[1]);
	let left = PROGRAMS - whole.reduce((sum, share) => sum + share, 0);
	for (const [i] of order) {
		if (left <= 0) break;
		whole[i]! += 1;
		left -= 1;
	}
	return whole;
}

const runBy = (kinds: readonly Kind[], society: Society) =>
	kinds.filter((kind) => kind.by.includes(society.category));

const editionName = ([ar, en]: Pair, kind: Kind, year: number): Pair =>
	kind.occasion === 'school' ? [`${ar} ${year}`, `${en} ${year}`] : [`${ar} ${year}هـ`, `${en} ${year} AH`];

type Maker = ReturnType<typeof programNamer>;
type Unnumbered = Omit<Program, 'id'>;

function yearlyPrograms(
	society: Society,
	span: Span,
	room: number,
	name: Maker,
	random: Random,
): Unnumbered[] {
	const kinds = random.shuffle(runBy(occasions, society));
	const lines = Math.min(kinds.length, room >= 9 ? 2 : room >= 4 && random.chance(0.6) ? 1 : 0);
	return kinds.slice(0, lines).flatMap((kind) => {
		const traits = traitsOf(society, kind, random);
		const plain = name(kind.names, society.town, random);
		return runsOf(society, kind, span, Math.floor((room - 1) / lines)).map((edition) => ({
			...traits,
			ambition: traitsOf(society, kind, random).ambition,
			name: editionName(plain, kind, edition.year),
			frequency: 'monthly' as const,
			startsOn: edition.startsOn,
			endsOn: edition.endsOn,
			edition,
		}));
	});
}

function yearRoundPrograms(
	society: Society,
	span: Span,
	room: number,
	name: Maker,
	random: Random,
): Unnumbered[] {
	const kinds = random.shuffle(runBy(YEAR_ROUND, society));
	return Array.from({ length: room }, (_, i) => {
		const kind = kinds[i % kinds.length]!;
		return {
			...traitsOf(society, kind, random),
			...daysOf(society, span, random),
			name: name(kind.names, kind.abroad ? undefined : society.town, random),
			frequency: random.chance(0.1) ? ('quarterly' as const) : ('monthly' as const),
			edition: undefined,
		};
	});
}

/** The 500 programs of the demo in id order. */
export function inventPrograms(societies: readonly Society[], span: Span): Program[] {
	const name = programNamer();
	const rooms = shares(societies);
	const programs = societies.flatMap((society, i) => {
		const random = randomFor(`programs:${society.id}`);
		const yearly = yearlyPrograms(society, span, rooms[i]!, name, random);
		return [...yearRoundPrograms(society, span, rooms[i]! - yearly.length, name, random), ...yearly];
	});
	return programs.map((program, i) => ({ id: i + 1, ...program }));
}
