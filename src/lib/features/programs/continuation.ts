import { expectedUpTo, type YearTarget } from '#lib/kpi/targets.ts';

type Frequency = 'monthly' | 'quarterly';

/** A year's target as a table keeps it. */
interface TargetPart {
	readonly people: number;
	readonly profile: 'linear' | 'stepped';
	readonly shares: readonly number[] | null;
}

/** The first month whose report belongs to a program that begins on `day`: the period that had begun stays with the one before. */
export function firstMonth(day: string, frequency: Frequency): string {
	const [year, month, date] = day.split('-').map(Number) as [number, number, number];
	const next = date === 1 ? month : month + 1;
	const first = frequency === 'monthly' ? next : Math.ceil((next - 1) / 3) * 3 + 1;
	const [over, within] = [Math.floor((first - 1) / 12), ((first - 1) % 12) + 1];
	return `${year + over}-${String(within).padStart(2, '0')}`;
}

/**
 * Divides a year's target at a month: what was expected before it, and the rest. Each part goes by the increments of
 * the whole path, so that any months of the two together expect what they expected of the one.
 */
export function divideTarget(target: YearTarget, from: string): { before: TargetPart; after: TargetPart } {
	const steps = Array.from({ length: 12 }, (_, i) => expectedUpTo(target, i + 1) - expectedUpTo(target, i));
	const cut = Number(from.slice(0, 4)) > target.year ? 12 : Number(from.slice(5)) - 1;
	const at = Number(from.slice(0, 4)) < target.year ? 0 : cut;
	const part = (shares: number[]): TargetPart => {
		const people = shares.reduce((sum, step) => sum + step, 0);
		return people ? { people, profile: 'stepped', shares } : { people, profile: 'linear', shares: null };
	};
	return {
		before: part(steps.map((step, i) => (i < at ? step : 0))),
		after: part(steps.map((step, i) => (i < at ? 0 : step))),
	};
}

const monthIndex = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** Months a program's life touches, at most the twelve over which its budget is spread. */
function budgetMonths(startsOn: string, endsOn: string | null): number {
	return endsOn === null ? 12 : Math.min(12, monthIndex(endsOn) - monthIndex(startsOn) + 1);
}

/**
 * The budget of a part of a program's life such that each month has what it had: a budget is a year's, or the whole
 * run's where the run is shorter.
 */
export function budgetOfPart(
	budget: number | null,
	whole: { readonly startsOn: string; readonly endsOn: string | null },
	part: { readonly startsOn: string; readonly endsOn: string | null },
): number | null {
	if (budget === null) return null;
	const months = budgetMonths(whole.startsOn, whole.endsOn);
	return Math.round((budget * budgetMonths(part.startsOn, part.endsOn)) / months);
}
