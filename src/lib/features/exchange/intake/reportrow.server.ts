import { matchKey, westernDigits } from '#lib/i18n/fold.ts';
import { SEX_LABEL } from '../../beneficiaries/columns.ts';
import type { Sex } from '../../reports/sheet.ts';
import { deliveryCell, INAPPLICABLE, outcomeCell, reachCell } from '../../writing/cells.ts';
import { REASON, type CellTold } from './reportgroup.ts';
import type { ReportWorld, WorldProgram } from './reportworld.server.ts';
import { doesNotApply, lineIn, listed, numberIn, type RowText } from './texts.ts';

/** What one row says of its report. */
export interface RowTold {
	readonly program: WorldProgram;
	readonly period: string;
	/** Nothing where the row is empty but for its keys. */
	readonly cells: readonly CellTold[];
	/** New people of its line; null where it does not tell, undefined without a line of people. */
	readonly fresh: number | null | undefined;
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

/** A number as the form takes it: also that it does not apply. */
function told(row: RowText, field: string, digits = 0, mayBeNegative = false): number | string | undefined {
	if (doesNotApply(row, field)) return INAPPLICABLE;
	return numberIn(row, field, digits, mayBeNegative) ?? undefined;
}

/** The code of the place of a row's line: as told, else the program's one place, as on the form. */
function placeOf(row: RowText, world: ReportWorld, program: WorldProgram | undefined): string | undefined {
	const place = listed(row, 'governorate', world.governorate, 'governorate_unknown');
	if (place !== null) return place?.code;
	if (program && program.governorate_id !== world.several) return world.placeCode(program.governorate_id);
	if (program) row.wrong('governorate', 'value_missing');
	return undefined;
}

/** Counts of people in a row, by sex: one column with the sex beside it, or a column for each. */
function counts(row: RowText): { sex: Sex; people: number | string }[] {
	const found: { sex: Sex; people: number | string }[] = [];
	for (const sex of ['female', 'male'] as const) {
		const people = told(row, sex);
		if (people !== undefined) found.push({ sex, people });
	}
	const people = told(row, 'people');
	if (people === undefined || found.length) return found;
	const sex = SEXES.get(matchKey(row.text('sex')));
	if (sex) return [{ sex, people }];
	row.wrong('sex', row.text('sex') ? 'sex_unknown' : 'value_missing');
	return found;
}

function reachOf(
	row: RowText,
	world: ReportWorld,
	placed: () => string | undefined,
): Pick<RowTold, 'cells' | 'fresh'> {
	const lines = counts(row);
	if (!lines.length) return { cells: [], fresh: undefined };
	const place = placed();
	const segment = listed(row, 'segment', world.segment, 'segment_unknown');
	if (segment === null) row.wrong('segment', 'value_missing');
	const band = listed(row, 'age_band', world.ageBand, 'age_band_unknown');
	const age = band === null ? world.anyAge : band?.code;
	if (band === null && age === undefined) row.wrong('age_band', 'value_missing');
	const all = lines.reduce((sum, { people }) => sum + (typeof people === 'number' ? people : 0), 0);
	const fresh = numberIn(row, 'people_new');
	if (typeof fresh === 'number' && fresh > all) row.wrong('people_new', 'new_above_people');
	if (place === undefined || !segment || age === undefined) return { cells: [], fresh: undefined };
	const cells = lines.map(({ sex, people }) => ({
		cell: reachCell({ place, segment: segment.code, age, sex }),
		column: 'people',
		value: people,
	}));
	return { cells, fresh: fresh ?? null };
}

function deliveryOf(
	row: RowText,
	world: ReportWorld,
	digits: number,
	placed: () => string | undefined,
): CellTold[] {
	const quantity = told(row, 'quantity', 3);
	const value = told(row, 'value', digits);
	if (quantity === undefined) {
		if (typeof value === 'number') row.wrong('quantity', 'value_missing');
		return [];
	}
	const place = placed();
	const aid = listed(row, 'aid_type', world.aidType, 'aid_type_unknown');
	if (aid === null) row.wrong('aid_type', 'value_missing');
	const unit = listed(row, 'unit', world.unit, 'unit_unknown');
	if (unit === null) row.wrong('unit', 'value_missing');
	if (place === undefined || !aid || !unit) return [];
	const cell = (part: 'quantity' | 'value') => deliveryCell(place, aid.code, unit.code, part);
	const column = 'quantity';
	return [
		{ cell: cell('quantity'), column, value: quantity },
		...(value === undefined ? [] : [{ cell: cell('value'), column, value }]),
	];
}

function outcomeOf(row: RowText, world: ReportWorld, program: WorldProgram | undefined): CellTold[] {
	const result = told(row, 'result', 3, true);
	const over = told(row, 'numerator', 3, true);
	const under = told(row, 'denominator', 3);
	if ([result, over, under].every((value) => value === undefined)) return [];
	const indicator = program && world.indicatorOf(program.id, row.text('indicator'));
	if (program && !indicator)
		row.wrong('indicator', row.text('indicator') ? 'indicator_unknown' : 'value_missing');
	if (!indicator) return [];
	const { id, is_ratio } = indicator;
	const column = 'indicator';
	if (!is_ratio) {
		if (result === undefined) row.wrong('result', 'value_missing');
		return result === undefined ? [] : [{ cell: outcomeCell(id), column, value: result }];
	}
	if (over === undefined) row.wrong('numerator', 'value_missing');
	if (under === undefined) row.wrong('denominator', 'value_missing');
	if (over === undefined || under === undefined) return [];
	return [
		{ cell: outcomeCell(id, 'over'), column, value: over },
		{ cell: outcomeCell(id, 'under'), column, value: under },
	];
}

function onceOf(row: RowText, digits: number, hasLine: boolean): CellTold[] {
	const cells: readonly (readonly [cell: string, column: string, value: number | string | null | undefined])[] = [
		['new', 'people_new', hasLine ? undefined : told(row, 'people_new')],
		['spend', 'spend', told(row, 'spend', digits)],
		['volunteers', 'volunteers', told(row, 'volunteers')],
		['hours', 'volunteer_hours', told(row, 'volunteer_hours')],
		['achievements', 'achievements', lineIn(row, 'achievements', 4000)],
		['challenges', 'challenges', lineIn(row, 'challenges', 4000)],
		['next', 'next_steps', lineIn(row, 'next_steps', 4000)],
		['no_evidence', 'no_evidence_reason', lineIn(row, 'no_evidence_reason', 1000)],
		[REASON, 'reason', lineIn(row, 'reason', 1000)],
	]; // prettier-ignore
	return cells.flatMap(([cell, column, value]) =>
		value === null || value === undefined ? [] : [{ cell, column, value, isOnce: true as const }],
	);
}

/** Reads a row of a report file; undefined when it could not be (its problems say why). */
export function readReportRow(row: RowText, world: ReportWorld, digits: number): RowTold | undefined {
	const report = reportOf(row, world);
	let found: string | undefined;
	let isAsked = false;
	const place = () => {
		if (!isAsked) found = placeOf(row, world, report?.program);
		isAsked = true;
		return found;
	};
	const { cells: reach, fresh } = reachOf(row, world, place);
	const delivery = deliveryOf(row, world, digits, place);
	const outcome = outcomeOf(row, world, report?.program);
	const once = onceOf(row, digits, reach.length > 0);
	if (row.problems.length || !report) return undefined;
	return { ...report, cells: [...reach, ...delivery, ...outcome, ...once], fresh };
}
