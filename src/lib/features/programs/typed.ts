import { cleanText, westernDigits } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';
import { PROFILES } from '#lib/kpi/targets.ts';
import { addDays } from '#lib/platform/clock.ts';
import type { Problem } from '#lib/platform/errors.ts';
import {
	DIRECTIONS, FREQUENCIES, MOST, type IndicatorContent, type ProgramContent, type Step, type YearPeople,
} from './content.ts'; // prettier-ignore
import {
	indicatorField, peopleField, periodField, rowsOf, valueField, yearField, type Typed,
} from './fields.ts'; // prettier-ignore

const NEEDED: Text = { ar: 'املؤوا هذا الحقل.', en: 'Fill in this field.' };
const CHOOSE: Text = { ar: 'اختاروا من القائمة.', en: 'Choose from the list.' };
const TOO_LONG: Text = { ar: 'النص أطول من المسموح؛ اختصروه.', en: 'The text is too long; shorten it.' };
const NO_DATE: Text = {
	ar: 'اكتبوا التاريخ على صورة السنة-الشهر-اليوم.',
	en: 'Write the date as year-month-day.',
};
const NO_MONTH: Text = { ar: 'اكتبوا الشهر على صورة السنة-الشهر.', en: 'Write the month as year-month.' };
const NO_NUMBER: Text = { ar: 'اكتبوا رقمًا.', en: 'Write a number.' };
const OUTSIDE: Text = { ar: 'هذا خارج مدة البرنامج.', en: 'This is outside the program’s time.' };
const TWICE: Text = { ar: 'ذُكر هذا مرتين؛ اتركوا واحدًا.', en: 'This is there twice; leave one.' };

const LONGEST = { line: 200, text: 2000 } as const;

/** Reads typed fields and names every wrong one at its place. */
class Reader {
	readonly problems: Problem[] = [];
	readonly #typed: Typed;
	constructor(typed: Typed) {
		this.#typed = typed;
	}

	wrong(place: string, text: Text): void {
		if (!this.problems.some((problem) => problem.place === place)) this.problems.push({ place, text });
	}

