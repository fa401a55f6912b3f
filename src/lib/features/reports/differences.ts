import type { Text } from '#lib/i18n/text.ts';
import type { VersionSheet } from './sheet.ts';

/** How a cell's number is written. */
export type FigureKind = 'people' | 'money' | 'milli' | 'count' | 'hours';

/** Parts of a report in its order; people and the new ones among them stand together. */
const PARTS = [
	'nothing', 'reach', 'fresh', 'delivery', 'value', 'outcome', 'spend', 'volunteers', 'hours',
] as const; // prettier-ignore

/** One cell that differs between two versions; null means "not reported" on that side. */
export interface Difference {
	readonly part: (typeof PARTS)[number];
	/** The names that lead to the cell: place, segment, age band, sex; or place, aid, unit. */
	readonly names: readonly Text[];
	/** Sex of a reach cell, whose word the screen knows. */
	readonly sex?: string;
	/** The indicator of an outcome. */
	readonly indicatorId?: number;
	readonly kind: FigureKind;
	readonly before: number | null;
	readonly after: number | null;
}

/** Parts of the narrative that read differently. */
export type ChangedText = 'achievements' | 'challenges' | 'nextSteps';

type Cell = Omit<Difference, 'before' | 'after'> & { readonly value: number | null };

function cellsOf(version: VersionSheet): Map<string, Cell> {
	const cells = new Map<string, Cell>();
	for (const { place, segment, age, sex, people, fresh } of version.reach) {
		const key = [place.code, segment.code, age.code, sex].join(' ');
		const at = { names: [place, segment, age].map(textOf), sex, kind: 'people' as const };
		cells.set(`reach ${key}`, { part: 'reach', ...at, value: people });
		cells.set(`fresh ${key}`, { part: 'fresh', ...at, value: fresh });
	}
	for (const { place, aid, unit, quantityMilli, valueMinor } of version.deliveries) {
		const key = [place.code, aid.code, unit.code].join(' ');
		const names = [place, aid, unit].map(textOf);
		cells.set(`delivery ${key}`, { part: 'delivery', names, kind: 'milli', value: quantityMilli });
		cells.set(`value ${key}`, { part: 'value', names, kind: 'money', value: valueMinor });
	}
	for (const { indicatorId, milli } of version.outcomes)
		cells.set(`outcome ${indicatorId}`, {
			part: 'outcome',
			names: [],
			indicatorId,
			kind: 'milli',
			value: milli,
		});
	cells.set('spend', { part: 'spend', names: [], kind: 'money', value: version.spendMinor });
	cells.set('volunteers', { part: 'volunteers', names: [], kind: 'count', value: version.volunteers });
	cells.set('hours', { part: 'hours', names: [], kind: 'hours', value: version.volunteerHours });
	cells.set('nothing', { part: 'nothing', names: [], kind: 'count', value: version.nothingToReport ? 1 : 0 });
	return cells;
}

const textOf = ({ ar, en }: Text): Text => ({ ar, en });

/** Every cell that differs from one version to another, in the order of the report; a cell told on one side only counts. */
export function differences(before: VersionSheet, after: VersionSheet): Difference[] {
	const [old, now] = [cellsOf(before), cellsOf(after)];
	const keys = new Set([...old.keys(), ...now.keys()]);
	const found = [...keys].flatMap((key) => {
		const [was, is] = [old.get(key), now.get(key)];
		const [from, to] = [was?.value ?? null, is?.value ?? null];
		if (from === to) return [];
		const { value: _value, ...cell } = (is ?? was)!;
		return [{ ...cell, before: from, after: to }];
	});
	// A cell that only the later version tells stands among its like, not at the end.
	return found.toSorted((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part));
}

/** Which parts of the narrative differ. */
export function changedTexts(before: VersionSheet, after: VersionSheet): ChangedText[] {
	return (['achievements', 'challenges', 'nextSteps'] as const).filter(
		(part) => before[part] !== after[part],
	);
}
