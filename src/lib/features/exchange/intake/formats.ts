import { matchKey } from '#lib/i18n/fold.ts';
import type { Text } from '#lib/i18n/text.ts';
import type { Pack } from '#lib/platform/context.ts';
import { activityinfo } from '../adapters/activityinfo.ts';
import { serviceFields, SERVICE_COLUMNS } from '../adapters/services.ts';
import type { Outcome } from '../canonical.ts';
import type { ImportKind, Mapping, RowProblem } from './model.ts';

/** A file of another system that is recognised by its headers: how its columns become fields. */
export interface KnownFormat {
	readonly id: string;
	readonly kind: ImportKind;
	readonly label: Text;
	/** The column that each field comes from, by its header; what a person corrects stands there. */
	readonly origin: Readonly<Record<string, string>>;
	/** Lines of one key are added up. */
	readonly isSummed: boolean;
	read(cells: Readonly<Record<string, string>>, pack: Pack): Readonly<Record<string, string>> | RowProblem;
}

const services: KnownFormat = {
	id: 'services',
	kind: 'programs',
	label: { ar: 'دليل الخدمات بلغتين', en: 'Bilingual directory of services' },
	origin: SERVICE_COLUMNS,
	isSummed: false,
	read: serviceFields,
};

const ACTIVITY_ORIGIN = {
	society: 'Partner',
	program: 'activity',
	period: 'StartDate',
	governorate: 'Governorate',
	segment: 'poptype',
	sex: 'Gender',
	people: 'Value',
	unit: 'Units',
	sector: 'sector',
} as const;

const decimal = (value: number, digits: number) => (value / 10 ** digits).toFixed(digits);

/** An outcome as the fields of a report file. */
function outcomeFields(outcome: Outcome, pack: Pack): Record<string, string> {
	const { society, program, period, governorate, segment } = outcome;
	const told = { society, program, period, governorate, segment };
	if (outcome.kind === 'money')
		return { society, program, period, spend: decimal(outcome.spendMinor, pack.currencyDigits) };
	if (outcome.kind === 'delivery')
		return {
			...told,
			aid_type: outcome.aidType,
			unit: outcome.unit,
			quantity: decimal(outcome.quantityMilli, 3),
		};
	return { ...told, sex: outcome.sex, age_band: outcome.ageBand, people: String(outcome.people) };
}

const activity: KnownFormat = {
	id: 'activityinfo',
	kind: 'reports',
	label: activityinfo.label,
	origin: ACTIVITY_ORIGIN,
	isSummed: true,
	read(cells, pack) {
		const outcome = activityinfo.read({ row: 0, cells }, pack);
		if (outcome.kind !== 'rejected') return outcomeFields(outcome, pack);
		const found = Object.entries(ACTIVITY_ORIGIN).find(([, header]) => header === outcome.column);
		return { column: found?.[0] ?? 'people', value: outcome.value, reason: outcome.reason };
	},
};

const FORMATS: readonly KnownFormat[] = [services, activity];

/** The known format of that name. */
export const formatById = (id: string | null): KnownFormat | undefined =>
	FORMATS.find((one) => one.id === id);

/** The known format whose columns a header row has, with the places of its fields. */
export function recognise(
	kind: ImportKind,
	headers: readonly string[],
): { readonly format: KnownFormat; readonly mapping: Mapping } | undefined {
	const keys = headers.map(matchKey);
	for (const format of FORMATS) {
		if (format.kind !== kind) continue;
		const places = Object.entries(format.origin).map(
			([field, header]) => [field, keys.indexOf(matchKey(header))] as const,
		);
		if (places.every(([, at]) => at >= 0)) return { format, mapping: Object.fromEntries(places) };
	}
	return undefined;
}

/** The texts of a row by field: through its format, else through its mapping; or what is wrong with it. */
export function fieldsOfRow(
	format: KnownFormat | undefined,
	mapping: Mapping,
	headers: readonly string[],
	cells: readonly string[],
	pack: Pack,
): Readonly<Record<string, string>> | RowProblem {
	if (!format)
		return Object.fromEntries(Object.entries(mapping).map(([field, at]) => [field, cells[at] ?? '']));
	const named: Record<string, string> = {};
	for (const header of new Set(Object.values(format.origin))) {
		const at = headers.findIndex((one) => matchKey(one) === matchKey(header));
		named[header] = cells[at] ?? '';
	}
	for (const [at, header] of headers.entries()) named[header] ??= cells[at] ?? '';
	return format.read(named, pack);
}

/** Whether reading a row ended in a problem rather than in its fields. */
export const isProblem = (read: Readonly<Record<string, string>> | RowProblem): read is RowProblem =>
	'reason' in read && 'column' in read;