	plain(place: string): string {
		return cleanText(this.#typed[place] ?? '');
	}

	text(place: string, most: number = LONGEST.text): string | null {
		const text = this.plain(place);
		if (text.length > most) this.wrong(place, TOO_LONG);
		return text || null;
	}

	name(place: string, most: number = LONGEST.line): string {
		const text = this.text(place, most);
		if (text === null) this.wrong(place, NEEDED);
		return text ?? '';
	}

	choice<const Value extends string>(place: string, values: readonly Value[]): Value {
		const found = values.find((value) => value === this.#typed[place]);
		if (found === undefined) this.wrong(place, CHOOSE);
		return found ?? values[0]!;
	}

	ids(place: string): number[] {
		const ids = (this.#typed[place] ?? '').split(',').filter((id) => /^[1-9]\d{0,14}$/.test(id));
		if (!ids.length) this.wrong(place, { ar: 'اختاروا واحدًا على الأقل.', en: 'Choose at least one.' });
		return [...new Set(ids.map(Number))].sort((a, b) => a - b);
	}

	id(place: string): number {
		const id = this.#typed[place] ?? '';
		if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
		this.wrong(place, CHOOSE);
		return 0;
	}

	day(place: string, isNeeded: boolean): string | null {
		const day = westernDigits(this.plain(place));
		if (!day) {
			if (isNeeded) this.wrong(place, NEEDED);
			return null;
		}
		const isDay =
			/^(199\d|20\d\d)-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && addDays(day, 0) === day;
		if (!isDay) this.wrong(place, NO_DATE);
		return isDay ? day : null;
	}

	/** A number in units of `10 ** -places`, so that it stays whole; null when nothing was typed. */
	scaled(place: string, places: number, most: number): number | null {
		const text = westernDigits(this.plain(place))
			.replace(/\u066b/g, '.')
			.replace(/[\s\u066c,]/g, '');
		if (!text) return null;
		const parts = /^(\d{1,12})(?:\.(\d*))?$/.exec(text);
		if (!parts) {
			this.wrong(place, NO_NUMBER);
			return null;
		}
		const [, whole, fraction = ''] = parts;
		if (fraction.length > places) {
			this.wrong(place, {
				ar: places ? `اكتبوا ما لا يزيد على ${places} منازل عشرية.` : 'اكتبوا رقمًا صحيحًا بلا كسور.',
				en: places ? `Write at most ${places} decimals.` : 'Write a whole number.',
			});
			return null;
		}
		const value = Number(whole) * 10 ** places + Number(fraction.padEnd(places, '0') || 0);
		if (value > most * 10 ** places)
			this.wrong(place, { ar: 'هذا الرقم أكبر مما يُقبل.', en: 'This number is too large.' });
		return value;
	}
}

/** Months and years of a program's time; an open end has none. */
interface Time {
	readonly startsOn: string;
	readonly endsOn: string | null;
}

function readYears(reader: Reader, typed: Typed, time: Time): YearPeople[] {
	const found: YearPeople[] = [];
	for (let n = 1; n <= rowsOf(typed, 'years', MOST.years); n += 1) {
		const [yearAt, peopleAt] = [yearField(n), peopleField(n)];
		if (!reader.plain(yearAt) && !reader.plain(peopleAt)) continue;
		const year = reader.scaled(yearAt, 0, 2200);
		const people = reader.scaled(peopleAt, 0, 1e9);
		if (year === null) reader.wrong(yearAt, NEEDED);
		if (people === null) reader.wrong(peopleAt, NEEDED);
		if (year === null || people === null) continue;
		const isOutside =
			year < Number(time.startsOn.slice(0, 4)) || (time.endsOn && year > Number(time.endsOn.slice(0, 4)));
		if (isOutside) reader.wrong(yearAt, OUTSIDE);
		if (found.some((one) => one.year === year)) reader.wrong(yearAt, TWICE);
		found.push({ year, people });
	}
	return found.sort((a, b) => a.year - b.year);
}

function readSteps(reader: Reader, typed: Typed, n: number, time: Time, isRatio: boolean): Step[] {
	const found: Step[] = [];
	for (let step = 1; step <= rowsOf(typed, indicatorField(n, 'Steps'), MOST.steps); step += 1) {
		const [periodAt, valueAt] = [periodField(n, step), valueField(n, step)];
		const period = westernDigits(reader.plain(periodAt));
		if (!period && !reader.plain(valueAt)) continue;
		const milli = reader.scaled(valueAt, 3, isRatio ? 100 : 1e9);
		if (!/^(199\d|20\d\d)-(0[1-9]|1[0-2])$/.test(period)) reader.wrong(periodAt, NO_MONTH);
		else if (period < time.startsOn.slice(0, 7) || (time.endsOn && period > time.endsOn.slice(0, 7))) {
			reader.wrong(periodAt, OUTSIDE);
		}
		if (milli === null) reader.wrong(valueAt, NEEDED);
		if (found.some((one) => one.period === period)) reader.wrong(periodAt, TWICE);
		found.push({ period, milli: milli ?? 0 });
	}
	return found.sort((a, b) => a.period.localeCompare(b.period));
}

function readIndicator(reader: Reader, typed: Typed, n: number, time: Time): IndicatorContent {
	const at = (part: Parameters<typeof indicatorField>[1]) => indicatorField(n, part);
	const isNew = !typed[at('Id')];
	const isRatio = reader.choice(at('Kind'), ['value', 'ratio']) === 'ratio';
	const steps = readSteps(reader, typed, n, time, isRatio);
	const indicator: IndicatorContent = {
		id: isNew ? null : reader.id(at('Id')),
		nameAr: reader.name(at('NameAr')),
		nameEn: reader.name(at('NameEn')),
		unitAr: reader.name(at('UnitAr'), 60),
		unitEn: reader.name(at('UnitEn'), 60),
		direction: reader.choice(at('Direction'), DIRECTIONS),
		isRatio,
		baselineMilli: reader.scaled(at('Baseline'), 3, isRatio ? 100 : 1e9),
		// The test of success is written before delivery: a new indicator has it in both languages.
		testAr: isNew ? reader.name(at('TestAr'), LONGEST.text) : reader.text(at('TestAr')),
		testEn: isNew ? reader.name(at('TestEn'), LONGEST.text) : reader.text(at('TestEn')),
		profile: reader.choice(at('Profile'), PROFILES),
		steps,
	};
	const last = steps.at(-1);
	if (indicator.direction === 'reduce' && indicator.baselineMilli === null) {
		reader.wrong(at('Baseline'), {
			ar: 'ما ينبغي أن ينخفض يحتاج إلى خط أساس.',
			en: 'What should fall needs a baseline.',
		});
	} else if (last && indicator.baselineMilli !== null && isAway(indicator, last.milli)) {
		reader.wrong(valueField(n, steps.length), {
			ar: 'المستهدف الأخير يخالف الاتجاه المختار عن خط الأساس.',
			en: 'The last target goes the other way from the baseline.',
		});
	}
	return indicator;
}

function isAway({ direction, baselineMilli }: IndicatorContent, milli: number): boolean {
	return direction === 'increase' ? milli < baselineMilli! : milli > baselineMilli!;
}

/** A program's form as typed, read into its content; `problems` name every wrong field and its fix. */
export function readProgram(
	typed: Typed,
	digits: number,
): { content: ProgramContent; problems: readonly Problem[] } {
	const reader = new Reader(typed);
	const startsOn = reader.day('startsOn', true) ?? '2000-01-01';
	const endsOn = reader.day('endsOn', false);
	if (endsOn && endsOn < startsOn) {
		reader.wrong('endsOn', { ar: 'ينتهي البرنامج بعد بدايته.', en: 'A program ends after it begins.' });
	}
	const time = { startsOn, endsOn };
	const indicators = Array.from({ length: rowsOf(typed, 'indicators', MOST.indicators) }, (_, i) =>
		readIndicator(reader, typed, i + 1, time),
	);
	indicators.forEach(({ nameEn }, i) => {
		const isTwice = indicators.slice(0, i).some((one) => one.nameEn === nameEn);
		if (nameEn && isTwice) reader.wrong(indicatorField(i + 1, 'NameEn'), TWICE);
	});
	const content: ProgramContent = {
		nameAr: reader.name('nameAr'),
		nameEn: reader.name('nameEn'),
		purposeAr: reader.text('purposeAr'),
		purposeEn: reader.text('purposeEn'),
		sector: reader.id('sector'),
		places: reader.ids('places'),
		isAbroad: typed['isAbroad'] === 'on',
		segments: reader.ids('segments'),
		startsOn,
		endsOn,
		frequency: reader.choice('frequency', FREQUENCIES),
		budgetMinor: reader.scaled('budget', digits, 1e9),
		targets: readYears(reader, typed, time),
		indicators,
	};
	return { content, problems: reader.problems };
}
