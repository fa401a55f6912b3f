import { addDays } from '#lib/platform/clock.ts';
import type { Random } from './random.ts';
import type { References } from './references.ts';
import type { Manner } from './society.ts';

/** One version's life; dates are ISO days, all before today. */
export interface VersionLife {
	readonly createdOn: string;
	readonly submittedOn: string | undefined;
	readonly returnedOn?: string;
	readonly verifiedOn?: string;
	readonly endedOn?: string;
	/** Bends the figures of a version that turned out to be wrong. */
	readonly error: number;
}

/** What became of one expected report. `firstSubmittedOn` is missing for a draft. */
export interface ReportLife {
	readonly state: 'draft' | 'submitted' | 'verified' | 'returned';
	readonly firstSubmittedOn: string | undefined;
	readonly versions: readonly VersionLife[];
}

interface Habit {
	readonly missing: number;
	readonly late: number;
	readonly sentBack: number;
}

const HABITS: Readonly<Record<Manner, Habit>> = {
	diligent: { missing: 0.035, late: 0.045, sentBack: 0.04 },
	late: { missing: 0.09, late: 0.16, sentBack: 0.08 },
	sloppy: { missing: 0.25, late: 0.17, sentBack: 0.18 },
};

const FRIDAY = 5;
const SATURDAY = 6;

function isWorkingDay(date: string, references: References): boolean {
	const day = new Date(`${date}T00:00:00Z`).getUTCDay();
	return day !== FRIDAY && day !== SATURDAY && !references.holidays.has(date);
}

/** The first working day (Sunday to Thursday, no holiday) on or after a date. */
function workingDayFrom(date: string, references: References): string {
	let day = date;
	while (!isWorkingDay(day, references)) day = addDays(day, 1);
	return day;
}

/** When a report comes in, or undefined when it never does. Most wait for the last days. */
function arrival(
	manner: Manner,
	opensOn: string,
	dueOn: string,
	days: number,
	random: Random,
): string | undefined {
	const habit = HABITS[manner];
	const fate = random.next();
	if (fate < habit.missing) return undefined;
	if (fate < habit.missing + habit.late) {
		return addDays(dueOn, 1 + Math.floor(-Math.log(1 - random.next()) * (manner === 'diligent' ? 5 : 13)));
	}
	const early = Math.floor(random.next() ** 2 * (manner === 'diligent' ? 13 : 8));
	return addDays(opensOn, Math.max(1, days - 1 - early));
}

const DRAFTED = 0.4;
const REOPENED = 0.005;
const NOT_RESENT_YET = 0.25;
const PATIENCE_DAYS = 110;

/** Lives through one expected report up to yesterday. */
export function liveReport(
	manner: Manner,
	{ opensOn, dueOn, days }: { opensOn: string; dueOn: string; days: number },
	today: string,
	references: References,
	random: Random,
): ReportLife | undefined {
	const firstSubmittedOn = arrival(manner, opensOn, dueOn, days, random);
	const drafted = random.chance(DRAFTED);
	if (!firstSubmittedOn || firstSubmittedOn >= today) {
		const createdOn = addDays(opensOn, 2);
		if (!firstSubmittedOn || !drafted || createdOn >= today) return undefined;
		return {
			state: 'draft',
			firstSubmittedOn: undefined,
			versions: [{ createdOn, submittedOn: undefined, error: 1 }],
		};
	}
	const first = { createdOn: firstSubmittedOn, submittedOn: firstSubmittedOn, error: 1 };
	const life = { state: 'submitted' as const, firstSubmittedOn, versions: [first] };
	if (!random.chance(HABITS[manner].sentBack)) return decide(life, today, references, random);
	const returnedOn = workingDayFrom(addDays(firstSubmittedOn, random.int(2, 7)), references);
	if (returnedOn >= today) return life;
	const wrong = { ...first, returnedOn, error: random.between(1.15, 1.5) };
	const again = addDays(returnedOn, random.int(2, 12));
	const waiting = random.chance(NOT_RESENT_YET) && returnedOn > addDays(today, -PATIENCE_DAYS);
	if (again >= today || waiting) return { ...life, state: 'returned', versions: [wrong] };
	return decide(
		{ ...life, versions: [wrong, { createdOn: again, submittedOn: again, error: 1 }] },
		today,
		references,
		random,
	);
}

function decide(life: ReportLife, today: string, references: References, random: Random): ReportLife {
	const last = life.versions.at(-1)!;
	const lag = random.chance(0.8) ? random.int(1, 4) : random.int(5, 18);
	const verifiedOn = workingDayFrom(addDays(last.submittedOn!, lag), references);
	const reopens = random.chance(REOPENED);
	if (verifiedOn >= today) return life;
	const before = life.versions.slice(0, -1);
	const endedOn = workingDayFrom(addDays(verifiedOn, random.int(20, 120)), references);
	if (!reopens || endedOn >= today) {
		return { ...life, state: 'verified', versions: [...before, { ...last, verifiedOn }] };
	}
	const wrong = { ...last, verifiedOn, endedOn, error: random.chance(0.5) ? 1.25 : 0.8 };
	const corrected = { createdOn: endedOn, submittedOn: undefined, error: 1 };
	const againOn = workingDayFrom(addDays(endedOn, random.int(3, 9)), references);
	if (againOn >= today) return { ...life, versions: [...before, wrong, corrected] };
	return { ...life, state: 'verified', versions: [...before, wrong, { ...corrected, verifiedOn: againOn }] };
}
