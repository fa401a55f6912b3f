import { MOST, type ProgramContent } from './content.ts';

// The fields of a program's form by name. Rows are numbered from 1 and stand in fixed places, so that the form works
// without scripts; the counters say how many rows are shown.

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** Parts of an indicator's row. */
const INDICATOR_PARTS = [
	'Id', 'NameAr', 'NameEn', 'UnitAr', 'UnitEn', 'Direction', 'Kind', 'Baseline', 'TestAr', 'TestEn', 'Profile',
	'Steps',
] as const; // prettier-ignore

export const yearField = (n: number) => `year${n}`;
export const peopleField = (n: number) => `people${n}`;
export const indicatorField = (n: number, part: (typeof INDICATOR_PARTS)[number]) => `i${n}${part}`;
export const periodField = (n: number, step: number) => `i${n}p${step}`;
export const valueField = (n: number, step: number) => `i${n}v${step}`;

const indicatorFields = (n: number) => [
	...INDICATOR_PARTS.map((part) => indicatorField(n, part)),
	...upTo(MOST.steps).flatMap((step) => [periodField(n, step), valueField(n, step)]),
];

/** Single fields, counters and every row there is room for. */
export const PROGRAM_FIELDS: readonly string[] = [
	'nameAr', 'nameEn', 'purposeAr', 'purposeEn', 'sector', 'isAbroad', 'startsOn', 'endsOn', 'frequency', 'budget',
	'years', 'indicators',
	...upTo(MOST.years).flatMap((n) => [yearField(n), peopleField(n)]),
	...upTo(MOST.indicators).flatMap(indicatorFields),
]; // prettier-ignore

/** Fields that come once for each box ticked. */
export const PROGRAM_LISTS = ['places', 'segments'] as const;

/** A form as it was typed; lists are joined by commas. */
export type Typed = Readonly<Record<string, string>>;

/** How many rows a counter says, within what there is room for. */
export function rowsOf(typed: Typed, counter: string, most: number): number {
	const count = /^\d{1,2}$/.test(typed[counter] ?? '') ? Number(typed[counter]) : 0;
	return Math.min(count, most);
}

const decimal = (milli: number) => String(milli / 1000);

/** A program as its form shows it before anybody types. */
export function typedOf(content: ProgramContent, digits: number): Record<string, string> {
	const typed: Record<string, string> = {
		nameAr: content.nameAr,
		nameEn: content.nameEn,
		purposeAr: content.purposeAr ?? '',
		purposeEn: content.purposeEn ?? '',
		sector: String(content.sector),
		places: content.places.join(),
		segments: content.segments.join(),
		isAbroad: content.isAbroad ? 'on' : '',
		startsOn: content.startsOn,
		endsOn: content.endsOn ?? '',
		frequency: content.frequency,
		budget: content.budgetMinor === null ? '' : (content.budgetMinor / 10 ** digits).toFixed(digits),
		years: String(content.targets.length),
		indicators: String(content.indicators.length),
	};
	content.targets.forEach(({ year, people }, i) => {
		typed[yearField(i + 1)] = String(year);
		typed[peopleField(i + 1)] = String(people);
	});
	content.indicators.forEach((one, i) => {
		const parts = {
			Id: one.id === null ? '' : String(one.id),
			NameAr: one.nameAr,
			NameEn: one.nameEn,
			UnitAr: one.unitAr,
			UnitEn: one.unitEn,
			Direction: one.direction,
			Kind: one.isRatio ? 'ratio' : 'value',
			Baseline: one.baselineMilli === null ? '' : decimal(one.baselineMilli),
			TestAr: one.testAr ?? '',
			TestEn: one.testEn ?? '',
			Profile: one.profile,
			Steps: String(one.steps.length),
		};
		for (const part of INDICATOR_PARTS) typed[indicatorField(i + 1, part)] = parts[part];
		one.steps.forEach(({ period, milli }, j) => {
			typed[periodField(i + 1, j + 1)] = period;
			typed[valueField(i + 1, j + 1)] = decimal(milli);
		});
	});
	return typed;
}

/**
 * The form with a row more or less, by the value of the button pressed (`add-year`, `add-indicator`, `add-step-2`,
 * `drop-indicator-2`); everything typed stays, rows after a dropped one move up.
 */
export function withRow(typed: Typed, act: string): Record<string, string> {
	const [verb, what, at = ''] = act.split('-');
	const n = Number(at);
	const after: Record<string, string> = { ...typed };
	const more = (counter: string, most: number) => {
		after[counter] = String(Math.min(most, rowsOf(typed, counter, most) + 1));
	};
	if (verb === 'add' && what === 'year') more('years', MOST.years);
	if (verb === 'add' && what === 'indicator') more('indicators', MOST.indicators);
	if (verb === 'add' && what === 'step' && n >= 1 && n <= MOST.indicators)
		more(indicatorField(n, 'Steps'), MOST.steps);
	const count = rowsOf(typed, 'indicators', MOST.indicators);
	if (verb === 'drop' && what === 'indicator' && n >= 1 && n <= count) {
		for (let row = n; row <= count; row += 1) {
			const [to, from] = [indicatorFields(row), row < count ? indicatorFields(row + 1) : []];
			to.forEach((name, i) => (after[name] = typed[from[i] ?? ''] ?? ''));
		}
		after['indicators'] = String(count - 1);
	}
	return after;
}
