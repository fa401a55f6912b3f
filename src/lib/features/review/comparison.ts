import type { Text } from '#lib/i18n/text.ts';
import type { FigureKind } from '../reports/differences.ts';
import type { Labelled, SheetIndicator, VersionSheet } from '../reports/sheet.ts';
import { deliveryCell, outcomeCell, reachCell } from '../writing/cells.ts';

/** One line of the comparison; null is "not reported" or "there was none". */
export interface CompareRow {
	readonly id: string;
	/** Null where the line has a word of its own (`id`). */
	readonly name: Text | null;
	readonly unit: Text | null;
	readonly kind: FigureKind;
	/** The cell a comment on this line attaches to; null for what is only reckoned. */
	readonly cell: string | null;
	/** The cells of the line, among which findings are looked for. */
	readonly cells: readonly string[];
	readonly now: number | null;
	readonly last: number | null;
	readonly yearAgo: number | null;
	readonly target: number | null;
	readonly isTotal: boolean;
}

export type GroupId = 'people' | 'deliveries' | 'money' | 'effort' | 'outcomes';

export interface CompareGroup {
	readonly id: GroupId;
	readonly rows: readonly CompareRow[];
}

/** What a report is compared with. */
export interface Compared {
	readonly now: VersionSheet;
	readonly last: VersionSheet | null;
	readonly yearAgo: VersionSheet | null;
	readonly segments: readonly Labelled[];
	readonly indicators: readonly SheetIndicator[];
	readonly targetPeople: number | null;
	readonly budgetMinor: number | null;
}

type Pick3 = (version: VersionSheet) => number | null;

const sumOf = (values: readonly (number | null)[]): number | null => {
	const told = values.filter((value) => value !== null);
	return told.length ? told.reduce((total, value) => total + value, 0) : null;
};

/** All people of a version; null where it tells no line. */
const peopleOf: Pick3 = ({ reach }) => sumOf(reach.map(({ people }) => people));

/** Spend per person in minor units; null where either is missing. */
const costOf: Pick3 = (version) => {
	const people = peopleOf(version);
	return people && version.spendMinor !== null ? Math.round(version.spendMinor / people) : null;
};

const byCode = (list: readonly Labelled[]) =>
	[...new Map(list.map((one) => [one.code, one])).values()].toSorted((a, b) => a.sort - b.sort);

/** Lines up a report with the period before, the same month a year before and what was aimed at. */
export function compare({ now, last, yearAgo, ...about }: Compared): CompareGroup[] {
	const told = [now, last, yearAgo].filter((version) => version !== null);
	const line = (
		id: string,
		kind: FigureKind,
		pick: Pick3,
		more: Partial<Omit<CompareRow, 'id' | 'kind' | 'now' | 'last' | 'yearAgo'>> = {},
	): CompareRow => ({
		id,
		kind,
		name: null,
		unit: null,
		cell: null,
		cells: more.cell ? [more.cell] : [],
		target: null,
		isTotal: false,
		...more,
		now: pick(now),
		last: last && pick(last),
		yearAgo: yearAgo && pick(yearAgo),
	});

	const segments = byCode([...about.segments, ...told.flatMap(({ reach }) => reach.map((l) => l.segment))]);
	const people = segments.map((segment) => {
		const of = (version: VersionSheet) => version.reach.filter((l) => l.segment.code === segment.code);
		const lines = of(now).toSorted((a, b) => b.people - a.people);
		const cells = lines.map(({ place, age, sex }) =>
			reachCell({ place: place.code, segment: segment.code, age: age.code, sex }),
		);
		return line(`segment ${segment.code}`, 'people', (v) => sumOf(of(v).map((l) => l.people)), {
			name: segment,
			cell: cells[0] ?? null,
			cells,
		});
	});
	const fresh: Pick3 = ({ reach }) => sumOf(reach.map((l) => l.fresh));

	const aids = new Map(
		told.flatMap(({ deliveries }) => deliveries.map((l) => [`${l.aid.code} ${l.unit.code}`, l] as const)),
	);
	const deliveries = [...aids].map(([key, { aid, unit }]) => {
		const of = (version: VersionSheet) =>
			version.deliveries.filter((l) => `${l.aid.code} ${l.unit.code}` === key);
		const cells = of(now).map((l) => deliveryCell(l.place.code, aid.code, unit.code, 'quantity'));
		return line(`delivery ${key}`, 'milli', (v) => sumOf(of(v).map((l) => l.quantityMilli)), {
			name: aid,
			unit,
			cell: cells[0] ?? null,
			cells,
		});
	});
	const outcomes = about.indicators.map((indicator) => {
		const cell = outcomeCell(indicator.id);
		const cells = [cell, outcomeCell(indicator.id, 'over'), outcomeCell(indicator.id, 'under')];
		return line(
			`outcome ${indicator.id}`,
			'milli',
			(v) => v.outcomes.find((one) => one.indicatorId === indicator.id)?.milli ?? null,
			{ name: indicator.name, unit: indicator.unit, cell, cells, target: indicator.target?.milli ?? null },
		);
	});
	const groups: CompareGroup[] = [
		{
			id: 'people',
			rows: [
				...people,
				line('total', 'people', peopleOf, { isTotal: true, target: about.targetPeople }),
				line('new', 'people', fresh, { cell: 'new' }),
			],
		},
		{ id: 'deliveries', rows: deliveries },
		{
			id: 'money',
			rows: [
				line('spend', 'money', (v) => v.spendMinor, { cell: 'spend', target: about.budgetMinor }),
				line('value', 'money', (v) => sumOf(v.deliveries.map((l) => l.valueMinor))),
			],
		},
		{
			id: 'effort',
			rows: [
				line('cost', 'money', costOf),
				line('volunteers', 'count', (v) => v.volunteers, { cell: 'volunteers' }),
				line('hours', 'hours', (v) => v.volunteerHours, { cell: 'hours' }),
			],
		},
		{ id: 'outcomes', rows: outcomes },
	];
	const says = (row: CompareRow) => [row.now, row.last, row.yearAgo].some((value) => value !== null);
	return groups
		.map(({ id, rows }) => ({
			id,
			rows: rows.filter((row) => says(row) || row.isTotal || row.id === 'spend'),
		}))
		.filter(({ rows }) => rows.length);
}

/** Change from one figure to another in percent; undefined without something to compare with. */
export function changeOf(now: number | null, before: number | null): number | undefined {
	return now === null || !before ? undefined : (100 * (now - before)) / before;
}
