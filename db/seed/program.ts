import { addDays, addMonths, lastDayOf } from '#lib/platform/clock.ts';
import { editionsOf, swing, type Edition, type Span } from './calendar.ts';
import type { Kind } from './kinds/kind.ts';
import type { Random } from './random.ts';
import type { Society } from './society.ts';
import type { Pair } from './words.ts';

/** What the demo knows of a program before it becomes rows. */
export interface Program {
	readonly id: number;
	readonly society: Society;
	readonly kind: Kind;
	readonly name: Pair;
	readonly frequency: 'monthly' | 'quarterly';
	readonly startsOn: string;
	readonly endsOn: string | undefined;
	readonly edition: Edition | undefined;
	/** Governorate codes it works in, the main one first. */
	readonly places: readonly string[];
	/** People in a usual month (of a yearly program: in its whole run), in the middle of the span. */
	readonly people: number;
	/** Dinars per person. */
	readonly cost: number;
	/** Factor from year to year. */
	readonly growth: number;
	/** Target against what the program can do: above one is hard to reach. */
	readonly ambition: number;
}

/** Raises or lowers every figure of people in the demo. */
const SCALE = 0.78;

const SIZE: Readonly<Record<Society['size'], number>> = { small: 0.7, medium: 1, large: 1.75 };

const OTHER_PLACES = ['capital', 'muharraq', 'northern', 'southern'] as const;

function placesOf(society: Society, kind: Kind, random: Random): string[] {
	if (kind.abroad) return ['unspecified'];
	const seat = society.town.governorate;
	const many = random.chance(society.category === 'charitable' ? 0.1 : 0.3);
	if (!many) return [seat];
	const others = random.shuffle(OTHER_PLACES.filter((place) => place !== seat));
	return [seat, ...others.slice(0, random.chance(0.3) ? 2 : 1)];
}

function ambitionOf(random: Random): number {
	return random.weighted([
		[random.between(0.82, 0.96), 0.58],
		[random.between(0.96, 1.12), 0.3],
		[random.between(1.2, 1.6), 0.12],
	]);
}

/** What every program draws, whatever its kind. */
export function traitsOf(society: Society, kind: Kind, random: Random) {
	return {
		society,
		kind,
		places: placesOf(society, kind, random),
		people: SCALE * kind.people * SIZE[society.size] * society.strength * Math.exp(0.42 * random.normal()),
		cost: Math.min(60, Math.max(7.5, kind.cost * Math.exp(0.12 * random.normal()))),
		growth: 1.07 * Math.exp(0.08 * random.normal()),
		ambition: ambitionOf(random),
	};
}

/** When a year-round program runs; a society's own end or dormancy cuts it short. */
export function daysOf(society: Society, span: Span, random: Random): Pick<Program, 'startsOn' | 'endsOn'> {
	const oldest = addMonths(society.foundedOn.slice(0, 7), 12);
	if (society.dormant) {
		const start = addMonths(span.first, -random.int(1, 24));
		const startsOn = `${start > oldest ? start : oldest}-01`;
		return { startsOn, endsOn: lastDayOf(addMonths(span.last, -random.int(13, 20))) };
	}
	const early = random.chance(0.6);
	const planned = !society.changedOn && random.chance(0.02);
	const month = planned
		? addMonths(span.last, random.int(2, 4))
		: early
			? addMonths(span.first, -random.int(0, 48))
			: addMonths(span.first, random.int(1, 32));
	const startsOn = `${month > oldest ? month : oldest}-01`;
	const end = endOf(startsOn, span, random);
	const { changedOn } = society;
	if (!changedOn || society.status === 'temporary_board') return { startsOn, endsOn: end };
	if (startsOn >= changedOn)
		return { startsOn: `${addMonths(changedOn.slice(0, 7), -10)}-01`, endsOn: changedOn };
	return { startsOn, endsOn: end && end < changedOn ? end : changedOn };
}

function endOf(startsOn: string, span: Span, random: Random): string | undefined {
	if (random.chance(0.5)) return undefined;
	const end = lastDayOf(addMonths(startsOn.slice(0, 7), random.int(24, 96) - 1));
	// Nothing ended before the demo's time begins: it would only be a name.
	return end > lastDayOf(addMonths(span.first, 9)) ? end : undefined;
}

/** The newest runs of a yearly program that a society had time for, oldest first. */
export function runsOf(society: Society, kind: Kind, span: Span, most: number): Edition[] {
	const closed = society.status === 'temporary_board' ? undefined : society.changedOn;
	const until = society.dormant ? addDays(span.today, -420) : (closed ?? '9999-12-31');
	return editionsOf(span, kind.occasion!)
		.filter((edition) => edition.startsOn > society.foundedOn && edition.endsOn < until)
		.slice(-most);
}

/** Months of the year on which a program would report, in its dates. */
export function isPeriod(program: Program, month: string): boolean {
	if (program.frequency === 'quarterly' && Number(month.slice(5)) % 3 !== 0) return false;
	if (program.edition) return program.edition.months.has(month);
	const from = program.startsOn.slice(0, 7);
	return month >= from && (!program.endsOn || month <= program.endsOn.slice(0, 7));
}

const yearsBetween = (from: string, to: string) =>
	Number(to.slice(0, 4)) -
	Number(from.slice(0, 4)) +
	(Number(to.slice(5, 7)) - Number(from.slice(5, 7))) / 12;

/** People a program is expected to reach in a period; a quarter counts people of three months once. */
export function expectedPeople(program: Program, span: Span, period: string): number {
	const growth = program.growth ** yearsBetween(span.months[18]!, period);
	if (program.edition) return program.people * growth * (program.edition.months.get(period) ?? 0);
	if (program.frequency === 'monthly')
		return program.people * growth * swing(span, program.kind.season, period);
	const months = [addMonths(period, -2), addMonths(period, -1), period];
	const sum = months.reduce((total, month) => total + swing(span, program.kind.season, month), 0);
	return 0.5 * program.people * growth * sum;
}
