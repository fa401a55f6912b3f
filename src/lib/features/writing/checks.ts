import { LEAST_VALUES, median } from './band.ts';
import { readCell, type CellRead } from './cellvalues.ts';
import { whyCell } from './cells.ts';
import type { CheckFacts, Finding, Severity, Typed } from './form.ts';

// What is looked at before a report leaves, and while it is written: the same on both sides of the wire. The words
// stand in `findingwords.ts`.

/** Another program's report of so many times the usual people is a slip more often than a success. */
const PEER_TIMES = 10;
/** One program that reaches more than a fifth of all residents of its places in one period should say how. */
const POPULATION_SHARE = 5;
/** A period may take half as much again as its even part of the budget; seasons differ, years do not. */
const BUDGET_TIMES = 1.5;
/** A cost per person that doubles or halves is worth a look; below that prices and seasons explain it. */
const COST_TIMES = 2;
/** Outside its band, a count must also differ by so many people to be asked about: five is noise. */
const LEAST_DIFFERENCE = 5;
/** Equal to the last period in so many cells that are no zeros: then the period was probably copied. */
const LEAST_SAME = 3;
/** A person gives at most so many hours in a quarter: all of them. */
const MOST_HOURS = 2208;

/** The rules by name with how serious they are. */
export const RULES = {
	unreadable: 'block',
	ambiguous: 'block',
	negative: 'block',
	too_large: 'block',
	fraction: 'block',
	decimals: 'block',
	missing: 'block',
	nothing_with_values: 'block',
	new_over_people: 'block',
	ratio_half: 'block',
	ratio_zero: 'block',
	value_without_quantity: 'block',
	hours_without_volunteers: 'block',
	hours_impossible: 'block',
	reach_above_population: 'block',
	outlier: 'justify',
	above_peers: 'justify',
	reach_high: 'justify',
	over_budget: 'justify',
	cost_change: 'inform',
	same_as_last: 'inform',
	spend_without_people: 'inform',
} as const satisfies Record<string, Severity>;
export type Rule = keyof typeof RULES;

/** Everything a rule looks at. */
interface Desk {
	readonly cells: Typed;
	readonly facts: CheckFacts;
	readonly reads: ReadonlyMap<string, CellRead>;
	/** Cells with a number, in the order of their names so that findings keep their place. */
	readonly numbers: ReadonlyMap<string, number>;
	readonly people: number | null;
	/** Where a finding on all people stands. */
	readonly peopleCell: string | null;
}

function found(desk: Desk, rule: Rule, cell: string | null, facts: Finding['facts'] = {}): Finding {
	const justification = desk.cells[whyCell(rule, cell ?? '')]?.trim() || null;
	return { rule, severity: RULES[rule], cell, facts, justification };
}

const isAbout = (cell: string) => !cell.startsWith('why:') && !cell.startsWith('file:');

function deskOf(cells: Typed, facts: CheckFacts): Desk {
	const names = Object.keys(cells).filter(isAbout).toSorted();
	const reads = new Map(names.map((cell) => [cell, readCell(cell, cells[cell]!, facts.currencyDigits)]));
	const numbers = new Map<string, number>();
	for (const [cell, read] of reads) if (read.kind === 'number') numbers.set(cell, read.value);
	const reach = [...numbers].filter(([cell]) => cell.startsWith('reach:'));
	return {
		cells,
		facts,
		reads,
		numbers,
		people: reach.length ? reach.reduce((sum, [, value]) => sum + value, 0) : null,
		peopleCell: reach[0]?.[0] ?? null,
	};
}

function wrongTexts(desk: Desk): Finding[] {
	return [...desk.reads].flatMap(([cell, read]) => {
		if (read.kind !== 'wrong') return [];
		const [a = '', b = ''] = read.readings ?? [];
		return [found(desk, read.why, cell, read.readings ? { a, b } : {})];
	});
}

/** With "nothing to report" signed, nothing else is asked for and nothing else may stand. */
function nothing(desk: Desk): Finding[] {
	return [...desk.reads]
		.filter(([cell, read]) => cell !== 'nothing' && read.kind !== 'empty' && read.kind !== 'inapplicable')
		.slice(0, 1)
		.map(([cell]) => found(desk, 'nothing_with_values', cell));
}

const isNamed = (cell: string) => cell.startsWith('file:');
const isEmpty = (desk: Desk, cell: string) => (desk.reads.get(cell)?.kind ?? 'empty') === 'empty';

/** Whether a file belongs to the report, or it says why none does. */
export function hasEvidence(cells: Typed): boolean {
	return (
		Object.entries(cells).some(([cell, text]) => isNamed(cell) && text !== '') ||
		Boolean(cells.no_evidence?.trim())
	);
}

function missing(desk: Desk): Finding[] {
	const { facts, cells } = desk;
	return facts.required
		.filter((cell) => (cell === 'no_evidence' ? !hasEvidence(cells) : isEmpty(desk, cell)))
		.map((cell) => found(desk, 'missing', cell));
}

