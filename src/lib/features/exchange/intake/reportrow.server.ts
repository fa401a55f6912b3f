import { matchKey, westernDigits } from '#lib/i18n/fold.ts';
import { SEX_LABEL } from '../../beneficiaries/columns.ts';
import type { Sex } from '../../reports/sheet.ts';
import type { DeliveryTold, OnceTold, OutcomeTold, ReachTold } from './reportgroup.ts';
import type { ReportWorld, WorldProgram } from './reportworld.server.ts';
import { lineIn, listed, numberIn, type RowText } from './texts.ts';

/** What one row says of its report. */
export interface RowTold {
	readonly program: WorldProgram;
	readonly period: string;
	readonly reach: readonly ReachTold[];
	readonly delivery: DeliveryTold | undefined;
	readonly outcome: OutcomeTold | undefined;
	/** Only what the row fills. */
	readonly once: Partial<OnceTold>;
}

const SEXES = new Map<string, Sex>(
	(['female', 'male', 'unknown'] as const).flatMap((sex) =>
		[sex, SEX_LABEL[sex]!.ar, SEX_LABEL[sex]!.en].map((name) => [matchKey(name), sex] as const),
	),
);

/** The report a row belongs to; undefined where it names none that this person may send. */
function reportOf(row: RowText, world: ReportWorld): Pick<RowTold, 'program' | 'period'> | undefined {
	const period = westernDigits(row.text('period'));
	if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) row.wrong('period', 'period_unreadable');
	const societyId = societyOf(row, world);
	const program = societyId === undefined ? undefined : programOf(row, world, societyId);
	if (!program || row.problems.length) return undefined;
	if (!world.isOpen(program.id, period)) {
		row.wrong('period', 'period_not_open');
		return undefined;
	}
	return { program, period };
}

/** Null: the row does not name one, and its program's number has to say it. */
function societyOf(row: RowText, world: ReportWorld): number | null | undefined {
	const name = row.text('society');
	if (!name) return world.ownSociety;
	const found = world.society(name);
	if (found && found !== 'ambiguous') return found.id;
	row.wrong('society', found ? 'name_ambiguous' : 'society_unknown');
	return undefined;
}

function programOf(row: RowText, world: ReportWorld, societyId: number | null): WorldProgram | undefined {
	const number = westernDigits(row.text('program_id'));
	const name = row.text('program');
	if (number) {
		const found = /^[1-9]\d{0,14}$/.test(number) ? world.byId.get(Number(number)) : undefined;
		if (found && (societyId === null || found.society_id === societyId)) return found;
		row.wrong('program_id', 'program_unknown');
		return undefined;
	}
	if (!name) {
		row.wrong('program', 'name_missing');
		return undefined;
	}
	if (societyId === null) {
		row.wrong('society', 'name_missing');
		return undefined;
	}
	const found = world.programOf(societyId)(name);
	if (found && found !== 'ambiguous') return found;
	row.wrong('program', found ? 'name_ambiguous' : 'program_unknown');
	return undefined;
}

/** The place of a row's line: as told, else the program's one place, as on the form. */
function placeOf(row: RowText, world: ReportWorld, program: WorldProgram | undefined): number | undefined {
	const told = listed(row, 'governorate', world.governorate, 'governorate_unknown');
	if (told !== null) return told?.id;
	if (program && program.governorate_id !== world.several) return program.governorate_id;
	if (program) row.wrong('governorate', 'value_missing');
	return undefined;
}

/** Counts of people in a row, by sex: one column with the sex beside it, or a column for each. */
function counts(row: RowText): { sex: Sex; people: number }[] {
	const found: { sex: Sex; people: number }[] = [];
	for (const sex of ['female', 'male'] as const) {
		const people = numberIn(row, sex);
		if (typeof people === 'number') found.push({ sex, people });
	}
	const people = numberIn(row, 'people');
	if (typeof people !== 'number' || found.length) return found;
	const sex = SEXES.get(matchKey(row.text('sex')));
	if (sex) return [{ sex, people }];
	row.wrong('sex', row.text('sex') ? 'sex_unknown' : 'value_missing');
	return found;
}

