import type { Insertable } from 'kysely';
import { searchKey } from '#lib/i18n/fold.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import { randomFor, type Random } from './random.ts';
import type { Society } from './society.ts';
import type { Pair } from './words.ts';

type Row<T extends keyof Schema> = Insertable<Schema[T]>;

const GIVEN: readonly Pair[] = [
	['أمل', 'Amal'], ['بدر', 'Bader'], ['دانة', 'Dana'], ['راشد', 'Rashid'], ['زينب', 'Zainab'],
	['سلمان', 'Salman'], ['شيخة', 'Shaikha'], ['طارق', 'Tariq'], ['عائشة', 'Aisha'], ['غازي', 'Ghazi'],
	['لطيفة', 'Latifa'], ['محسن', 'Mohsin'], ['منيرة', 'Muneera'], ['نادر', 'Nader'], ['هيا', 'Haya'], ['وليد', 'Waleed'],
]; // prettier-ignore

const FAMILY: readonly Pair[] = [
	['البحّار', 'Al-Bahhar'], ['الغواص', 'Al-Ghawas'], ['النجار', 'Al-Najjar'], ['الصائغ', 'Al-Sayegh'],
	['العطار', 'Al-Attar'], ['الخياط', 'Al-Khayyat'], ['الفلاح', 'Al-Fallah'], ['الوراق', 'Al-Warraq'],
	['السقّاء', 'Al-Saqqa'], ['النساج', 'Al-Nassaj'], ['البنّاء', 'Al-Banna'], ['الرسام', 'Al-Rassam'],
]; // prettier-ignore

const SEATS = ['chair', 'deputy', 'secretary', 'treasurer', 'member', 'member', 'member'] as const;

/** Invented people, each once in a society: a given name with a trade for a family name. */
function peopleOf(random: Random, howMany: number): Pair[] {
	const [given, family] = [random.shuffle([...GIVEN]), random.shuffle([...FAMILY])];
	return Array.from({ length: howMany }, (_, i) => {
		const [first, last] = [given[i % given.length]!, family[i % family.length]!];
		return [`${first[0]} ${last[0]}`, `${first[1]} ${last[1]}`];
	});
}

/** The members of each board's newest term; on some the treasurer changed half-way. */
function memberRows(
	society: Society,
	term: Row<'board_term'>,
	today: string,
): Omit<Row<'board_member'>, 'id'>[] {
	const random = randomFor(`members:${society.id}`);
	const people = peopleOf(random, 8);
	const row = ([name_ar, name_en]: Pair, position: (typeof SEATS)[number], starts_on: string) => ({
		term_id: term.id!,
		name_ar,
		name_en,
		position,
		starts_on,
		ends_on: null as string | null,
	});
	const seats = SEATS.slice(0, random.chance(0.5) ? 7 : 5);
	const rows = seats.map((position, i) => row(people[i]!, position, term.starts_on));
	const change = addDays(term.starts_on, random.int(120, 300));
	if (random.chance(0.25) && change < today && change < term.ends_on) {
		rows.find(({ position }) => position === 'treasurer')!.ends_on = addDays(change, -1);
		rows.push(row(people[7]!, 'treasurer', change));
	}
	return rows;
}

const DUTIES: readonly Pair[] = [
	['المدير التنفيذي', 'Executive director'],
	['مسؤول التقارير', 'Reports officer'],
];

function contactRows(society: Society, since: string): Omit<Row<'contact'>, 'id'>[] {
	const random = randomFor(`contacts:${society.id}`);
	return peopleOf(random, random.chance(0.5) ? 2 : 1).map(([name_ar, name_en], i) => ({
		society_id: society.id,
		name_ar,
		name_en,
		duty_ar: DUTIES[i]![0],
		duty_en: DUTIES[i]![1],
		email: `${i ? 'reports' : 'office'}@${society.slug}.example`,
		phone: null,
		starts_on: since,
		ends_on: null,
	}));
}

/** Charity funds had another name until they became societies; the newer number tells when. */
function formerNameRows(
	society: Society,
	numbers: readonly Row<'society_registration'>[],
): Omit<Row<'society_name'>, 'id'>[] {
	const own = numbers.filter((row) => row.society_id === society.id);
	const name = /^جمعية (.+) الخيرية$/.exec(society.name[0])?.[1];
	const [first, second] = own;
	if (!name || !first?.ends_on || !second) return [];
	const former: Pair = [`صندوق ${name} الخيري`, society.name[1].replace(/Charity Society$/, 'Charity Fund')];
	return [
		{
			society_id: society.id,
			name_ar: former[0],
			name_en: former[1],
			search_key: searchKey(...former),
			ended_on: first.ends_on,
		},
	];
}

const numbered = <T>(rows: T[]) => rows.map((row, i) => ({ id: i + 1, ...row }));

/** Board members, contacts and former names of the invented societies. */
export function peopleRows(
	societies: readonly Society[],
	{
		board_term,
		society_registration,
	}: {
		readonly board_term: readonly Row<'board_term'>[];
		readonly society_registration: readonly Row<'society_registration'>[];
	},
	{ today, since }: { readonly today: string; readonly since: string },
) {
	const newest = new Map<number, Row<'board_term'>>();
	for (const term of board_term) newest.set(term.society_id, term);
	return {
		society_name: numbered(societies.flatMap((society) => formerNameRows(society, society_registration))),
		board_member: numbered(
			societies.flatMap((society) => {
				const term = newest.get(society.id);
				return term ? memberRows(society, term, today) : [];
			}),
		),
		contact: numbered(societies.flatMap((society) => contactRows(society, since))),
	};
}