function totals(desk: Desk): Finding[] {
	const { numbers, people } = desk;
	const findings: Finding[] = [];
	const fresh = numbers.get('new');
	if (fresh !== undefined && people !== null && fresh > people) {
		findings.push(found(desk, 'new_over_people', 'new', { fresh, people }));
	}
	for (const [cell, value] of numbers) {
		const [first, id, part] = cell.split(':');
		if (first === 'outcome' && part === 'under' && value === 0)
			findings.push(found(desk, 'ratio_zero', cell));
		if (first === 'outcome' && part) {
			const other = `outcome:${id}:${part === 'over' ? 'under' : 'over'}`;
			if (!numbers.has(other) && (desk.reads.get(other)?.kind ?? 'empty') !== 'wrong') {
				findings.push(found(desk, 'ratio_half', other));
			}
		}
		if (first === 'delivery' && cell.endsWith(':value') && value > 0) {
			const quantity = cell.replace(/value$/, 'quantity');
			if (!numbers.has(quantity)) findings.push(found(desk, 'value_without_quantity', quantity, { value }));
		}
	}
	return findings;
}

function volunteers(desk: Desk): Finding[] {
	const [hours = 0, count] = [desk.numbers.get('hours'), desk.numbers.get('volunteers')];
	if (hours > 0 && !count) return [found(desk, 'hours_without_volunteers', 'volunteers', { hours })];
	if (count && hours > count * MOST_HOURS) {
		return [found(desk, 'hours_impossible', 'hours', { hours, volunteers: count, most: count * MOST_HOURS })];
	}
	return [];
}

/** Values outside the usual band of their own history. */
function outliers(desk: Desk): Finding[] {
	return [...desk.numbers].flatMap(([cell, value]) => {
		const usual = desk.facts.history[cell]?.usual;
		if (!usual || (value >= usual.low && value <= usual.high)) return [];
		const away = value > usual.high ? value - usual.high : usual.low - value;
		if (cell.startsWith('reach:') && away <= LEAST_DIFFERENCE) return [];
		return [found(desk, 'outlier', cell, { value, low: usual.low, high: usual.high })];
	});
}

/** People against the other programs of the sector, where the program has no history of its own, and against residents. */
function reach(desk: Desk): Finding[] {
	const { people, peopleCell, facts } = desk;
	if (people === null || peopleCell === null) return [];
	const findings: Finding[] = [];
	const { population } = facts;
	if (population !== null && people > population) {
		findings.push(found(desk, 'reach_above_population', peopleCell, { people, population }));
	} else if (population !== null && people * POPULATION_SHARE > population) {
		findings.push(found(desk, 'reach_high', peopleCell, { people, population }));
	}
	const own = facts.history.people?.past.filter(({ value }) => value !== null).length ?? 0;
	const peers = facts.peers.people;
	if (own < LEAST_VALUES && peers !== null && people > PEER_TIMES * Math.max(1, peers)) {
		findings.push(found(desk, 'above_peers', peopleCell, { people, peers: Math.round(peers) }));
	}
	return findings;
}

function money(desk: Desk): Finding[] {
	const { numbers, people, facts } = desk;
	const spend = numbers.get('spend');
	if (!spend) return [];
	const findings: Finding[] = [];
	if (facts.budgetMinor !== null && spend > BUDGET_TIMES * facts.budgetMinor) {
		findings.push(found(desk, 'over_budget', 'spend', { spend, budget: facts.budgetMinor }));
	}
	if (people === 0) findings.push(found(desk, 'spend_without_people', 'spend', { spend }));
	const costs = (facts.history.spend?.past ?? []).flatMap(({ period, value }) => {
		const reached = facts.history.people?.past.find((past) => past.period === period)?.value;
		return value && reached ? [value / reached] : [];
	});
	const usual = costs.length >= LEAST_VALUES ? median(costs) : null;
	if (usual && people) {
		const cost = spend / people;
		if (cost > COST_TIMES * usual || cost * COST_TIMES < usual) {
			findings.push(
				found(desk, 'cost_change', 'spend', { cost: Math.round(cost), usual: Math.round(usual) }),
			);
		}
	}
	return findings;
}

function sameAsLast(desk: Desk): Finding[] {
	const last = (cell: string) => desk.facts.history[cell]?.past.at(-1);
	const compared = [...desk.numbers].filter(([cell]) => last(cell)?.value !== undefined);
	const isSame = compared.every(([cell, value]) => last(cell)!.value === value);
	const told = compared.filter(([, value]) => value !== 0).length;
	const period = compared[0] && last(compared[0][0])!.period;
	return isSame && told >= LEAST_SAME && period ? [found(desk, 'same_as_last', null, { period })] : [];
}

/**
 * What is wrong or remarkable in what was typed, most serious first. `isFinal` also names the required cells that are
 * empty: while somebody writes, they are no mistake yet.
 */
export function checkCells(cells: Typed, facts: CheckFacts, isFinal = false): Finding[] {
	const desk = deskOf(cells, facts);
	if (cells.nothing?.trim()) return nothing(desk);
	const findings = [
		...wrongTexts(desk),
		...(isFinal ? missing(desk) : []),
		...totals(desk),
		...volunteers(desk),
		...reach(desk),
		...outliers(desk),
		...money(desk),
		...sameAsLast(desk),
	];
	const order: Record<Severity, number> = { block: 0, justify: 1, inform: 2 };
	return findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
}

/** Whether a finding keeps the report from being submitted. */
export function stops({ severity, justification }: Finding): boolean {
	return severity === 'block' || (severity === 'justify' && justification === null);
}

/** Findings that stop the submission. */
export const stopping = (findings: readonly Finding[]): Finding[] => findings.filter(stops);