function reachOf(row: RowText, world: ReportWorld, place: () => number | undefined): ReachTold[] {
	const told = counts(row);
	if (!told.length) return [];
	const governorateId = place();
	const segment = listed(row, 'segment', world.segment, 'segment_unknown');
	if (segment === null) row.wrong('segment', 'value_missing');
	const age = listed(row, 'age_band', world.ageBand, 'age_band_unknown');
	const ageBandId = age?.id ?? (age === null ? world.anyAge : undefined);
	if (age === null && ageBandId === undefined) row.wrong('age_band', 'value_missing');
	const all = told.reduce((sum, { people }) => sum + people, 0);
	const fresh = numberIn(row, 'people_new');
	if (typeof fresh === 'number' && fresh > all) row.wrong('people_new', 'new_above_people');
	if (governorateId === undefined || !segment || ageBandId === undefined) return [];
	// Two columns of counts share no number of new people; it belongs to the report then.
	const peopleNew = told.length === 1 ? (fresh ?? null) : null;
	return told.map(({ sex, people }) => ({
		governorateId,
		segmentId: segment.id,
		ageBandId,
		sex,
		people,
		peopleNew,
	}));
}

function deliveryOf(
	row: RowText,
	world: ReportWorld,
	digits: number,
	place: () => number | undefined,
): DeliveryTold | undefined {
	const quantityMilli = numberIn(row, 'quantity', 3);
	if (typeof quantityMilli !== 'number') return undefined;
	const governorateId = place();
	const aid = listed(row, 'aid_type', world.aidType, 'aid_type_unknown');
	if (aid === null) row.wrong('aid_type', 'value_missing');
	const unit = listed(row, 'unit', world.unit, 'unit_unknown');
	if (unit === null) row.wrong('unit', 'value_missing');
	const valueMinor = numberIn(row, 'value', digits);
	if (governorateId === undefined || !aid || !unit || valueMinor === undefined) return undefined;
	return { governorateId, aidTypeId: aid.id, unitId: unit.id, quantityMilli, valueMinor };
}

function outcomeOf(
	row: RowText,
	world: ReportWorld,
	program: WorldProgram | undefined,
): OutcomeTold | undefined {
	const valueMilli = numberIn(row, 'result', 3);
	const numeratorMilli = numberIn(row, 'numerator', 3);
	const denominatorMilli = numberIn(row, 'denominator', 3);
	if (![valueMilli, numeratorMilli, denominatorMilli].some((n) => typeof n === 'number')) return undefined;
	const indicator = program && world.indicatorOf(program.id, row.text('indicator'));
	if (program && !indicator)
		row.wrong('indicator', row.text('indicator') ? 'indicator_unknown' : 'value_missing');
	if (!indicator) return undefined;
	const isWhole = indicator.is_ratio
		? typeof numeratorMilli === 'number' && typeof denominatorMilli === 'number'
		: typeof valueMilli === 'number';
	if (!isWhole) row.wrong(indicator.is_ratio ? 'numerator' : 'result', 'value_missing');
	if (valueMilli === undefined || numeratorMilli === undefined || denominatorMilli === undefined)
		return undefined;
	return indicator.is_ratio
		? { indicatorId: indicator.id, valueMilli: null, numeratorMilli, denominatorMilli }
		: { indicatorId: indicator.id, valueMilli, numeratorMilli: null, denominatorMilli: null };
}

function onceOf(row: RowText, digits: number, hasLines: boolean): Partial<OnceTold> {
	const told: { [Key in keyof OnceTold]: OnceTold[Key] | undefined } = {
		peopleNew: hasLines ? null : numberIn(row, 'people_new'),
		spendMinor: numberIn(row, 'spend', digits),
		volunteers: numberIn(row, 'volunteers'),
		volunteerHours: numberIn(row, 'volunteer_hours'),
		achievements: lineIn(row, 'achievements', 4000),
		challenges: lineIn(row, 'challenges', 4000),
		nextSteps: lineIn(row, 'next_steps', 4000),
		noEvidenceReason: lineIn(row, 'no_evidence_reason', 1000),
	};
	return Object.fromEntries(
		Object.entries(told).filter(([, value]) => value !== null && value !== undefined),
	) as Partial<OnceTold>;
}

/** Reads a row of a report file; undefined when it could not be (its problems say why). */
export function readReportRow(row: RowText, world: ReportWorld, digits: number): RowTold | undefined {
	const report = reportOf(row, world);
	let found: number | undefined;
	let isAsked = false;
	const place = () => {
		if (!isAsked) found = placeOf(row, world, report?.program);
		isAsked = true;
		return found;
	};
	const reach = reachOf(row, world, place);
	const delivery = deliveryOf(row, world, digits, place);
	const outcome = outcomeOf(row, world, report?.program);
	const once = onceOf(row, digits, reach.length === 1);
	if (row.problems.length || !report) return undefined;
	return { ...report, reach, delivery, outcome, once };
}
