import type { CellState } from '#lib/ui/cellstate.ts';
import type { Labelled, ReachLine, Sex } from './sheet.ts';

/** The state of a figure that applies and is not held back. */
export function stateOf(value: number | null | undefined): CellState {
	if (value === null || value === undefined) return 'not_reported';
	return value === 0 ? 'zero' : 'value';
}

/** A line of the grid: a segment and age band with its people by sex; null where nothing was told. */
export interface GridRow {
	readonly segment: Labelled;
	/** Undefined for a segment the program serves of which nothing was told. */
	readonly age: Labelled | undefined;
	readonly cells: Readonly<Record<Sex, number | null>>;
	readonly total: number | null;
	readonly fresh: number | null;
}

/** The lines of one place with their sums. */
export interface GridPlace {
	readonly place: Labelled | undefined;
	readonly rows: readonly GridRow[];
	readonly sums: Omit<GridRow, 'segment' | 'age'>;
}

/** The whole grid; a column of unknown sex only where somebody used it. */
export interface ReachGrid {
	readonly sexes: readonly Sex[];
	readonly places: readonly GridPlace[];
	readonly sums: Omit<GridRow, 'segment' | 'age'>;
}

const SEXES = ['female', 'male', 'unknown'] as const satisfies Sex[];

/** The sum of what was told; null when nothing was. */
function sum(values: readonly (number | null)[]): number | null {
	const told = values.filter((value) => value !== null);
	return told.length ? told.reduce((all, value) => all + value, 0) : null;
}

function sumsOf(rows: readonly Omit<GridRow, 'segment' | 'age'>[]): Omit<GridRow, 'segment' | 'age'> {
	return {
		cells: {
			female: sum(rows.map(({ cells }) => cells.female)),
			male: sum(rows.map(({ cells }) => cells.male)),
			unknown: sum(rows.map(({ cells }) => cells.unknown)),
		},
		total: sum(rows.map(({ total }) => total)),
		fresh: sum(rows.map(({ fresh }) => fresh)),
	};
}

const inOrder = (a: Labelled, b: Labelled) => a.sort - b.sort || (a.code < b.code ? -1 : 1);

function distinct(labels: readonly Labelled[]): Labelled[] {
	return [...new Map(labels.map((label) => [label.code, label])).values()].toSorted(inOrder);
}

function rowOf(segment: Labelled, age: Labelled | undefined, lines: readonly ReachLine[]): GridRow {
	const of = (sex: Sex) => sum(lines.filter((line) => line.sex === sex).map(({ people }) => people));
	return {
		segment,
		age,
		cells: { female: of('female'), male: of('male'), unknown: of('unknown') },
		total: sum(lines.map(({ people }) => people)),
		// One line that does not say would make a sum that is too small.
		fresh: lines.some(({ fresh }) => fresh === null) ? null : sum(lines.map(({ fresh }) => fresh)),
	};
}

function placeOf(
	place: Labelled | undefined,
	lines: readonly ReachLine[],
	served: readonly Labelled[],
): GridPlace {
	const rows = distinct([...served, ...lines.map(({ segment }) => segment)]).flatMap((segment) => {
		const own = lines.filter((line) => line.segment.code === segment.code);
		const ages = distinct(own.map(({ age }) => age));
		if (!ages.length) return [rowOf(segment, undefined, [])];
		return ages.map((age) =>
			rowOf(
				segment,
				age,
				own.filter((line) => line.age.code === age.code),
			),
		);
	});
	const sums = sumsOf(rows);
	const isPartial = rows.some(({ total, fresh }) => total !== null && fresh === null);
	return { place, rows, sums: isPartial ? { ...sums, fresh: null } : sums };
}

/**
 * Reach lines as a grid of segments and age bands by sex, place by place, with every sum made of the cells above it.
 * A segment the program serves has its row even when nobody was told of.
 */
export function reachGrid(lines: readonly ReachLine[], served: readonly Labelled[]): ReachGrid {
	const labels = distinct(lines.map(({ place }) => place));
	const places = labels.length
		? labels.map((place) =>
				placeOf(
					place,
					lines.filter((line) => line.place.code === place.code),
					labels.length > 1 ? [] : served,
				),
			)
		: [placeOf(undefined, [], served)];
	const sums = sumsOf(places.map((place) => place.sums));
	const isPartial = places.some((place) => place.sums.total !== null && place.sums.fresh === null);
	return {
		sexes: SEXES.filter((sex) => sex !== 'unknown' || lines.some((line) => line.sex === 'unknown')),
		places,
		sums: isPartial ? { ...sums, fresh: null } : sums,
	};
}
