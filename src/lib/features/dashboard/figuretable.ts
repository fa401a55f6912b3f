import type { Figure, Kpi, Unit } from '#lib/kpi/define.ts';
import type { CutDim } from '#lib/kpi/breakdown.ts';
import { DIM_LABEL } from '#lib/kpi/filter.ts';
import type { CellType, Column, Table } from '#lib/tables/define.ts';
import type { Text } from '#lib/i18n/text.ts';

const COLUMN_TYPE: Record<Kpi['unit'] | Unit, CellType> = {
	people: 'integer',
	hours: 'integer',
	reports: 'integer',
	societies: 'integer',
	programs: 'integer',
	indicators: 'integer',
	contacts: 'milli',
	money: 'money',
	money_per_person: 'money',
	percent: 'percent',
	ratio: 'decimal',
	days: 'decimal',
	cells: 'integer',
	per_10000: 'milli',
};

/** How a figure's value is written: whole minor units of money, percentages to four places. */
export function plainValue(kpi: Kpi, value: number | null): number | null {
	if (value === null) return null;
	if (COLUMN_TYPE[kpi.unit] === 'money') return Math.round(value);
	return kpi.unit === 'percent' || kpi.unit === 'ratio' ? Math.round(value * 10_000) / 10_000 : value;
}

/** A value of a dimension with its names. */
export interface NamedCode extends Text {
	readonly code: string;
}

/** Column name of a dimension in files; the age band is `age_band` there as in the reach lines. */
const KEY: Partial<Record<CutDim, string>> = { age: 'age_band', month: 'period' };

const NINETIETH: Column<Figure> = {
	key: 'ninetieth_percentile',
	label: { ar: 'المئين التسعون', en: '90th percentile' },
	type: 'decimal',
	value: (row) => row.ninetieth ?? null,
};

/** A figure with the reports in it: of how many that were due in the filter's months. */
export interface FileFigure extends Figure {
	readonly coverage?: { readonly n: number; readonly of: number } | undefined;
}

const COVERAGE: readonly Column<FileFigure>[] = [
	{
		key: 'reports_in_figures',
		label: { ar: 'التقارير الداخلة في الأرقام', en: 'Reports in the figures' },
		type: 'integer',
		value: (row) => row.coverage?.n ?? null,
	},
	{
		key: 'reports_due',
		label: { ar: 'التقارير المستحقة', en: 'Reports due' },
		type: 'integer',
		value: (row) => row.coverage?.of ?? null,
	},
];

/**
 * The figures of a measure as a table: its keys, the value, the parts it was made of, and of a measure that is made
 * of reports how many of those due in all months of the filter are in it.
 */
export function figureTable(
	kpi: Kpi,
	by: readonly CutDim[],
	lists: Readonly<Record<Exclude<CutDim, 'month'>, readonly NamedCode[]>>,
	hasCoverage: boolean,
): Table<FileFigure> {
	const keys = by.map((dim, i): Column<FileFigure> => {
		const names = dim === 'month' ? undefined : new Map(lists[dim].map((r) => [r.code, r]));
		return {
			key: KEY[dim] ?? dim,
			label: DIM_LABEL[dim],
			type: dim === 'month' ? 'month' : 'text',
			value: (row, locale) => names?.get(row.keys[i]!)?.[locale] ?? row.keys[i]!,
			code: (row) => row.keys[i]!,
		};
	});
	return {
		id: kpi.id,
		title: kpi.label,
		columns: [
			...keys,
			{
				key: 'value',
				label: kpi.label,
				type: COLUMN_TYPE[kpi.unit],
				value: (row) => plainValue(kpi, row.value),
			},
			{
				key: 'numerator',
				label: { ar: 'البسط', en: 'Numerator' },
				type: COLUMN_TYPE[kpi.numerator.unit],
				value: (row) => (kpi.apart && row.value === null ? null : row.numerator),
			},
			{
				key: 'denominator',
				label: { ar: 'المقام', en: 'Denominator' },
				type: COLUMN_TYPE[(kpi.denominator ?? kpi.numerator).unit],
				value: (row) => row.denominator,
			},
			{
				key: 'rows',
				label: { ar: 'عدد الصفوف', en: 'Rows' },
				type: 'integer',
				value: (row) => row.numeratorRows,
			},
			...(kpi.figures && kpi.unit === 'days' ? [NINETIETH] : []),
			...(hasCoverage ? COVERAGE : []),
		],
	};
}
