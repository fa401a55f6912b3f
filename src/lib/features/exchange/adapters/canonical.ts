import { reachTable, SEX_LABEL } from '#lib/features/beneficiaries/columns.ts';
import { matchKey, westernDigits } from '#lib/i18n/fold.ts';
import { csvText } from '#lib/tables/csv.ts';
import type { CsvRow, NeededColumn } from '#lib/tables/reader.server.ts';
import type { Adapter, Outcome, Reach } from '../canonical.ts';
import { reject, type Reason, type Rejection } from '../rejections.ts';
import { readDecimal, scaled } from './numbers.ts';

// Our own reach export, in any of its three header languages, read back.

const NEEDED = [
	'period', 'society', 'program', 'sector', 'governorate', 'segment', 'sex', 'age_band', 'people',
] as const; // prettier-ignore
const OPTIONAL = ['people_new'] as const;

type Key = (typeof NEEDED)[number] | (typeof OPTIONAL)[number];

function column(key: Key, optional = false): NeededColumn {
	const { label } = reachTable.columns.find((c) => c.key === key)!;
	return { key, headers: [key, label.ar, label.en], optional };
}

const SEXES = new Map<string, Reach['sex']>(
	(['female', 'male', 'unknown'] as const).flatMap((sex) =>
		[sex, SEX_LABEL[sex]!.ar, SEX_LABEL[sex]!.en].map((name) => [matchKey(name), sex] as const),
	),
);

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function persons(text: string): number | Reason {
	const value = readDecimal(westernDigits(text));
	if (!value) return 'value_unreadable';
	if (value.negative) return 'value_negative';
	if (value.fraction) return 'value_fraction';
	return scaled(value, 0) ?? 'value_too_large';
}

function read({ row, cells }: CsvRow): Outcome | Rejection {
	const cell = (key: Key) => csvText(cells[key] ?? '').trim();
	const no = (key: Key, reason: Reason) => reject(row, key, cells[key] ?? '', reason);

	const [society, program] = [cell('society'), cell('program')];
	if (!society) return no('society', 'name_missing');
	if (!program) return no('program', 'name_missing');
	const period = westernDigits(cell('period'));
	if (!MONTH.test(period)) return no('period', 'period_unreadable');
	const sex = SEXES.get(matchKey(cell('sex')));
	if (!sex) return no('sex', 'sex_unknown');
	const people = persons(cell('people'));
	if (typeof people === 'string') return no('people', people);
	const peopleNew = cell('people_new') === '' ? null : persons(cell('people_new'));
	if (typeof peopleNew === 'string') return no('people_new', peopleNew);
	if (peopleNew !== null && peopleNew > people) return no('people_new', 'new_above_people');

	return {
		kind: 'reach',
		row,
		society,
		program,
		sector: cell('sector'),
		period,
		governorate: cell('governorate'),
		segment: cell('segment'),
		sex,
		ageBand: cell('age_band'),
		people,
		peopleNew,
	};
}

/** Persons reached as the product itself exports them (`reach.csv`), with headers and names in Arabic, English or codes. */
export const canonical: Adapter = {
	id: 'canonical',
	label: { ar: 'ملف المستفيدين بصيغة شراكة', en: 'Sharaka’s own reach file' },
	columns: [...NEEDED.map((key) => column(key)), ...OPTIONAL.map((key) => column(key, true))],
	read,
};
