import type { Sex } from '../../reports/sheet.ts';

// What a file says of one report, brought together from its rows.

export interface ReachTold {
	readonly governorateId: number;
	readonly segmentId: number;
	readonly ageBandId: number;
	readonly sex: Sex;
	people: number;
	/** Null where unknown. */
	peopleNew: number | null;
}

export interface DeliveryTold {
	readonly governorateId: number;
	readonly aidTypeId: number;
	readonly unitId: number;
	quantityMilli: number;
	valueMinor: number | null;
}

export interface OutcomeTold {
	readonly indicatorId: number;
	readonly valueMilli: number | null;
	readonly numeratorMilli: number | null;
	readonly denominatorMilli: number | null;
}

/** What stands once in a report. */
export interface OnceTold {
	peopleNew: number | null;
	spendMinor: number | null;
	volunteers: number | null;
	volunteerHours: number | null;
	achievements: string | null;
	challenges: string | null;
	nextSteps: string | null;
	noEvidenceReason: string | null;
}

/** One report as the file has it. */
export interface ReportTold {
	readonly programId: number;
	readonly societyId: number;
	readonly period: string;
	readonly reach: Map<string, ReachTold>;
	readonly deliveries: Map<string, DeliveryTold>;
	readonly outcomes: Map<number, OutcomeTold>;
	readonly once: OnceTold;
}

/** Nothing told yet. */
export const nothingTold = (): OnceTold => ({
	peopleNew: null,
	spendMinor: null,
	volunteers: null,
	volunteerHours: null,
	achievements: null,
	challenges: null,
	nextSteps: null,
	noEvidenceReason: null,
});

/** New people of the whole report: as told, else the sum of its lines where all of them know. */
export function newPeople({ once, reach }: Pick<ReportTold, 'once' | 'reach'>): number | null {
	if (once.peopleNew !== null) return once.peopleNew;
	const lines = [...reach.values()].map((line) => line.peopleNew);
	if (!lines.length || lines.includes(null)) return null;
	return lines.reduce<number>((sum, n) => sum + n!, 0);
}

/** A text that is the same for two reports that say the same. */
export function contentOf(told: Pick<ReportTold, 'reach' | 'deliveries' | 'outcomes' | 'once'>): string {
	const sorted = (lines: Iterable<object>) =>
		[...lines].map((line) => JSON.stringify(Object.values(line))).sort();
	return JSON.stringify([
		sorted(told.reach.values()),
		sorted(told.deliveries.values()),
		sorted(told.outcomes.values()),
		Object.values({ ...told.once, peopleNew: newPeople(told) }),
	]);
}
