import { namedColumn, societyColumn } from '../societies/columns.ts';
import { defineTable, type Column, type Table } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';

export const PROGRAM_STATUS_LABEL: Record<string, Text> = {
	planned: { ar: 'مخطط', en: 'Planned' },
	running: { ar: 'قائم', en: 'Running' },
	completed: { ar: 'مكتمل', en: 'Completed' },
	stopped: { ar: 'متوقف', en: 'Stopped' },
};

/** Owner's judgement of a program; absent is shown as unknown, never as good. */
export const JUDGEMENT_LABEL: Record<string, Text> = {
	on_track: { ar: 'على المسار', en: 'On track' },
	at_risk: { ar: 'معرض للخطر', en: 'At risk' },
	off_track: { ar: 'متعثر', en: 'Off track' },
};

/** One program with what its verified reports of the filter's months say. */
export interface ProgramRow {
	readonly id: number;
	readonly nameAr: string;
	readonly nameEn: string;
	readonly societyId: number;
	readonly societyAr: string;
	readonly societyEn: string;
	readonly sector: string;
	readonly sectorAr: string;
	readonly sectorEn: string;
	readonly governorate: string;
	readonly governorateAr: string;
	readonly governorateEn: string;
	readonly status: string;
	readonly judgement: string | null;
	readonly startsOn: string;
	readonly endsOn: string | null;
	readonly budgetMinor: number | null;
	/** Verified reach within the filter's months, places and segments. */
	readonly people: number;
	/** Verified spend of the filter's months; not narrowed by place or segment. */
	readonly spendMinor: number | null;
	readonly reports: number;
}

/** The program a row belongs to, leading to its page. */
export function programColumn<
	Row extends { programId: number; programAr: string; programEn: string },
>(): Column<Row> {
	return {
		key: 'program',
		label: { ar: 'البرنامج', en: 'Program' },
		type: 'text',
		value: (row, locale) => (locale === 'ar' ? row.programAr : row.programEn),
		href: (row) => `/programs/${row.programId}`,
		sort: ['programKey', 'programEn'],
	};
}

/** The month a row speaks of. */
function periodColumn<Row extends { period: string }>(): Column<Row> {
	return {
		key: 'period',
		label: { ar: 'الفترة', en: 'Period' },
		type: 'month',
		value: (row) => row.period,
		sort: 'period',
	};
}

/** The month of the report a row belongs to, leading to that report where the reader may open it. */
export function reportColumn<Row extends { period: string; reportId: number | null }>(): Column<Row> {
	return {
		...periodColumn<Row>(),
		href: ({ reportId }) => (reportId === null ? undefined : `/reports/${reportId}`),
	};
}

/** The sector of the program a row belongs to. */
export function sectorColumn<
	Row extends { sector: string; sectorAr: string; sectorEn: string },
>(): Column<Row> {
	return namedColumn('sector', 'sector', { ar: 'القطاع', en: 'Sector' });
}

/** Programs: list and CSV. */
export const programTable = defineTable<ProgramRow>({
	id: 'programs',
	title: { ar: 'البرامج', en: 'Programs' },
	columns: [
		{
			key: 'program',
			label: { ar: 'البرنامج', en: 'Program' },
			type: 'text',
			value: (row, locale) => (locale === 'ar' ? row.nameAr : row.nameEn),
			href: (row) => `/programs/${row.id}`,
			sort: ['programKey', 'nameEn'],
		},
		{ ...societyColumn(), isOptional: true },
		sectorColumn(),
		namedColumn('governorate', 'governorate', { ar: 'المحافظة', en: 'Governorate' }),
		{
			key: 'status',
			label: { ar: 'الحالة', en: 'Status' },
			type: 'text',
			value: (row, locale) => PROGRAM_STATUS_LABEL[row.status]?.[locale] ?? row.status,
			code: (row) => row.status,
			sort: 'status',
			isOptional: true,
		},
		{
			key: 'judgement',
			label: { ar: 'تقدير المسؤول', en: 'Owner’s judgement' },
			type: 'text',
			value: (row, locale) => (row.judgement ? (JUDGEMENT_LABEL[row.judgement]?.[locale] ?? null) : null),
			code: (row) => row.judgement,
			sort: 'judgement',
		},
		{
			key: 'starts_on',
			label: { ar: 'يبدأ في', en: 'Starts on' },
			type: 'date',
			value: (row) => row.startsOn,
			sort: 'startsOn',
			isOptional: true,
		},
		{
			key: 'ends_on',
			label: { ar: 'ينتهي في', en: 'Ends on' },
			type: 'date',
			value: (row) => row.endsOn,
			sort: 'endsOn',
			isOptional: true,
		},
		{
			key: 'budget',
			label: { ar: 'الموازنة', en: 'Budget' },
			type: 'money',
			value: (row) => row.budgetMinor,
			sort: 'budgetMinor',
			isOptional: true,
		},
		{
			key: 'people',
			label: { ar: 'المستفيدون (قد يتكررون)', en: 'People reached (may overlap)' },
			type: 'integer',
			value: (row) => (row.reports ? row.people : null),
			sort: 'people',
		},
		{
			key: 'spend',
			label: { ar: 'الإنفاق', en: 'Spend' },
			type: 'money',
			value: (row) => row.spendMinor,
			sort: 'spendMinor',
		},
		{
			key: 'reports',
			label: { ar: 'التقارير المعتمدة', en: 'Verified reports' },
			type: 'integer',
			value: (row) => row.reports,
			sort: 'reports',
		},
	],
});

/** The tables of this feature, in the order of the dictionary. */
export const tables: readonly Table<unknown>[] = [programTable];
