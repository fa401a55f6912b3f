import type { Text } from '#lib/i18n/text.ts';
import type { Occasion, Season } from '../calendar.ts';
import type { Measure } from './measures.ts';

/** A kind of program as societies run it; figures are those of one usual month of a middling program. */
export interface Kind {
	readonly code: string;
	readonly sector: string;
	/** Categories of society that run it. */
	readonly by: readonly string[];
	/** Names in use; towns and working titles make more of them. */
	readonly names: readonly (readonly [ar: string, en: string])[];
	readonly purpose: Text;
	readonly segments: readonly string[];
	/** Age bands with their weights. */
	readonly ages: readonly (readonly [band: string, weight: number])[];
	/** Share of women and girls. */
	readonly female: number;
	readonly people: number;
	/** Dinars spent per person. */
	readonly cost: number;
	readonly aid: string;
	readonly unit: string;
	/** Units delivered per person. */
	readonly perPerson: number;
	readonly season: Season;
	/** Set when it runs once a year only; `people` is then the whole run's. */
	readonly occasion?: Occasion;
	/** Share of people who are new in a usual month. */
	readonly fresh: number;
	/** Volunteers per hundred people. */
	readonly volunteers: number;
	readonly measures: readonly Measure[];
	readonly abroad?: boolean;
}

/** Aid with a price that is handed over; the rest is work with people, whose worth nobody states. */
const IN_KIND = new Set([
	'food_basket',
	'iftar',
	'meals',
	'eid_clothing',
	'sacrifice',
	'school_bag',
	'aids',
	'appliances',
	'cash',
	'rent',
	'sponsorship',
	'hardship',
	'home_repair',
]);

/** Whether a kind hands something over (and is not sessions, courses or events). */
export const handsOver = (kind: Kind) => IN_KIND.has(kind.aid);
