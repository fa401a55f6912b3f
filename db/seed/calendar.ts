import { addDays, addMonths, daysBetween, lastDayOf, monthsBetween } from '#lib/platform/clock.ts';
import { hijriDays } from '../packs/hijri.ts';

/** How the work of a program swings over the year. */
export type Season = 'steady' | 'care' | 'food' | 'term' | 'summer' | 'winter' | 'outdoor';

/** One Ramadan with its two Eids (Umm al-Qura), as ISO dates. */
export interface HijriYear {
	readonly year: number;
	readonly ramadan: string;
	readonly fitr: string;
	readonly adha: string;
}

/** The time the demo tells of, always relative to the day it is made. */
export interface Span {
	readonly today: string;
	/** 36 months, oldest first; the last one is the month before `today`. */
	readonly months: readonly string[];
	readonly first: string;
	readonly last: string;
	readonly hijriYears: readonly HijriYear[];
	/** Share of a month's days that fall in Ramadan. */
	readonly ramadanShare: ReadonlyMap<string, number>;
}

const MONTHS = 36;

function readHijri(fromYear: number, toYear: number) {
	const years = new Map<number, { year: number; ramadan: string; fitr: string; adha: string }>();
	const ramadanDays = new Map<string, number>();
	for (const { date, year, month, day } of hijriDays(fromYear, toYear)) {
		const known = years.get(year) ?? { year, ramadan: '', fitr: '', adha: '' };
		years.set(year, known);
		if (month === 9) ramadanDays.set(date.slice(0, 7), (ramadanDays.get(date.slice(0, 7)) ?? 0) + 1);
		if (day === 1 && month === 9) known.ramadan = date;
		if (day === 1 && month === 10) known.fitr = date;
		if (day === 10 && month === 12) known.adha = date;
	}
	return { years: [...years.values()].filter((y) => y.ramadan && y.fitr && y.adha), ramadanDays };
}

/** The 36 months up to the month before `today` (ISO date), with their Hijri facts. */
export function spanOf(today: string): Span {
	const last = addMonths(today.slice(0, 7), -1);
	const first = addMonths(last, 1 - MONTHS);
	const { years, ramadanDays } = readHijri(Number(first.slice(0, 4)) - 1, Number(last.slice(0, 4)) + 1);
	const share = [...ramadanDays].map(([month, days]) => {
		const length = daysBetween(`${month}-01`, lastDayOf(month)) + 1;
		return [month, days / length] as const;
	});
	return {
		today,
		months: monthsBetween(first, last),
		first,
		last,
		hijriYears: years,
		ramadanShare: new Map(share),
	};
}

// January to December; Ramadan comes on top, since it moves.
const SWING: Readonly<Record<Season, readonly number[]>> = {
	steady: [1.02, 1.02, 1.03, 1.04, 1.02, 0.94, 0.8, 0.78, 0.98, 1.08, 1.1, 1.04],
	care: [1, 1, 1, 1.01, 1, 0.98, 0.95, 0.95, 0.99, 1.02, 1.02, 1],
	food: [1.04, 1.02, 1.02, 0.98, 0.97, 0.93, 0.88, 0.9, 1, 1.03, 1.05, 1.1],
	term: [0.95, 1.1, 1.15, 1.15, 1.1, 0.7, 0.35, 0.4, 1.3, 1.3, 1.2, 0.95],
	summer: [0.75, 0.8, 0.85, 0.85, 0.9, 1.25, 1.95, 1.75, 0.8, 0.75, 0.75, 0.75],
	winter: [1.9, 1.5, 0.8, 0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.9, 1.4, 1.9],
	outdoor: [1.3, 1.35, 1.3, 1.15, 0.85, 0.5, 0.35, 0.35, 0.6, 1.15, 1.4, 1.4],
};

const RAMADAN_SWING: Readonly<Record<Season, number>> = {
	steady: 0.15,
	care: 0.03,
	food: 0.75,
	term: -0.15,
	summer: 0,
	winter: 0.2,
	outdoor: -0.3,
};

/** The factor of a month against the program's usual month. */
export function swing(span: Span, season: Season, month: string): number {
	const base = SWING[season][Number(month.slice(5)) - 1]!;
	return base * (1 + RAMADAN_SWING[season] * (span.ramadanShare.get(month) ?? 0));
}

/** What comes back every year at its own time. */
export type Occasion = 'ramadan' | 'iftar' | 'fitr' | 'adha' | 'school';

/** One year's run of a seasonal program: its label, its days and how its people spread over its months. */
export interface Edition {
	/** Hijri year, or the Gregorian year of the school start. */
	readonly year: number;
	readonly startsOn: string;
	readonly endsOn: string;
	readonly months: ReadonlyMap<string, number>;
}

function editionOf(year: number, busiest: string, from: string, to: string, span: Span): Edition {
	const months = monthsBetween(from.slice(0, 7), to.slice(0, 7));
	const weights = months.map((month) => {
		const share = span.ramadanShare.get(month) ?? 0;
		return [month, (month === busiest.slice(0, 7) ? 1 : 0.18) + share] as const;
	});
	const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
	return {
		year,
		startsOn: from,
		endsOn: to,
		months: new Map(weights.map(([month, weight]) => [month, weight / total])),
	};
}

const PLANNED_AHEAD_DAYS = 75;

/** The runs of an occasion that start in the span or soon after it, oldest first. */
export function editionsOf(span: Span, occasion: Occasion): Edition[] {
	const all =
		occasion === 'school'
			? [...new Set(span.months.map((month) => Number(month.slice(0, 4))))].map((year) =>
					editionOf(year, `${year}-09`, `${year}-08-01`, `${year}-10-15`, span),
				)
			: span.hijriYears.map(({ year, ramadan, fitr, adha }) => {
					if (occasion === 'adha') return editionOf(year, adha, addDays(adha, -25), addDays(adha, 12), span);
					if (occasion === 'fitr') return editionOf(year, fitr, addDays(fitr, -25), addDays(fitr, 8), span);
					return editionOf(year, ramadan, addDays(ramadan, -10), addDays(fitr, 5), span);
				});
	const until = addDays(span.today, PLANNED_AHEAD_DAYS);
	return all.filter((e) => e.startsOn.slice(0, 7) >= span.first && e.startsOn <= until);
}
