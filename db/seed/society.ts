import { addDays } from '#lib/platform/clock.ts';
import { randomFor, type Random } from './random.ts';
import type { References, Town } from './references.ts';
import { societyNames, stems, type Pair } from './words.ts';

export type SocietyStatus = 'active' | 'suspended' | 'temporary_board' | 'merged' | 'dissolved';

/** How a society keeps its reporting duty; decides how often it is late, silent or sent back. */
export type Manner = 'diligent' | 'late' | 'sloppy';

/** What the demo knows of a society before it becomes rows. */
export interface Society {
	readonly id: number;
	readonly name: Pair;
	readonly slug: string;
	readonly category: string;
	readonly town: Town;
	readonly size: 'small' | 'medium' | 'large';
	readonly manner: Manner;
	readonly foundedOn: string;
	readonly status: SocietyStatus;
	/** Day of the status it has now, when that is not `active`. */
	readonly changedOn: string | undefined;
	/** No program in the last twelve months. */
	readonly dormant: boolean;
	/** How much it reaches against its peers. */
	readonly strength: number;
}

const SEATS = [
	['capital', 0.33],
	['northern', 0.31],
	['muharraq', 0.24],
	['southern', 0.12],
] as const;

/** Kinds of society whose members live all over the country sit mostly in the capital. */
const CAPITAL_FIRST = new Set([
	'professional',
	'human_rights',
	'foundation',
	'relief',
	'gulf',
	'friendship',
	'foreign_society',
	'foreign_club',
	'church',
]);

const FOUNDED: Readonly<Record<string, readonly [number, number]>> = {
	charitable: [1991, 2014],
	islamic: [1979, 2008],
	youth: [2003, 2021],
	human_rights: [2001, 2016],
	professional: [1983, 2018],
};

const MANNERS: readonly (readonly [Manner, number])[] = [
	['diligent', 0.55],
	['late', 0.31],
	['sloppy', 0.14],
];

/** The south reaches less and reports worse: the demo's visible weak spot. */
const WEAK = {
	governorate: 'southern',
	strength: 0.72,
	manners: [
		['diligent', 0.34],
		['late', 0.36],
		['sloppy', 0.3],
	] as readonly (readonly [Manner, number])[],
};

const isLarge = (random: Random, category: string) =>
	random.chance(category === 'charitable' || category === 'foundation' ? 0.22 : 0.1);

function sizeOf(random: Random, category: string): Society['size'] {
	if (isLarge(random, category)) return 'large';
	return random.chance(0.45) ? 'medium' : 'small';
}

function foundedOn(random: Random, category: string): string {
	const [from, to] = FOUNDED[category] ?? [1988, 2019];
	const day = addDays(`${random.int(from, to)}-01-05`, random.int(0, 350));
	return day;
}

type Draft = Omit<Society, 'status' | 'changedOn' | 'dormant'>;

function draftOf(id: number, category: string, stem: Pair, index: number, references: References): Draft {
	const random = randomFor(`society:${id}`);
	const patterns = societyNames[category]!;
	const seat = CAPITAL_FIRST.has(category) && random.chance(0.65) ? 'capital' : random.weighted(SEATS);
	const weak = seat === WEAK.governorate;
	return {
		id,
		name: patterns[index % patterns.length]!(stem),
		slug: stem[1].toLowerCase().replace(/[^a-z]+/g, '-'),
		category,
		town: random.pick(references.towns.filter((town) => town.governorate === seat)),
		size: sizeOf(random, category),
		manner: random.weighted(weak ? WEAK.manners : MANNERS),
		foundedOn: foundedOn(random, category),
		strength: (weak ? WEAK.strength : 1) * Math.exp(0.22 * random.normal()),
	};
}

/** What has happened to a few of them: how many, and how many days before today it did. */
const FATES: readonly (readonly [status: SocietyStatus, howMany: number, from: number, to: number])[] = [
	['dissolved', 2, 200, 700],
	['merged', 1, 250, 500],
	['suspended', 4, 40, 330],
	['temporary_board', 3, 40, 150],
];
const DORMANT = 7;

/** The societies of the demo in id order, the same for the same day. */
export function inventSocieties(today: string, references: References): Society[] {
	const drafts: Draft[] = [];
	for (const [category, list] of stems) {
		list.forEach((stem, i) => drafts.push(draftOf(drafts.length + 1, category, stem, i, references)));
	}
	const random = randomFor('fates');
	const queue = random.shuffle(drafts.filter((draft) => draft.size !== 'large').map((draft) => draft.id));
	const fates = new Map<number, { status: SocietyStatus; changedOn: string }>();
	for (const [status, howMany, from, to] of FATES) {
		for (const id of queue.splice(0, howMany)) {
			fates.set(id, { status, changedOn: addDays(today, -random.int(from, to)) });
		}
	}
	const small = new Set(drafts.filter((draft) => draft.size === 'small').map((draft) => draft.id));
	const dormant = new Set(queue.filter((id) => small.has(id)).slice(0, DORMANT));
	return drafts.map((draft) => ({
		...draft,
		status: fates.get(draft.id)?.status ?? 'active',
		changedOn: fates.get(draft.id)?.changedOn,
		dormant: dormant.has(draft.id),
	}));
}
