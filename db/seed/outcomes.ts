import type { Insertable } from 'kysely';
import { addMonths, monthCount } from '#lib/platform/clock.ts';
import type { Schema } from '../schema.ts';
import type { Span } from './calendar.ts';
import type { Measure } from './kinds/measures.ts';
import { isPeriod, type Program } from './program.ts';
import { randomFor, type Random } from './random.ts';

/** An indicator of one program, with the way it goes over the years. */
export interface Indicator {
	readonly id: number;
	readonly program: Program;
	readonly measure: Measure;
	readonly baseline: number;
	readonly target: number;
	/** Share of the way to the target that the program manages in its time. */
	readonly reach: number;
	/** Months from its start to the month by which the target is meant. */
	readonly months: number;
}

const MEASURED = 0.86;
const SECOND = 0.45;

function indicatorOf(id: number, program: Program, measure: Measure, random: Random): Indicator {
	const whole = (value: number) => Math.round(value);
	return {
		id,
		program,
		measure,
		baseline: whole(random.between(...measure.baseline)),
		target: whole(random.between(...measure.target)),
		reach: Math.max(0.2, 1.64 - 0.55 * program.ambition + 0.14 * random.normal()),
		months: program.edition ? 1 : 36,
	};
}

/** The indicators of all programs, numbered. */
export function inventIndicators(programs: readonly Program[]): Indicator[] {
	const indicators: Indicator[] = [];
	for (const program of programs) {
		const random = randomFor(`indicators:${program.id}`);
		if (!random.chance(program.edition ? 0.5 : MEASURED)) continue;
		const measures = program.kind.measures.slice(0, random.chance(SECOND) ? 2 : 1);
		for (const measure of measures) {
			indicators.push(indicatorOf(indicators.length + 1, program, measure, random));
		}
	}
	return indicators;
}

/** Whether a result is measured in a period: at quarter ends, or at the end of a yearly run. */
export function isMeasured(program: Program, period: string): boolean {
	if (program.edition) return period === [...program.edition.months.keys()].at(-1);
	return Number(period.slice(5)) % 3 === 0;
}

const milli = (value: number) => Math.round(value * 1000);

/** A measured result; ratios keep their parts (people met and people asked). */
export function resultOf(
	indicator: Indicator,
	period: string,
	people: number,
	random: Random,
): Omit<Insertable<Schema['outcome_result']>, 'version_id'> {
	const { baseline, target, program, measure } = indicator;
	const gone = program.edition
		? 1
		: Math.min(1, monthCount(program.startsOn.slice(0, 7), period) / indicator.months);
	const value =
		baseline + (target - baseline) * indicator.reach * gone + 0.06 * (target - baseline) * random.normal();
	const empty = { value_milli: null, numerator_milli: null, denominator_milli: null };
	if (!measure.ratio) {
		const shown = Math.max(1, Math.round(value * 10) / 10);
		return { indicator_id: indicator.id, ...empty, value_milli: milli(shown) };
	}
	const asked = Math.max(4, Math.min(people, random.int(18, 70)));
	const met = Math.round((asked * Math.min(98, Math.max(5, value))) / 100);
	return {
		indicator_id: indicator.id,
		...empty,
		numerator_milli: milli(met),
		denominator_milli: milli(asked),
	};
}

/** The indicators as rows. */
export function indicatorRows(indicators: readonly Indicator[]): Insertable<Schema['indicator']>[] {
	return indicators.map(({ id, program, measure, baseline }) => ({
		id,
		program_id: program.id,
		name_ar: measure.name.ar,
		name_en: measure.name.en,
		unit_ar: measure.unit.ar,
		unit_en: measure.unit.en,
		direction: measure.direction,
		is_ratio: measure.ratio ? 1 : 0,
		baseline_milli: milli(baseline),
		success_test_ar: measure.test.ar,
		success_test_en: measure.test.en,
	}));
}

/** Where each indicator should stand at the end of every year it runs (of a yearly program: at its end). */
export function indicatorTargetRows(
	indicators: readonly Indicator[],
	span: Span,
): Insertable<Schema['indicator_target']>[] {
	return indicators.flatMap((indicator): Insertable<Schema['indicator_target']>[] => {
		const { program, baseline, target } = indicator;
		const end = [...(program.edition?.months.keys() ?? [])].at(-1);
		if (end)
			return [{ indicator_id: indicator.id, period: end, profile: 'stepped', target_milli: milli(target) }];
		const from = program.startsOn.slice(0, 7);
		const years = [0, 1, 2, 3]
			.map((i) => `${Number(span.first.slice(0, 4)) + i}-12`)
			.filter((period) => period > from && (isPeriod(program, period) || period > addMonths(span.last, -12)));
		return years.map((period) => {
			const gone = Math.min(1, monthCount(from, period) / indicator.months);
			return {
				indicator_id: indicator.id,
				period,
				profile: program.kind.season === 'care' ? 'linear' : 'seasonal',
				target_milli: milli(Math.round(baseline + (target - baseline) * gone)),
			};
		});
	});
}
